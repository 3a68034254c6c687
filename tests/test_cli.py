"""The command as a person types it: a process of its own on this test's database."""

import asyncio
import json
import os
import shutil
import sys
from pathlib import Path

import pytest

from recognize.lib.database import DB
from recognize.people.actions import change_status, create_person

Answer = tuple[int, str, str]


async def recognize(*arguments: str, stdin: str = "", **environment: str) -> Answer:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "recognize", *arguments,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        env=os.environ | environment,
    )  # fmt: skip
    out, err = await process.communicate(stdin.encode())
    return process.returncode or 0, out.decode(), err.decode()


def written(folder: Path, name: str, *lines: str) -> str:
    file = folder / name
    file.write_text("".join(f"{line}\n" for line in lines))
    return str(file)


async def test_from_files_to_a_report(tmp_path: Path):
    areas = written(tmp_path, "areas.csv", "code,name,parent", "DG,Dirección,", "VE,Ventas,DG")
    people = written(tmp_path, "people.csv", "handle,department,hired_on", "ana,VE,2020-01-01", "bruno,DG,2020-01-01")
    history = written(
        tmp_path, "history.csv", "sent_at,sender,recipients,kind,message,ref",
        "2026-03-02T10:00:00-05:00,ana,bruno,helped,Gracias por todo,1",
        "2026-03-02T10:00:00-05:00,ana,ana,helped,Me lo merezco,2",
        "yesterday,ana,bruno,helped,Gracias,3",
    )  # fmt: skip
    mapping = written(tmp_path, "kinds.toml", "[behaviours]", '"helped" = "ownership"')
    assert (await recognize("import", "departments", areas))[0] == 0
    code, out, _ = await recognize("import", "people", people, "--dry-run")
    assert (code, "ana" in out) == (0, True)
    assert await DB.fetch_value("select count(*) from people") == 0
    assert (await recognize("import", "people", people))[0] == 0
    code, out, err = await recognize("import", "kudos", history, "--mapping", mapping)
    assert (code, out) == (1, "")
    assert "line 3: " in err
    assert "line 4: " in err
    assert await DB.fetch_value("select count(*) from kudos") == 0
    refused = tmp_path / "refused.txt"
    code, _, err = await recognize(
        "import", "kudos", history, "--mapping", mapping, "--skip-bad", "--errors", str(refused)
    )
    assert code == 0
    assert len(refused.read_text().splitlines()) == 2
    code, out, err = await recognize("report", "2026-03")
    assert code == 0, err
    assert json.loads(out)["totals"]["recognitions"] == 1
    target = tmp_path / "march.csv"
    assert (await recognize("report", "2026-03", "--format", "csv", "--out", str(target)))[:2] == (0, "")
    assert target.read_bytes().startswith(b"section,")
    workbook, document = tmp_path / "march.xlsx", tmp_path / "march.pdf"
    assert (await recognize("report", "2026-03", "--format", "xlsx", "--out", str(workbook)))[0] == 0
    assert workbook.read_bytes().startswith(b"PK")
    assert (await recognize("report", "2026-03", "--format", "pdf", "--locale", "en", "--out", str(document)))[0] == 0
    assert document.read_bytes().startswith(b"%PDF")
    lines = tmp_path / "kudos.csv"
    code, out, err = await recognize(
        "export", "kudos", "--from", "2026-03-01", "--column", "message", "--out", str(lines)
    )
    assert (code, out, err.splitlines()[-1]) == (0, "", f"1 rows in {lines}")
    assert lines.read_text().endswith("Mensaje\nGracias por todo\n")
    assert (await recognize("export", "people", "--format", "xlsx", "--out", str(tmp_path / "people.xlsx")))[0] == 0
    code, out, _ = await recognize("doctor")
    assert code == 0, out


async def test_an_administrator_a_password_a_role_and_a_token():
    code, out, _ = await recognize("admin", "create", "--handle", "adrian", "--email", "adrian@example.org")
    assert code == 0
    assert len(out.strip()) >= 12, "without one on standard input a password is made and printed"
    assert (await recognize("password", "set", "--person", "adrian", stdin="correct horse\n"))[:2] == (0, "")
    assert (await recognize("role", "grant", "--person", "adrian", "--role", "hr"))[0] == 0
    code, out, _ = await recognize("token", "create", "--person", "adrian", "--scope", "feed.read")
    assert code == 0
    assert out.startswith("rcg_")
    assert len(out.splitlines()) == 1
    actions = {row["action"] for row in await DB.fetch("select action from audit where actor = 'command line'")}
    assert {"person.created", "password.set", "role.granted", "token.created"} <= actions


@pytest.mark.parametrize(
    "arguments",
    [
        ("report", "2026-13"),
        ("report", "2026-01", "--department", "none"),
        ("export", "kudos", "--from", "yesterday", "--out", "kudos.csv"),
        ("export", "kudos", "--from", "2026-02-01", "--to", "2026-01-01", "--out", "kudos.csv"),
        ("export", "kudos", "--column", "points", "--out", "kudos.csv"),
        ("export", "people", "--out", "nowhere/people.csv"),
        ("role", "grant", "--person", "nobody", "--role", "hr"),
        ("role", "grant", "--person", "nobody", "--role", "king"),
        ("token", "create", "--person", "nobody"),
        ("token", "create", "--person", "nobody", "--scope", "none"),
        ("import", "people", "nowhere.csv"),
        ("password", "set", "--person", "nobody"),
        ("nonsense",),
    ],
)
async def test_a_refusal_is_a_clear_line_and_never_a_traceback(arguments: tuple[str, ...]):
    code, _, err = await recognize(*arguments)
    assert code != 0
    assert err.strip()
    assert "Traceback" not in err


async def test_a_display_that_is_not_there_is_named_in_a_sentence():
    code, _, err = await recognize("display", "revoke", "--name", "Azotea")
    assert (code, err) == (1, "recognize: no display in use is called 'Azotea'\n")


async def test_whoever_has_left_gets_no_token():
    await change_status(await create_person("ana", "Ana"), "left")
    code, out, err = await recognize("token", "create", "--person", "ana")
    assert (code, out, err) == (1, "", "recognize: ana has left: a token would open nothing\n")
    assert await DB.fetch_value("select count(*) from api_tokens") == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [("TIME_ZONE", "Mars"), ("LOCALE", "fr"), ("REQUESTS_PER_MINUTE", "many"), ("DATABASE_POOL_SIZE", "1"),
     ("DATABASE_URL", "postgresql://nobody:x@127.0.0.1:1/none"), ("SECRET_KEY", "short")],
)  # fmt: skip
async def test_a_setting_that_cannot_be_used_is_named(name: str, value: str):
    code, _, err = await recognize("doctor", **{f"RECOGNIZE_{name}": value})
    assert code != 0
    assert "Traceback" not in err
    assert len(err.strip().splitlines()) <= 2, err


async def test_displays_are_made_listed_and_revoked():
    code, token, err = await recognize("display", "create", "--name", "Recepción")
    assert (code, token[:4]) == (0, "rcg_"), err
    code, out, _ = await recognize("display", "list")
    assert (code, out.rstrip("\n").split("\t")) == (0, ["Recepción", "new", "never heard", "internal", "-", "-"])
    assert (await recognize("display", "revoke", "--name", "Recepción"))[0] == 0
    assert (await recognize("display", "list"))[1] == ""


async def test_a_command_starts_and_stops_services_of_its_own():
    folder = Path(".recognize") / "tests-of-their-own"
    own = {"RECOGNIZE_DATA_DIR": str(folder), "RECOGNIZE_DATABASE_URL": "", "RECOGNIZE_REDIS_URL": ""}
    try:
        code, _, err = await recognize("seed", "--demo", **own)
        assert code == 0, err
        code, out, err = await recognize("doctor", **own)
        assert code == 0, out + err
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def test_an_administrator_is_made_whole_or_not_at_all():
    assert (await recognize("admin", "create", "--handle", "adrian", stdin="short\n"))[:2] == (1, "")
    assert await DB.fetch_value("select count(*) from people") == 0
    assert (await recognize("admin", "create", "--handle", "adrian", stdin="correct horse\n"))[:2] == (0, "")
    code, out, err = await recognize("admin", "create", "--handle", "adrian")
    assert (code, out) == (1, ""), "no password is printed that is nobody's"
    assert "'adrian'" in err


async def test_refused_lines_that_cannot_be_written_down_stop_the_import_before_it(tmp_path: Path):
    people = written(tmp_path, "people.csv", "handle", "ana", "bruno")
    assert (await recognize("import", "people", people))[0] == 0
    history = written(
        tmp_path, "history.csv", "sent_at,sender,recipients,kind,message,ref",
        "2026-03-02T10:00:00-05:00,ana,bruno,helped,Gracias por todo,1",
    )  # fmt: skip
    mapping = written(tmp_path, "kinds.toml", "[behaviours]", '"helped" = "ownership"')
    nowhere = str(tmp_path / "nowhere" / "refused.txt")
    code, _, err = await recognize("import", "kudos", history, "--mapping", mapping, "--errors", nowhere)
    assert (code, "No such file" in err) == (1, True)
    assert await DB.fetch_value("select count(*) from kudos") == 0


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("DATABASE_URL", "postgresql://x:y@127.0.0.1:notaport/z"),
        ("DATABASE_URL", "postgresql://[::1/z"),
        ("REDIS_URL", "foo"),
        ("PUBLIC_URL", "notaurl"),
        ("LOG_LEVEL", "x"),
    ],
)
async def test_a_setting_that_cannot_be_used_is_named_in_one_line(setting: str, value: str):
    code, out, err = await recognize("doctor", **{f"RECOGNIZE_{setting}": value})
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert f"RECOGNIZE_{setting}" in err


async def test_a_password_that_is_no_text_is_refused_in_one_line():
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "recognize", "admin", "create", "--handle", "adrian",
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    _, err = await process.communicate(b"bad\xff\xfepw12345678\n")
    assert (process.returncode, err.count(b"\n")) == (1, 1)
    assert b"UTF-8" in err
