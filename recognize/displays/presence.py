"""Which screens are there. Heartbeats live in Redis; PostgreSQL keeps the history, written when something changes.

Redis may forget or be away at any moment: neither is a sign that a screen is gone. A heartbeat that Redis does not take is
noted in PostgreSQL, and what Redis has forgotten counts as heard in the moment when that is noticed.
"""

import time
from collections.abc import Callable
from functools import partial
from typing import NamedTuple
from uuid import UUID

import msgspec
from redis.asyncio import Redis

from recognize.displays.queries import quiet_sql
from recognize.displays.schemas import Health, Heartbeat, Presence
from recognize.lib.database import DB
from recognize.lib.redis import QuickRedis
from recognize.log.events import record
from recognize.organisation import audit

LATE_SECONDS = 60
LOST_SECONDS = 300
JUDGE_SECONDS = 15
LISTEN_FIRST_SECONDS = 90  # who has just started, with everybody else or alone, has not been there to hear
LOST = "display.lost"

_KEY = "recognize:displays"
# By the clock of Redis alone: those of the machines disagree.
_BEAT = "return redis.call('HSET', KEYS[1], ARGV[1], redis.call('TIME')[1] .. ' ' .. ARGV[2])"

SEEN = "update displays set seen_at = now() where id = $1"
# In quiet hours, and for a moment after them, a screen may be switched off.
JUDGED = f"""
select d.id, d.health, extract(epoch from now() - d.seen_at)::float as unseen_seconds,
       ({quiet_sql("now()")}) or ({quiet_sql("now() - $1 * interval '1 second'")}) as is_quiet
from displays d cross join organisation o where d.revoked_at is null
"""
# A look that is older than another's must not turn a loss into a new one.
CHANGE = """
update displays set health = $2
where id = $1 and revoked_at is null and health <> $2 and not ($2 = 'late' and health = 'lost') returning name
"""
REMEMBER = "insert into display_health (display_id, health) values ($1, $2) returning id"
ADMINISTRATORS = "select person_id from role_grants where role = 'administrator'"
SCHEDULE_ACTOR = audit.Actor(None, "Recognize")


class _Note(NamedTuple):
    """What Redis has of a display; `told` is null where only the moment is known."""

    seconds: float
    told: Heartbeat | None


async def hear(redis: QuickRedis, display: UUID, told: Heartbeat) -> None:
    said = msgspec.json.encode(told).decode()
    taken = await redis.attempt(lambda client: client.eval(_BEAT, 1, _KEY, str(display), said))
    if taken is None:
        await DB.execute(SEEN, display)


async def presences(redis: QuickRedis) -> dict[UUID, Presence]:
    """The newest heartbeat of each display that Redis knows; nothing where Redis does not answer."""
    return {
        display: Presence(note.seconds, note.told.client, note.told.position, note.told.age_seconds)
        for display, note in (await _notes(redis) or {}).items()
        if note.told
    }


def health_of(seconds: float) -> Health:
    """By the time since the newest heartbeat."""
    if seconds > LOST_SECONDS:
        return "lost"
    return "late" if seconds > LATE_SECONDS else "online"


class Judge:
    """The job of the schedule, for one process."""

    def __init__(self, redis: QuickRedis, clock: Callable[[], float] = time.monotonic) -> None:
        self._redis, self._clock, self._since = redis, clock, clock()

    async def judge(self) -> None:
        """Late after 60 s, lost after 5 minutes: told once a loss to administrators, audited, and kept as history."""
        notes = await _notes(self._redis)
        if notes is None or self._clock() - self._since < LISTEN_FIRST_SECONDS:
            return
        rows = await DB.fetch(JUDGED, LOST_SECONDS)
        if gone := notes.keys() - {row["id"] for row in rows}:
            await self._redis.attempt(lambda client: client.hdel(_KEY, *map(str, gone)))
        for row in rows:
            note = notes.get(row["id"])
            if note is None and row["health"] in ("online", "late"):
                await self._redis.attempt(partial(_count_from_now, display=row["id"]))
                continue
            known = [each for each in (note and note.seconds, row["unseen_seconds"]) if each is not None]
            if not known:
                continue
            health = health_of(min(known))
            if health == "online" and note and note.told is None and note.seconds == min(known):
                continue  # the benefit of the doubt is no sign of life
            await _change(row["id"], "late" if health == "lost" and row["is_quiet"] else health)


async def _change(display: UUID, health: Health) -> None:
    token = audit.current_actor.set(SCHEDULE_ACTOR)
    try:
        async with DB.transaction():
            name = await DB.fetch_value(CHANGE, display, health)
            if name is None:
                return
            change = await DB.fetch_value(REMEMBER, display, health)
            if health == "lost":
                administrators = [f"person:{row['person_id']}" for row in await DB.fetch(ADMINISTRATORS)]
                await record(LOST, display, administrators, {"name": name, "loss": str(change)})
                await audit.record(LOST, name, {"id": str(display)})
    finally:
        audit.current_actor.reset(token)


async def _notes(redis: QuickRedis) -> dict[UUID, _Note] | None:
    async def read(client: Redis) -> tuple[float, dict[bytes, bytes]]:
        async with client.pipeline(transaction=True) as pipeline:
            pipeline.time()
            pipeline.hgetall(_KEY)
            (seconds, microseconds), notes = await pipeline.execute()
            return seconds + microseconds / 1e6, notes

    answer = await redis.attempt(read)
    if answer is None:
        return None
    now, notes = answer
    return {UUID(display.decode()): _note(now, note) for display, note in notes.items()}


def _note(now: float, note: bytes) -> _Note:
    at, _, said = note.partition(b" ")
    return _Note(max(0.0, now - int(at)), msgspec.json.decode(said, type=Heartbeat) if said else None)


async def _count_from_now(client: Redis, display: UUID) -> int:
    """Redis has forgotten: the silence is counted from here, and not again where the screen has spoken meanwhile."""
    seconds, _ = await client.time()
    return int(await client.hsetnx(_KEY, str(display), f"{seconds} "))
