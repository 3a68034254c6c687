"""Where visitors pass: a hold of ten minutes, the first name and an initial, and nothing that was taken back meanwhile."""

import json
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from recognize.lib.database import DB
from tests.cast import Actor, Cast
from tests.displays.screens import like_fanfare, page, screen, shown


@pytest.fixture
async def lobby(cast: Cast, address: str) -> AsyncIterator[Actor]:
    made = await screen(address, "Vestíbulo")
    await DB.execute("update displays set place = 'public' where id = $1", made.id)
    yield made
    await made.http.aclose()


async def minutes_pass(kudos: str, minutes: float = 10) -> None:
    for table, column in (("kudos", "given_at"), ("feed_items", "at")):
        await DB.execute(
            f"update {table} set {column} = {column} - $2 * interval '1 minute' where id = $1", kudos, minutes
        )


async def test_it_shows_after_ten_minutes_and_not_before(cast: Cast, lobby: Actor):
    await like_fanfare(cast, "bruno")
    kudos = (await cast.ana.gives()).json()["id"]
    early = await page(lobby)
    assert early["items"] == []
    wait = datetime.fromisoformat(early["next_at"]) - datetime.fromisoformat(early["now"])
    assert timedelta(minutes=9.5) < wait <= timedelta(minutes=10)
    await minutes_pass(kudos, 9.9)
    assert await shown(lobby) == []
    await minutes_pass(kudos, 0.1)
    late = await page(lobby)
    assert ([item["id"] for item in late["items"]], late["next_at"]) == ([kudos], None)


async def test_what_is_withdrawn_meanwhile_is_never_told(cast: Cast, lobby: Actor):
    await like_fanfare(cast, "bruno")
    async with lobby.listens() as ear:
        kudos = (await cast.ana.gives(message="Words that were taken back.")).json()["id"]
        event = await ear.event()
        assert (event["kind"], event["id"]) == ("item.removed", kudos)
        await cast.ana.withdraws(kudos)
        await ear.event()
    await minutes_pass(kudos, 20)
    events = (await lobby.http.get("/api/events")).json()
    assert "taken back" not in json.dumps([ear.heard, events, await page(lobby)])


async def test_neither_socket_nor_replay_holds_an_item(cast: Cast, lobby: Actor):
    await like_fanfare(cast, "bruno")
    start = await page(lobby)
    await cast.ana.gives()
    async with lobby.listens(epoch=start["epoch"], after=start["position"]) as ear:
        assert "item" not in await ear.event()
    events = (await lobby.http.get("/api/events", params={"after": start["position"]})).json()["events"]
    assert [event.keys() & {"item"} for event in events] == [set()]


@pytest.mark.parametrize(
    ("name", "preferred", "shown_as"),
    [
        ("Rosa Martínez López", None, "Rosa M."),
        ("Rosa Martínez López", "Rosita", "Rosita M."),
        ("Rosa Martínez", "Rosa Martínez", "Rosa M."),
        ("Íñigo ñandú", None, "Íñigo Ñ."),
        ("Rosa", None, "Rosa"),
    ],
)
async def test_names_are_the_first_and_an_initial(
    cast: Cast, lobby: Actor, name: str, preferred: str | None, shown_as: str
):
    await like_fanfare(cast, "bruno")
    await DB.execute("update people set name = $1, preferred_name = $2 where id = $3", name, preferred, cast.bruno.id)
    await minutes_pass((await cast.ana.gives()).json()["id"])
    (item,) = await shown(lobby)
    assert item["recipients"] == [{"name": shown_as, "named": True}]


async def test_a_sentence_that_tells_the_rest_of_a_name_is_not_said(cast: Cast, lobby: Actor, wall: Actor):
    await like_fanfare(cast, "bruno")
    await DB.execute("update people set name = 'Bruno Martínez' where id = $1", cast.bruno.id)
    kudos = (await cast.ana.gives(message="Nobody finds a missing box like Bruno Martinez does.")).json()["id"]
    await minutes_pass(kudos)
    assert (await shown(lobby))[0]["message"] is None
    assert (await shown(wall))[0]["message"] is not None


async def test_an_open_screen_that_is_moved_into_public_hears_no_more_items(cast: Cast, wall: Actor):
    await like_fanfare(cast, "bruno")
    async with wall.listens() as ear:
        await ear.next()
        await cast.admin.http.patch(f"/api/displays/{wall.id}", json={"version": 1, "place": "public"})
        frames = [await ear.next(), await ear.next()]
        assert {frame["type"] for frame in frames} == {"events", "resync"}
        await cast.ana.gives()
        assert "item" not in await ear.event()
