"""A company through a file into another database, and what refuses to be restored changes nothing."""

import asyncio
import hashlib
import json
import os
import re
import shutil
import zipfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest

from recognize import migrations
from recognize.lib.database import DB, connection_options
from recognize.lib.whole_file import whole_file
from recognize.media.actions import folder_of
from recognize.migrations.m0076_texts_as_html import TEXTS
from recognize.settings import settings
from recognize.worker import settle
from tests.cast import Actor, Cast
from tests.displays.screens import like_fanfare, screen
from tests.faults.processes import Web
from tests.media.drawing import picture_file
from tests.test_cli import recognize

ROUNDS_OF_READERS = 3  # what one reader writes, another reads
SOMEWHERE_ELSE = "recognize_restored_{pid}"
TABLES = "select tablename from pg_tables where schemaname = 'public' order by 1"


@pytest.fixture
async def elsewhere() -> AsyncIterator[str]:
    """The URL of an empty database."""
    base, _, _ = settings().database_url.rpartition("/")
    name = SOMEWHERE_ELSE.format(pid=os.getpid())
    admin = await asyncpg.connect(**connection_options(f"{base}/postgres"))
    try:
        await admin.execute(f'drop database if exists "{name}" with (force)')
        await admin.execute(f'create database "{name}"')
        yield f"{base}/{name}"
        await admin.execute(f'drop database "{name}" with (force)')
    finally:
        await admin.close()


@asynccontextmanager
async def looking_at(url: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(**connection_options(url))
    try:
        yield connection
    finally:
        await connection.close()


async def everything(url: str) -> dict[str, Any]:
    """Every row of every table, and where each identity goes on."""
    async with looking_at(url) as connection:
        found: dict[str, Any] = {}
        for (table,) in await connection.fetch(TABLES):
            found[table] = sorted(str(tuple(row)) for row in await connection.fetch(f'select * from "{table}"'))
        found["sequences"] = sorted(
            map(tuple, await connection.fetch("select sequencename, last_value from pg_sequences"))
        )
    found.pop("migration")  # when they ran
    return found


async def made(tmp_path: Path) -> str:
    file = tmp_path / "backup.zip"
    code, out, err = await recognize("backup", str(file))
    assert (code, out) == (0, ""), err
    assert " rows of " in err
    return str(file)


async def restored(file: str, url: str, *options: str) -> tuple[int, str]:
    code, _, err = await recognize("restore", file, *options, RECOGNIZE_DATABASE_URL=url)
    return code, err


@pytest.fixture
async def story(cast: Cast, address: str) -> str:
    """Something in every table that actions fill. Returns the id of a kudos that stays."""
    await like_fanfare(cast, "bruno")
    wall = await screen(address, "Recepción")
    await wall.http.aclose()
    kept = (await cast.ana.gives(key="once", points=10, message="Tab\there, \\ñ\n«ok».")).json()["id"]
    gone = (await cast.bruno.gives(recipients=["diego"], points=5)).json()["id"]
    await cast.bruno.withdraws(gone)
    await cast.carla.gives(recipients=["ana"], visibility="private")
    for _ in range(ROUNDS_OF_READERS):
        await settle()
    return str(kept)


async def test_everything_comes_back_with_a_new_epoch(story: str, tmp_path: Path, elsewhere: str):
    before = await everything(settings().database_url)
    file = await made(tmp_path)
    assert await everything(settings().database_url) == before, "a backup changes nothing"
    code, err = await restored(file, elsewhere)
    assert (code, err.splitlines()[-1].endswith("live clients begin anew")) == (0, True), err
    after = await everything(elsewhere)
    (head,), (new_head,) = before.pop("log_head"), after.pop("log_head")
    assert head != new_head
    assert head.split(", UUID")[0] == new_head.split(", UUID")[0], "the position is the same, the epoch is not"
    assert after == before
    assert {name for name, rows in before.items() if rows} >= {
        "kudos", "ledger", "log", "reader_cursors", "standing_recognitions", "tallies", "pairs", "displays", "idempotency_keys", "balances", "sequences",
    }  # fmt: skip


async def test_a_restored_company_goes_on_and_its_listeners_begin_anew(
    story: str, cast: Cast, tmp_path: Path, elsewhere: str
):
    page = await cast.bruno.feed()
    file = await made(tmp_path)
    assert (await restored(file, elsewhere))[0] == 0
    tmp_path.chmod(0o755)
    web = Web(tmp_path, {"DATABASE_URL": elsewhere, "REDIS_URL": settings().redis_url})
    try:
        await asyncio.to_thread(web.start)
        bruno = Actor("bruno", cast.bruno.id, cast.bruno.token, httpx.AsyncClient(
            base_url=web.address, headers={"Authorization": f"Bearer {cast.bruno.token}"}, timeout=10
        ))  # fmt: skip
        async with bruno.http, bruno.listens(epoch=page["epoch"], after=page["position"]) as ear:
            assert (await ear.next())["epoch"] != page["epoch"]
            assert await ear.next() == {"type": "resync", "reason": "epoch"}
            again = await bruno.feed()
            assert again["items"] == page["items"]
            given = await bruno.gives(recipients=["ana"], points=10)
            assert given.status_code == 201
            assert (await ear.event())["item"]["id"] == given.json()["id"]
        async with looking_at(elsewhere) as connection:
            numbers = [row["id"] for row in await connection.fetch("select id from ledger order by id")]
            assert len(numbers) == len(set(numbers)) == 4
    finally:
        await asyncio.to_thread(web.stop)
    code, out, _ = await recognize("doctor", RECOGNIZE_DATABASE_URL=elsewhere)
    assert code == 0, out


async def test_a_database_that_is_not_empty_wants_force(story: str, cast: Cast, tmp_path: Path, elsewhere: str):
    file = await made(tmp_path)
    assert (await recognize("migrate", RECOGNIZE_DATABASE_URL=elsewhere))[0] == 0
    assert (await restored(file, elsewhere))[0] == 0, "what migrations plant is nobody's data"
    await cast.ana.gives()
    await settle()
    later = str(tmp_path / "later.zip")
    assert (await recognize("backup", later))[0] == 0
    before = await everything(elsewhere)
    assert await restored(later, elsewhere) == (
        1, "recognize: the database is not empty (--force replaces everything that is in it)\n")  # fmt: skip
    assert await everything(elsewhere) == before
    assert (await restored(later, elsewhere, "--force"))[0] == 0
    assert len((await everything(elsewhere))["kudos"]) == len(before["kudos"]) + 1


async def test_while_somebody_uses_the_database_nothing_is_restored(story: str, tmp_path: Path):
    file = await made(tmp_path)
    before = await everything(settings().database_url)
    code, err = await restored(file, settings().database_url, "--force")
    assert code == 1
    assert "stop every server and worker first" in err
    assert await everything(settings().database_url) == before


async def test_a_database_of_something_else_is_never_touched(story: str, tmp_path: Path, elsewhere: str):
    file = await made(tmp_path)
    async with looking_at(elsewhere) as connection:
        await connection.execute("create table migration (id int); create table invoices (id int)")
        await connection.execute("insert into invoices values (1)")
    code, err = await restored(file, elsewhere, "--force")
    assert (code, "tables of something else" in err) == (1, True)
    async with looking_at(elsewhere) as connection:
        assert await connection.fetchval("select count(*) from invoices") == 1


async def test_pictures_come_back_and_what_is_missing_or_more_is_said(cast: Cast, tmp_path: Path, elsewhere: str):
    shown, lost = [
        (await cast.ana.http.post("/api/media", content=picture_file((40, side)))).json()["hash"] for side in (30, 31)
    ]
    before = (folder_of(shown) / "feed.webp").read_bytes()
    shutil.rmtree(folder_of(lost))
    file = tmp_path / "backup.zip"
    _, _, err = await recognize("backup", str(file))
    assert f"the files of 1 pictures are not there: {lost}" in err
    (folder_of(shown) / "feed.webp").unlink()
    more = (await cast.ana.http.post("/api/media", content=picture_file((40, 32)))).json()["hash"]
    code, err = await restored(str(file), elsewhere)
    assert (code, f"1 pictures had no file: {lost}" in err, "that the backup does not know stay" in err) == (
        0,
        True,
        True,
    )
    assert (folder_of(shown) / "feed.webp").read_bytes() == before
    assert (folder_of(more) / "wall.webp").exists()


async def test_a_picture_that_is_not_what_was_written_or_would_go_elsewhere_is_refused(
    cast: Cast, tmp_path: Path, elsewhere: str
):
    picture = (await cast.ana.http.post("/api/media", content=picture_file())).json()["hash"]
    for change in ({f"media/{picture[:2]}/{picture}/feed.webp": (b"WEBP", b"WEBQ")},
                   {"manifest.json": (f"{picture[:2]}/{picture}/feed".encode(), b"../../../../feed")}):  # fmt: skip
        file = tmp_path / "backup.zip"
        assert (await recognize("backup", str(file), "--force"))[0] == 0
        rewritten(change)(file)
        code, err = await restored(str(file), elsewhere)
        assert (code, "is damaged or no backup" in err) == (1, True), err


def truncated(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-200])


def cut_in_half(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def flipped(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 3] ^= 0xFF
    file.write_bytes(data)


def rewritten(change: dict[str, Any]) -> Any:
    """As somebody would who knows zips: every checksum of the zip is right, ours is not."""

    def rewrite(file: Path) -> None:
        with zipfile.ZipFile(file) as archive:
            entries = {name: archive.read(name) for name in archive.namelist()}
        for name, (old, new) in change.items():
            assert old in entries[name]
            entries[name] = entries[name].replace(old, new)
        with zipfile.ZipFile(file, "w") as archive:
            for name, body in entries.items():
                if body:
                    archive.writestr(name, body)

    return rewrite


DAMAGES = {
    "truncated": truncated,
    "cut in half": cut_in_half,
    "a flipped byte": flipped,
    "empty": lambda file: file.write_bytes(b""),
    "text": lambda file: file.write_text("not a backup"),
    "a changed row": rewritten({"tables/people": (b"bruno", b"brunO")}),
    "another format": rewritten({"manifest.json": (b'"format": 1', b'"format": 2')}),
    "an unknown migration": rewritten({"manifest.json": (b"m0001_ground", b"m0001_future")}),
    "a list that is none": rewritten({"manifest.json": (b'"tables": [', b'"tables": 7, "more": [')}),
}


async def test_a_damaged_file_is_refused_in_one_line_and_nothing_changes(story: str, tmp_path: Path, elsewhere: str):
    """All kinds of damage in one test: the file and the database that it is restored to are the same for each."""
    whole = Path(await made(tmp_path)).read_bytes()
    assert (await restored(str(tmp_path / "backup.zip"), elsewhere))[0] == 0
    before = await everything(elsewhere)
    for name, damage in DAMAGES.items():
        file = tmp_path / f"{name}.zip"
        file.write_bytes(whole)
        damage(file)
        code, err = await restored(str(file), elsewhere, "--force")
        assert (code, len(err.splitlines())) == (1, 1), f"{name}: {err}"
        assert await everything(elsewhere) == before, name


async def test_a_restore_that_fails_halfway_leaves_what_was_there(story: str, tmp_path: Path, elsewhere: str):
    """Every checksum is right, and PostgreSQL refuses a row of the last table."""
    file = Path(await made(tmp_path))
    assert (await restored(str(file), elsewhere))[0] == 0
    before = await everything(elsewhere)
    with zipfile.ZipFile(file) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(entries["manifest.json"])
    wrong = entries["tables/ledger"].replace(b"kudos", b"gift")
    (ledger,) = [table for table in manifest["tables"] if table["name"] == "ledger"]
    ledger["sha256"] = hashlib.sha256(wrong).hexdigest()
    with zipfile.ZipFile(file, "w") as archive:
        for name, body in (entries | {"tables/ledger": wrong, "manifest.json": json.dumps(manifest).encode()}).items():
            archive.writestr(name, body)
    code, err = await restored(str(file), elsewhere, "--force")
    assert (code, "Traceback" in err) == (1, False)
    assert await everything(elsewhere) == before


async def test_a_backup_is_private_and_replaces_nothing_unasked(cast: Cast, tmp_path: Path):
    file = Path(await made(tmp_path))
    assert file.stat().st_mode & 0o777 == 0o600
    first = file.read_bytes()
    code, _, err = await recognize("backup", str(file))
    assert (code, err) == (1, f"recognize: {file} exists already (--force replaces it)\n")
    assert file.read_bytes() == first
    await cast.ana.gives()
    assert (await recognize("backup", str(file), "--force"))[0] == 0
    assert file.read_bytes() != first
    assert [each.name for each in tmp_path.iterdir()] == [file.name]


async def test_a_backup_of_nothing_is_refused_and_leaves_no_file(tmp_path: Path, elsewhere: str):
    file = tmp_path / "backup.zip"
    code, _, err = await recognize("backup", str(file), RECOGNIZE_DATABASE_URL=elsewhere)
    assert (code, err) == (1, "recognize: there is no Recognize in this database yet\n")
    assert list(tmp_path.iterdir()) == []


async def test_a_backup_under_load_shows_one_moment(cast: Cast, tmp_path: Path, elsewhere: str):
    ended = asyncio.Event()

    async def give() -> None:
        while not ended.is_set():
            assert (await cast.ana.gives(recipients=["diego"], points=0)).status_code == 201

    giving = asyncio.create_task(give())
    try:
        file = await made(tmp_path)
    finally:
        ended.set()
        await giving
    assert (await restored(file, elsewhere))[0] == 0
    code, out, _ = await recognize("doctor", RECOGNIZE_DATABASE_URL=elsewhere)
    assert code == 0, out


def test_a_name_that_came_meanwhile_is_not_overwritten(tmp_path: Path):
    target = tmp_path / "file"
    with pytest.raises(FileExistsError), whole_file(target, replace=False) as file:
        file.write(b"ours")
        target.write_bytes(b"theirs")
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("file", b"theirs")]


async def test_a_backup_of_before_texts_were_html_gets_them_rendered(
    story: str, cast: Cast, tmp_path: Path, elsewhere: str
):
    await cast.ana.http.post(f"/api/kudos/{story}/comments", json={"text": "*Indeed*, @bruno"})
    file = Path(await made(tmp_path))
    without_html(file)
    code, err = await restored(str(file), elsewhere)
    assert code == 0, err
    before, after = await everything(settings().database_url), await everything(elsewhere)
    for table in ("kudos", "comments", "wins"):
        assert after[table] == before[table]


def source_of(migration: str) -> str:
    return (Path(migrations.__file__).parent / f"{migration}.py").read_text()


def without_html(file: Path) -> None:
    """As the release before would have written it: what later migrations add stands last in its table."""
    with zipfile.ZipFile(file) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(entries["manifest.json"])
    then = manifest["migrations"].index("m0076_texts_as_html")
    since = "".join(map(source_of, manifest["migrations"][then:]))
    made = set(re.findall(r"create table (\w+)", since))
    earlier_name = {new: old for old, new in re.findall(r"alter table (\w+) rename to (\w+)", since)}
    added = {(table, f"{text}_html") for table, text in TEXTS} | {
        (table, column)
        for table, what in re.findall(r"alter table (\w+)([^;\"]*)", since)
        for column in re.findall(r"add column (\w+)", what)
    }
    manifest["migrations"] = manifest["migrations"][:then]
    manifest["tables"] = [table for table in manifest["tables"] if table["name"] not in made]
    entries = {name: entry for name, entry in entries.items() if name.removeprefix("tables/") not in made}
    for table in manifest["tables"]:
        name = table["name"]
        body = entries.pop(f"tables/{name}")
        if name == "challenges":  # those of later releases count what it did not know
            body = b"".join(line for line in body.splitlines(keepends=True) if b"\twins\t" not in line)
            table["rows"] = len(body.splitlines())
        kept = [column for column in table["columns"] if (name, column) not in added]
        if len(kept) < len(table["columns"]):
            lines = body.splitlines(keepends=True)
            body = b"".join(b"\t".join(line.rstrip(b"\n").split(b"\t")[: len(kept)]) + b"\n" for line in lines)
        table["name"] = earlier_name.get(name, name)
        table["columns"], table["sha256"] = kept, hashlib.sha256(body).hexdigest()
        entries[f"tables/{table['name']}"] = body
    with zipfile.ZipFile(file, "w") as archive:
        for name, body in (entries | {"manifest.json": json.dumps(manifest).encode()}).items():
            archive.writestr(name, body)


async def test_every_sequence_belongs_to_a_column():
    """One that stood alone would not be in a backup."""
    alone = await DB.fetch_value(
        "select count(*) from pg_class s where relkind = 'S' and not exists ("
        "select from pg_depend d where d.objid = s.oid and d.deptype in ('i', 'a'))"
    )
    assert alone == 0
