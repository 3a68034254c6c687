import asyncio
from uuid import uuid4

import pytest
import websockets

from recognize.lib.database import DB
from recognize.live.frames import Frame
from recognize.live.outlets import TOO_SLOW, QueuedOutlet
from recognize.log.events import head, record
from recognize.people.actions import choose_preference
from tests.cast import FOLLOWS, Cast


async def recorded(kind: str, audience: list[str]) -> None:
    async with DB.transaction():
        await record(kind, uuid4(), audience, {})


async def test_hello_comes_first_and_a_kudos_is_heard_as_the_item_of_the_feed(cast: Cast):
    async with cast.diego.listens() as ear:
        hello = await ear.next()
        assert hello["type"] == "hello"
        kudos = (await cast.ana.gives()).json()
        event = await ear.event()
    page = await cast.diego.feed()
    assert (event["kind"], event["item"]) == ("kudos.given", page["items"][0])
    assert event["item"]["id"] == kudos["id"]
    assert hello["epoch"] == page["epoch"]
    assert page["position"] >= event["position"] == hello["head"] + 1  # readers may have told of it meanwhile


async def test_the_outsider_hears_nothing_of_a_private_kudos(cast: Cast):
    async with cast.diego.listens() as diego, cast.hr.listens() as hr, cast.bruno.listens() as bruno:
        for ear in (diego, hr, bruno):
            await ear.next()
        await cast.ana.gives(visibility="private")
        assert (await bruno.event())["item"]["visibility"] == "private"
        assert await diego.hears_nothing()
        assert await hr.hears_nothing()


async def test_each_hears_the_copy_that_is_theirs(cast: Cast):
    await choose_preference(cast.bruno.id, "quiet")
    async with cast.diego.listens() as diego, cast.bruno.listens() as bruno, cast.carla.listens() as carla:
        await cast.ana.gives(recipients=["bruno", "diego"])
        named = {}
        for name, ear in (("diego", diego), ("bruno", bruno), ("carla", carla)):
            named[name] = [person["handle"] for person in (await ear.event())["item"]["recipients"]]
    assert named == {"diego": ["diego"], "bruno": ["bruno", "diego"], "carla": ["bruno", "diego"]}


async def test_a_withdrawn_kudos_is_heard_as_removed(cast: Cast):
    async with cast.diego.listens() as ear:
        kudos = (await cast.ana.gives()).json()["id"]
        await ear.event()
        await cast.ana.withdraws(kudos)
        event = await ear.event()
    assert (event["kind"], event["id"]) == ("item.removed", kudos)
    assert "item" not in event


async def test_a_socket_that_resumes_where_the_feed_was_read_misses_and_doubles_nothing(cast: Cast):
    await caught_up(cast)
    page = await cast.diego.feed()
    given = [(await cast.ana.gives(recipients=["bruno", "carla"])).json()["id"] for _ in range(5)]
    async with cast.diego.listens(epoch=page["epoch"], after=page["position"]) as ear:
        heard = [await ear.event() for _ in given]
        assert await ear.hears_nothing()
    assert [event["item"]["id"] for event in heard] == given
    assert [event["position"] for event in heard] == sorted({event["position"] for event in heard})


async def test_what_was_withdrawn_meanwhile_does_not_come_back_in_a_replay(cast: Cast):
    page = await cast.diego.feed()
    kudos = (await cast.ana.gives(message="Words that were taken back.")).json()["id"]
    await cast.ana.withdraws(kudos)
    await caught_up(cast)
    async with cast.diego.listens(epoch=page["epoch"], after=page["position"]) as ear:
        heard = [await ear.event(), await ear.event()]
    assert [(event["kind"], event["id"]) for event in heard] == [("item.removed", kudos)] * 2
    assert "taken back" not in str(ear.heard)


async def test_a_quiet_recipient_resumes_with_their_own_copy(cast: Cast):
    await choose_preference(cast.bruno.id, "quiet")
    page = await cast.bruno.feed()
    await cast.ana.gives(recipients=["bruno", "diego"])
    async with cast.bruno.listens(epoch=page["epoch"], after=page["position"]) as ear:
        event = await ear.event()
    assert [person["handle"] for person in event["item"]["recipients"]] == ["bruno", "diego"]


@pytest.mark.parametrize(
    ("since", "reason"),
    [
        ({"epoch": uuid4(), "after": 0}, "epoch"),
        ({"after": 10**15}, "future"),
        ({"after": "nonsense"}, "future"),
        ({"after": "9" * 5000}, "future"),
    ],
)
async def test_a_place_that_the_log_does_not_know_is_answered_with_a_resync(cast: Cast, since: dict, reason: str):
    async with cast.diego.listens(**since) as ear:
        assert (await ear.next())["type"] == "hello"
        assert await ear.next() == {"type": "resync", "reason": reason}
        await cast.ana.gives()
        assert (await ear.event())["kind"] == "kudos.given"


async def test_beyond_the_ring_a_resync_says_so(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("recognize.live.ring.RING_EVENTS", 3)
    page = await cast.diego.feed()
    for _ in range(5):
        await cast.ana.gives()
    await caught_up(cast)
    async with cast.diego.listens(epoch=page["epoch"], after=page["position"]) as ear:
        await ear.next()
        assert await ear.next() == {"type": "resync", "reason": "too_old"}


async def caught_up(cast: Cast) -> None:
    """Until the server's hub has delivered what was given so far."""
    async with cast.ana.listens() as ear:
        await cast.ana.gives(message="The last of these kudos.")
        while (await ear.event()).get("item", {}).get("message") != "The last of these kudos.":
            pass


async def test_events_without_an_audience_are_never_heard(cast: Cast):
    async with cast.diego.listens() as ear:
        await ear.next()
        await recorded("kudos.given", [])
        assert await ear.hears_nothing()
    listed = (await cast.diego.http.get("/api/events")).json()
    assert listed["events"] == []
    assert listed["head"] == (await head()).position


async def test_the_list_of_events_holds_the_same_objects_as_the_socket(cast: Cast):
    start = (await head()).position
    async with cast.diego.listens() as ear:
        await cast.ana.gives()
        kudos = (await cast.ana.gives(recipients=["diego"])).json()["id"]
        heard = [await ear.event(), await ear.event()]
        listed = (await cast.diego.http.get("/api/events", params={"after": start})).json()["events"]
        assert [each for each in listed if each["kind"] not in FOLLOWS] == heard
        await cast.ana.withdraws(kudos)
        await ear.event()
    kinds = [event["kind"] for event in (await cast.diego.http.get(f"/api/events?after={start}")).json()["events"]]
    assert [kind for kind in kinds if kind not in FOLLOWS] == ["kudos.given", "item.removed", "item.removed"]


@pytest.mark.parametrize("query", ["after=-1", "after=x", "limit=0", "limit=501", "after=99999999999999999999"])
async def test_events_refuse_what_is_no_position(cast: Cast, query: str):
    answer = await cast.diego.http.get(f"/api/events?{query}")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_input")


async def test_without_a_token_there_is_no_socket(address: str):
    with pytest.raises(websockets.InvalidStatus):
        await websockets.connect(address.replace("http", "ws") + "/api/live")


async def test_one_person_holds_a_limited_number_of_sockets(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("RECOGNIZE_SOCKETS_PER_PERSON", "2")
    from recognize.settings import settings

    settings.cache_clear()
    try:
        async with cast.ana.listens() as first, cast.ana.listens() as second, cast.ana.listens() as third:
            await first.next(), await second.next()
            with pytest.raises(websockets.ConnectionClosed) as closed:
                await third.next()
        assert closed.value.rcvd.code == 4429
    finally:
        monkeypatch.undo()
        settings.cache_clear()


async def test_a_socket_that_takes_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("recognize.live.outlets.SEND_TIMEOUT_SECONDS", 0.05)
    outlet = QueuedOutlet()
    outlet.push(Frame("hello"))
    assert await outlet.write_to(lambda text: asyncio.Event().wait()) == TOO_SLOW


async def test_a_queue_is_bounded_and_ends_in_a_cut(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("recognize.live.outlets.MAX_QUEUED_BYTES", 1_000)
    outlet = QueuedOutlet()
    for _ in range(200):
        outlet.push(Frame("x" * 100))
    assert await outlet.write_to(lambda text: asyncio.sleep(0)) == TOO_SLOW
