"""Files as they come out of other programs."""

from pathlib import Path

import pytest

from recognize.lib.csv import CsvError
from recognize.people.imports import import_people

from .support import handles, land, person, refused


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbfhandle,name\nana,Ana\n",
        b"handle;name\r\nana;Ana\r\n",
        b"handle,name\rana,Ana\r",
        b'"handle","name"\n"ana","Ana"\n\n\n',
        b" Handle , NAME \n ana , Ana \n",
        b"name,handle\nAna,ana",
    ],
    ids=["bom", "semicolons and CRLF", "CR", "quotes and blank lines", "blanks", "other order, no last line break"],
)
async def test_it_lands_however_it_was_saved(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "people.csv"
    file.write_bytes(content)
    await import_people(file)
    assert (await person("ana")).name == "Ana"


async def test_a_text_from_the_web_may_begin_with_a_bom() -> None:
    await land("\ufeffhandle\nana\n")
    assert await handles() == ["ana"]


async def test_of_a_file_in_utf_16_the_encoding_is_named(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_bytes("handle,name\nana,Ana\n".encode("utf-16"))
    with pytest.raises(CsvError, match="UTF-16"):
        await import_people(file)


async def test_a_line_in_latin_1_is_bad_and_the_others_are_not(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_bytes("handle,name\nana,Ana\nbruno,Bruno Muñoz\n".encode("latin-1"))
    result = await import_people(file, skip_bad=True)
    assert [str(line) for line in result.bad_lines] == ["line 3: name is not UTF-8 text"]
    assert await handles() == ["ana"]


async def test_every_sort_of_bad_line_has_its_number() -> None:
    bad = await refused('handle,name\nana,"Ana\nPérez"\nbruno,\x00\ncarla\n\ndiego,Diego,x\nhr,"a"b\nana,Ana\n')
    assert bad == {
        4: "name holds a NUL character",
        5: "1 fields where the header has 2 columns",
        7: "3 fields where the header has 2 columns",
        8: "not CSV: ',' expected after '\"'",
        9: "ana is already on line 2",
    }


async def test_a_surrogate_is_no_character() -> None:
    assert await refused("handle,name\nana,\ud800\n") == {2: "name: it holds the invisible character U+D800"}


async def test_a_file_name_may_hold_bytes_that_are_no_text(tmp_path: Path) -> None:
    file = tmp_path / "gente-\udce9.csv"
    file.write_text("handle\nana\n")
    await import_people(file)
    assert await handles() == ["ana"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "the file is empty"),
        ("name\nAna\n", "missing column handle"),
        ("handle,nombre\nana,Ana\n", "unknown column 'nombre'"),
        ("handle,name,name\nana,Ana,Ana\n", "a column appears twice"),
    ],
)
async def test_a_header_that_cannot_be_used_refuses_the_file(text: str, reason: str) -> None:
    with pytest.raises(CsvError, match=reason):
        await land(text, skip_bad=True)
