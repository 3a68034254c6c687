from datetime import UTC, datetime
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recognize.lib.clock import Month, is_time_zone, parse_instant
from recognize.lib.ids import parse_uuid, uuid7
from recognize.lib.pagination import Cursor, InvalidCursorError
from recognize.lib.text import fold, like_pattern, sort_key, unusable, visible_length, without_hidden


def test_folding_drops_accents_and_keeps_the_letter_ñ():
    assert fold("  Íñigo   PEÑA Müller ") == "iñigo peña muller"


def test_names_sort_as_in_a_dictionary():
    names = ["Zúñiga", "nube", "Ñandú", "Nuñez", "Núnez", "Álvarez", "alba"]
    assert sorted(names, key=sort_key) == ["alba", "Álvarez", "nube", "Núnez", "Nuñez", "Ñandú", "Zúñiga"]


def test_wildcards_are_searched_for_literally():
    assert like_pattern("100%_\\") == "%100\\%\\_\\\\%"


HIDDEN = [chr(code) for code in (*range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xAD, 0x200B, 0xFEFF, 0xE0001)]
FINE = ["fine\n\tñ👏", "👩\u200d🚒", "می\u200cخواهم", "שלום\u200f!", "🏴\U000e0067\U000e0062\U000e007f"]


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\x7f", "\x85", "\ud800", *HIDDEN], ids=ascii)
def test_what_cannot_be_stored_or_seen_is_named(character: str):
    found = unusable(f"Ana{character}")
    assert found is not None
    assert found.en.endswith(f"U+{ord(character):04X}")
    assert found.es.endswith(f"U+{ord(character):04X}")


@pytest.mark.parametrize("text", FINE, ids=ascii)
def test_joiners_marks_and_flags_are_text_like_any_other(text: str):
    assert unusable(text) is None
    assert without_hidden(text) == text


def test_what_turns_text_round_or_hides_is_taken_out_of_what_somebody_writes():
    assert without_hidden("".join(f"a{character}" for character in HIDDEN)) == "a" * len(HIDDEN)
    assert without_hidden("\x00\ud800") == "\x00\ud800", "that is no text, and refused"


@given(st.text())
def test_folding_twice_is_folding_once(text: str):
    assert fold(fold(text)) == fold(text)


@given(st.datetimes(min_value=datetime(1, 1, 1), max_value=datetime(9999, 12, 31), timezones=st.just(UTC)), st.uuids())
def test_a_cursor_reads_what_it_wrote(at: datetime, identity: object):
    assert Cursor.parse(str(Cursor(at, identity))) == (at, identity)


@given(st.text(max_size=60))
def test_anything_else_is_no_cursor(text: str):
    try:
        cursor = Cursor.parse(text)
    except InvalidCursorError:
        return
    assert Cursor.parse(str(cursor)) == cursor


def test_uuid7_sorts_by_its_making_and_is_version_7():
    made = [uuid7() for _ in range(3)]
    assert {(each.version, each.variant) for each in made} == {(7, "specified in RFC 4122")}
    assert parse_uuid(str(made[0])) == made[0]
    assert parse_uuid("ana") is None
    assert parse_uuid("x" * 36) is None
    assert parse_uuid(uuid4().hex) is not None


def test_a_month_starts_when_the_zone_says():
    assert Month.parse("2026-11").starts_at("America/Lima") == datetime(2026, 11, 1, 5, tzinfo=UTC)
    assert str(Month.parse("2026-12").next) == "2027-01"


@pytest.mark.parametrize("text", ["2026-13", "2026-1", "26-01", "0000-01", "2026-11-01", "", "٢٠٢٦-01"])
def test_what_is_no_month_is_refused(text: str):
    with pytest.raises(ValueError, match="month"):
        Month.parse(text)


def test_letters_that_are_drawn_as_nothing_are_not_visible():
    assert visible_length("\u3164\u2800 \u115f\uffa0é한") == 2


def test_an_instant_without_an_offset_is_refused():
    with pytest.raises(ValueError, match="offset"):
        parse_instant("2026-11-21T10:00:00")


@pytest.mark.parametrize(
    "name", ["America/Lima", "America/Argentina/Buenos_Aires", "Etc/GMT+5", "UTC", "Asia/Calcutta"]
)
def test_a_time_zone_is_one_that_browsers_know(name: str):
    assert is_time_zone(name)


@pytest.mark.parametrize(
    "name", ["Factory", "localtime", "posixrules", "posix/America/Lima", "right/UTC", "Lima", "", "America"]
)
def test_what_only_machines_know_is_no_time_zone(name: str):
    assert not is_time_zone(name)
