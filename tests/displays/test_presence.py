"""Online, late, lost: once a loss, and never because Redis forgot."""

from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from recognize.displays import presence
from recognize.displays.presence import Judge, hear, presences
from recognize.displays.schemas import Heartbeat
from recognize.lib.database import DB
from recognize.lib.redis import QuickRedis
from recognize.settings import settings
from tests.cast import Actor, Cast
from tests.displays.screens import screen, shown

BEAT = Heartbeat("abc", 1, 0)


class Hands:
    """A judge whose process has long been there, and the hands that move time: the notes are moved instead."""

    def __init__(self, redis: QuickRedis) -> None:
        self.redis = redis
        self.judge = Judge(redis, clock=iter([0.0, *[1000.0] * 100]).__next__).judge

    async def silence(self, display: Actor, seconds: int) -> None:
        key = str(display.id)
        at, _, said = (await self.redis.client.hget(presence._KEY, key)).partition(b" ")
        await self.redis.client.hset(presence._KEY, key, b"%d %b" % (int(at) - seconds, said))

    async def forget(self) -> None:
        await self.redis.client.delete(presence._KEY)


@pytest.fixture
async def hands(clean: None, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Hands]:
    monkeypatch.setattr("recognize.lib.redis.CALL_TIMEOUT_SECONDS", 5)
    monkeypatch.setattr(presence, "_KEY", "recognize:displays:test_presence")
    redis = QuickRedis(settings().redis_url)
    yield Hands(redis)
    await redis.client.delete(presence._KEY)
    await redis.close()


async def history(display: Actor) -> list[str]:
    rows = await DB.fetch("select health from display_health where display_id = $1 order by at", display.id)
    return [row["health"] for row in rows]


async def alerts() -> int:
    return int(await DB.fetch_value("select count(*) from audit where action = 'display.lost'"))


async def test_a_screen_that_falls_silent_is_late_then_lost_and_administrators_are_told_once(
    cast: Cast, wall: Actor, hands: Hands
):
    await hear(hands.redis, wall.id, BEAT)
    await hands.judge()
    async with cast.admin.listens() as ear, cast.hr.listens() as outside:
        await outside.next()
        await hands.silence(wall, 61)
        await hands.judge()
        await hands.judge()
        await hands.silence(wall, 240)
        await hands.judge()
        await hands.judge()
        assert (await ear.event(seconds=5))["kind"] == "display.lost"
        assert await outside.hears_nothing()
    assert await history(wall) == ["online", "late", "lost"]
    assert await alerts() == 1
    assert await DB.fetch_value("select actor from audit where action = 'display.lost'") == "Recognize"
    await hear(hands.redis, wall.id, BEAT)
    await hands.judge()
    await hands.silence(wall, 400)
    await hands.judge()
    assert await history(wall) == ["online", "late", "lost", "online", "lost"]
    assert await alerts() == 2


async def test_a_screen_that_was_never_there_is_not_lost(cast: Cast, wall: Actor, hands: Hands):
    await hands.judge()
    assert await history(wall) == []


async def test_a_terminal_that_watches_and_ends_is_not_lost(cast: Cast, address: str, hands: Hands):
    terminal = await screen(address, "Terminal")
    async with terminal.listens() as ear:
        await ear.next()
        assert await shown(terminal) == []
    await terminal.http.aclose()
    await hands.judge()
    assert (await history(terminal), await alerts()) == ([], 0)
    (seen,) = (await cast.admin.http.get("/api/displays")).json()["displays"]
    assert seen["health"] == "new"


async def test_a_flushed_redis_raises_no_alarm_and_the_next_heartbeat_brings_presence_back(
    cast: Cast, wall: Actor, hands: Hands
):
    await hear(hands.redis, wall.id, BEAT)
    await hands.judge()
    await hands.forget()
    await hands.judge()
    assert await presences(hands.redis) == {}
    assert await history(wall) == ["online"]
    await hear(hands.redis, wall.id, BEAT)
    assert (await presences(hands.redis))[wall.id].client == "abc"
    await hands.judge()
    assert (await history(wall), await alerts()) == (["online"], 0)


async def test_a_screen_that_dies_while_redis_forgets_is_still_found_lost(cast: Cast, wall: Actor, hands: Hands):
    await hear(hands.redis, wall.id, BEAT)
    await hands.judge()
    await hands.forget()
    await hands.judge()
    await hands.silence(wall, 301)
    await hands.judge()
    assert await history(wall) == ["online", "lost"]


async def test_a_lost_screen_does_not_come_back_because_redis_forgot(cast: Cast, wall: Actor, hands: Hands):
    await hear(hands.redis, wall.id, BEAT)
    await hands.judge()
    await hands.silence(wall, 400)
    await hands.judge()
    await hands.forget()
    await hands.judge()
    await hands.judge()
    assert await history(wall) == ["online", "lost"]


async def test_while_redis_is_away_postgresql_hears(cast: Cast, wall: Actor, hands: Hands):
    await hear(hands.redis, wall.id, BEAT)
    await hands.judge()
    away = QuickRedis("redis://127.0.0.1:1/0")
    await hear(away, wall.id, BEAT)
    await Judge(away, clock=iter([0.0, 1000.0]).__next__).judge()
    await away.close()
    await hands.silence(wall, 900)  # Redis is back, with what it knew before
    await hands.judge()
    assert (await history(wall), await alerts()) == (["online"], 0)


async def test_who_has_just_started_listens_first(cast: Cast, wall: Actor, hands: Hands):
    await hear(hands.redis, wall.id, BEAT)
    await hands.silence(wall, 900)
    await Judge(hands.redis).judge()
    assert await history(wall) == []


async def test_in_quiet_hours_a_screen_may_be_switched_off(cast: Cast, wall: Actor, hands: Hands):
    await hear(hands.redis, wall.id, BEAT)
    await hands.judge()
    await DB.execute(
        "update displays set quiet_from = ((now() at time zone 'America/Lima') - interval '1 hour')::time, "
        "quiet_until = ((now() at time zone 'America/Lima') + interval '1 hour')::time"
    )
    await hands.silence(wall, 3000)
    await hands.judge()
    assert (await history(wall), await alerts()) == (["online", "late"], 0)
    await DB.execute(
        "update displays set quiet_until = ((now() at time zone 'America/Lima') - interval '10 minutes')::time"
    )
    await hands.judge()
    assert await alerts() == 1


async def test_two_processes_that_judge_at_once_alert_once(cast: Cast, wall: Actor, hands: Hands):
    import asyncio

    await hear(hands.redis, wall.id, BEAT)
    await hands.judge()
    await hands.silence(wall, 400)
    await asyncio.gather(*(hands.judge() for _ in range(4)))
    assert await alerts() == 1


async def test_a_revoked_display_leaves_nothing_in_redis(wall: Actor, hands: Hands):
    await hear(hands.redis, wall.id, BEAT)
    await DB.execute("update displays set revoked_at = now()")
    await hands.judge()
    assert await hands.redis.client.hlen(presence._KEY) == 0


async def test_the_bytes_in_redis_are_small(wall: Actor, hands: Hands):
    await hear(hands.redis, wall.id, BEAT)
    client: Redis = hands.redis.client
    assert len(await client.hget(presence._KEY, str(wall.id))) < 200
