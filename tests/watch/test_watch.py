"""`recognize watch` as a person types it, against a real server; its terminal is a pseudo-terminal."""

import asyncio
import os
import pty
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from recognize.displays.actions import create_display, revoke_displays
from recognize.lib.database import DB
from recognize.people.actions import change_status
from tests.cast import Cast
from tests.displays.screens import like_fanfare
from tests.proxy import proxied

HEARD_SECONDS = 20


class Watch:
    """A running one and what it has written."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.said = ""

    async def read(self, stream: asyncio.StreamReader) -> None:
        with suppress(OSError):  # how a pseudo-terminal ends
            while part := await stream.read(65536):
                self.said += part.decode(errors="replace")

    async def says(self, words: str, times: int = 1) -> None:
        deadline = asyncio.get_running_loop().time() + HEARD_SECONDS
        while self.said.count(words) < times:
            assert self.process.returncode is None, self.said
            assert asyncio.get_running_loop().time() < deadline, self.said
            await asyncio.sleep(0.02)

    async def interrupted(self) -> int:
        self.process.send_signal(signal.SIGINT)
        async with asyncio.timeout(HEARD_SECONDS):
            return await self.process.wait()


async def spawn(*arguments: str, output: int = asyncio.subprocess.PIPE, **environment: str) -> Watch:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "recognize", "watch", *arguments,
        stdin=asyncio.subprocess.DEVNULL, stdout=output, stderr=output if output > 0 else asyncio.subprocess.STDOUT,
        env=os.environ | {"RECOGNIZE_TOKEN": "", "COLUMNS": "100", "LINES": "40", "TERM": "xterm"} | environment,
    )  # fmt: skip
    return Watch(process)


@asynccontextmanager
async def watching(*arguments: str, **environment: str) -> AsyncIterator[Watch]:
    watch = await spawn(*arguments, **environment)
    assert watch.process.stdout is not None
    reading = asyncio.create_task(watch.read(watch.process.stdout))
    try:
        yield watch
    finally:
        with suppress(ProcessLookupError):
            watch.process.kill()
        await watch.process.wait()
        await reading


@asynccontextmanager
async def on_a_terminal(*arguments: str, **environment: str) -> AsyncIterator[Watch]:
    ours, its = pty.openpty()
    watch = await spawn(*arguments, output=its, **environment)
    os.close(its)
    stream = asyncio.StreamReader()
    transport, _ = await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(stream), os.fdopen(ours, "rb")
    )
    reading = asyncio.create_task(watch.read(stream))
    try:
        yield watch
    finally:
        with suppress(ProcessLookupError):
            watch.process.kill()
        await watch.process.wait()
        transport.close()
        await asyncio.wait([reading], timeout=1)
        reading.cancel()


async def ended(*arguments: str, **environment: str) -> tuple[int, str]:
    async with watching(*arguments, **environment) as watch, asyncio.timeout(HEARD_SECONDS):
        return await watch.process.wait(), watch.said


@pytest.fixture
async def token(cast: Cast) -> str:
    await like_fanfare(cast, "bruno", "diego")
    return await create_display("Recepción", "es")


async def test_without_a_terminal_each_kudos_is_one_line(cast: Cast, address: str, token: str):
    await cast.ana.gives(message="What was said before.")
    async with watching("--url", address, RECOGNIZE_TOKEN=token) as watch:
        await watch.says("Bruno ← Ana  Tratar con amabilidad  What was said before.\n")
        await cast.ana.gives(recipients=["diego", "bruno"], message="What is said now.\nAnd more.")
        await watch.says("Diego, Bruno ← Ana")
        assert len(watch.said.splitlines()) == 2
        assert "\x1b" not in watch.said
        assert await watch.interrupted() == 130
    assert "Traceback" not in watch.said


async def test_on_a_terminal_a_withdrawn_kudos_leaves_the_screen(cast: Cast, address: str, token: str):
    async with on_a_terminal("--url", address, "--token", token) as watch:
        await watch.says("¿Quién te ayudó hoy?")
        kudos = (await cast.ana.gives()).json()["id"]
        await watch.says("Thank you for the forms, Bruno.")
        await watch.says("en vivo")
        empty = watch.said.count("¿Quién te ayudó hoy?")
        await cast.ana.withdraws(kudos)
        await watch.says("¿Quién te ayudó hoy?", empty + 1)
        assert await watch.interrupted() == 130
    assert "Traceback" not in watch.said


async def test_after_a_broken_line_nothing_is_missing_and_nothing_doubled(cast: Cast, address: str, token: str):
    async with proxied(address) as proxy, watching("--url", proxy.address, "--token", token) as watch:
        await cast.ana.gives(message="Number 0 of them.")
        await watch.says("Number 0")
        for number in range(1, 4):
            proxy.cut()
            await cast.ana.gives(message=f"Number {number} of them.")
            proxy.mend()
            await watch.says(f"Number {number} of them.")
        assert [watch.said.count(f"Number {number} of them.") for number in range(4)] == [1] * 4


async def test_the_screen_says_how_old_it_is_while_the_server_is_away(cast: Cast, address: str, token: str):
    async with proxied(address) as proxy, on_a_terminal("--url", proxy.address, "--token", token) as watch:
        await cast.ana.gives()
        await watch.says("Thank you for the forms, Bruno.")
        proxy.cut()
        await watch.says("sin conexión · de ahora")
        kept = watch.said.count("Thank you for the forms, Bruno.")
        await watch.says("Thank you for the forms, Bruno.", kept + 1)
        proxy.mend()
        await watch.says("● en vivo", watch.said.count("● en vivo") + 1)


async def test_a_reader_that_has_seen_enough_ends_it_without_a_word(cast: Cast, address: str, token: str):
    await cast.ana.gives()
    command = f"{sys.executable} -m recognize watch --url {address} --token {token} | head -1"
    process = await asyncio.create_subprocess_shell(
        command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    assert process.stdout is not None
    assert b"Bruno" in await process.stdout.readline()
    await cast.ana.gives(message="Nobody reads this any more.")
    async with asyncio.timeout(HEARD_SECONDS):
        assert await process.stdout.read() == b""
        assert await process.wait() == 0


async def test_whoever_leaves_is_named_no_more(cast: Cast, address: str, token: str):
    async with on_a_terminal("--url", address, "--token", token) as watch:
        await cast.ana.gives()
        await watch.says("Bruno")
        empty = watch.said.count("¿Quién te ayudó hoy?")
        await change_status(cast.bruno.id, "left")
        await watch.says("¿Quién te ayudó hoy?", empty + 1)


async def test_a_display_speaks_its_own_language(cast: Cast, address: str, token: str):
    english = await create_display("Lobby", "en")
    async with on_a_terminal("--url", address, "--token", english) as watch:
        await watch.says("Who helped you today?")


async def test_a_revoked_display_ends_in_one_line(cast: Cast, address: str, token: str):
    async with watching("--url", address, "--token", token) as watch:
        await cast.ana.gives()
        await watch.says("Bruno")
        await revoke_displays("Recepción")
        async with asyncio.timeout(HEARD_SECONDS):
            assert await watch.process.wait() == 1
    assert watch.said.splitlines()[1:] == [f"recognize: {address} does not know this token, or it was revoked"]


async def test_a_wrong_token_no_server_and_somebody_elses_are_one_line(cast: Cast, address: str, tmp_path: Path):
    nowhere = "http://127.0.0.1:1"
    for arguments, line in (
        (("--url", address, "--token", "wrong"), f"{address} does not know this token, or it was revoked"),
        (("--url", address, "--token", cast.ana.token), "this token is no display's: `recognize display create` makes one"),
        (("--url", nowhere, "--token", "wrong"), f"no Recognize answers at {nowhere}"),
        (("--url", f"{address}/wall", "--token", "x"), f"no Recognize answers at {address}/wall"),
    ):  # fmt: skip
        assert await ended(*arguments) == (1, f"recognize: {line}\n")
    data_dir = {"RECOGNIZE_DATA_DIR": str(tmp_path)}
    (tmp_path / "address").write_text(f"{nowhere}\n")
    code, said = await ended(**data_dir)
    assert (code, said.count("\n")) == (1, 1)
    assert "start one with `recognize serve`" in said
    for arguments in (("--url", "ftp://x", "--token", "x"), ("--url", address)):
        code, said = await ended(*arguments)
        assert code == 2
        assert "Traceback" not in said


async def test_without_options_it_is_a_display_of_the_local_server_each_time_the_same(
    cast: Cast, address: str, tmp_path: Path
):
    (tmp_path / "address").write_text(f"{address}\n")
    await like_fanfare(cast, "bruno")
    await cast.ana.gives()
    for _ in range(2):
        async with watching(RECOGNIZE_DATA_DIR=str(tmp_path), LC_ALL="en_US.UTF-8") as watch:
            await watch.says("Bruno ← Ana")
    assert [tuple(row) for row in await DB.fetch("select name, locale from displays")] == [("Terminal", "en")]
    assert (tmp_path / "watch_token_en").stat().st_mode & 0o077 == 0
