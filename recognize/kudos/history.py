"""Recognitions of the time before: a file lands whole or, where bad lines may be skipped, without exactly those.

Their items are normal items, in their own time; their events have no audience, so that nothing celebrates 2005 today.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec

from recognize.feed.audience import audiences
from recognize.kudos.actions import facets, facts
from recognize.kudos.history_plan import COLUMNS, Entry, Judge, Someone, read_mapping
from recognize.kudos.schemas import KnownBehaviour
from recognize.lib.csv import BadLine, Line, read_lines
from recognize.lib.database import DB
from recognize.lib.ids import uuid7
from recognize.lib.markdown import Markdown
from recognize.lib.text import fold
from recognize.log.events import announce_after_commit
from recognize.organisation import audit
from recognize.people.errors import BadLinesError
from recognize.points.actions import CREDIT

BATCH_LINES = 1_000
LOCK_KEY = 6_402_915_738  # any number of our own
IDLE_TIMEOUT = "60s"  # between two batches this process reads and judges lines

# A second import waits here and then finds what the first has brought.
ALONE = "select pg_advisory_xact_lock($1), set_config('idle_in_transaction_session_timeout', $2, true)"
# History goes to no wall, whatever a recipient prefers.
PEOPLE = """
with recursive up as (
    select id as department_id, id as above_id from departments
    union
    select up.department_id, d.parent_id from up join departments d on d.id = up.above_id where d.parent_id is not null
), branches as (
    select department_id, array_agg(above_id) as departments from up group by department_id
)
select p.handle, p.id, coalesce(b.departments, '{}') as departments, p.manager_id,
       nullif(p.preference, 'fanfare') as preference, p.kind
from people p left join branches b on b.department_id = p.department_id
"""
BEHAVIOURS = "select code, stage, retired_at is not null as retired from behaviours"
REFS_THERE = "select import_ref from kudos where import_ref = any($1)"
LAND = """
with given as materialized (
    select * from json_to_recordset($1::json) as it (
        id uuid, event uuid, giver uuid, at timestamptz, message text, message_html text, ref text, behaviour text,
        recipients json,
        audience text[], facets text[], folded text, facts jsonb)
), received as materialized (
    select given.id, given.giver, given.at, it.* from given cross join json_to_recordset(given.recipients) as it (
        place smallint, person uuid, quiet boolean, points integer, audience text[])
), kudos as (
    insert into kudos (id, giver_id, given_at, message, message_html, visibility, import_ref)
    select id, giver, at, message, message_html, 'public', ref from given
), recipients as (
    insert into kudos_recipients (kudos_id, person_id, place, named, quiet, points, audience)
    select id, person, place, true, quiet, points, audience from received
), behaviours as (
    insert into kudos_behaviours (kudos_id, behaviour, place) select id, behaviour, 1 from given
), items as (
    insert into feed_items (id, kind, at, audience, facets, folded)
    select id, 'kudos', at, audience, facets, folded from given
), ledger as (
    insert into ledger (month, reason, giver_id, recipient_id, points, kudos_id)
    select date_trunc('month', r.at at time zone o.time_zone)::date, 'import', r.giver, r.person, r.points, r.id
    from received r cross join organisation o where r.points > 0
)
insert into outbox (id, kind, subject, audience, payload)
select event, 'kudos.given', id, '{}', facts from given order by at, id
"""

# What reads the log next would plan for the tables of before, until PostgreSQL looks at them by itself after a minute.
NEW_STATISTICS = "analyze kudos, kudos_recipients, kudos_behaviours"

encode = msgspec.json.encode


class HistoryResult(msgspec.Struct, frozen=True, kw_only=True):
    """`imported` and `already_there` count lines. In a dry run nothing was written."""

    file: str
    dry_run: bool
    imported: int
    already_there: int
    bad_lines: list[BadLine]

    def counts(self) -> dict[str, int]:
        return {"imported": self.imported, "already there": self.already_there, "skipped": len(self.bad_lines)}

    def lines(self) -> Iterator[str]:
        summary = ", ".join(f"{count:,} {word}" for word, count in self.counts().items())
        yield f"{self.file}: {summary}{' (dry run: nothing was written)' if self.dry_run else ''}"


async def import_history(file: Path, mapping: Path, *, dry_run: bool = False, skip_bad: bool = False) -> HistoryResult:
    """Raises CsvError, MappingError and, without `skip_bad`, BadLinesError with all of them.

    A long file needs a pool with a long command timeout: a second import waits until the first has ended.
    """
    async with DB.transaction():
        await DB.execute(ALONE, LOCK_KEY, IDLE_TIMEOUT)
        people = await _people()
        ids = {handle: person.id for handle, person in people.items()}
        judge = Judge(people, read_mapping(mapping, await _behaviours()))
        received: Counter[UUID] = Counter()
        imported = 0
        for lines in _batches(read_lines(file, COLUMNS)):
            entries = list(judge.entries(lines, await _refs_there(lines)))
            imported += len(entries)
            if not dry_run and (skip_bad or not judge.bad_lines):
                await _land(entries, ids)
                received.update(_points_by_person(entries))
        if judge.bad_lines and not skip_bad:
            raise BadLinesError(judge.bad_lines)
        result = _result(file, judge, imported, dry_run=dry_run)
        if imported and not dry_run:
            await _conclude(result, received)
    return result


def _result(file: Path, judge: Judge, imported: int, *, dry_run: bool) -> HistoryResult:
    name = file.name.encode(errors="replace").decode()  # a file's name may hold bytes that are no text
    return HistoryResult(
        file=name, dry_run=dry_run, imported=imported, already_there=judge.already_there, bad_lines=judge.bad_lines
    )


async def _people() -> dict[str, Someone]:
    return {row["handle"]: Someone(**row) for row in await DB.fetch(PEOPLE)}


async def _behaviours() -> list[KnownBehaviour]:
    return [KnownBehaviour(**row) for row in await DB.fetch(BEHAVIOURS)]


def _batches(lines: Iterator[Line | BadLine]) -> Iterator[list[Line | BadLine]]:
    while batch := list(islice(lines, BATCH_LINES)):
        yield batch


async def _refs_there(lines: Iterable[Line | BadLine]) -> set[str]:
    refs = [line.fields["ref"] for line in lines if isinstance(line, Line)]
    return {row["import_ref"] for row in await DB.fetch(REFS_THERE, refs)}


async def _land(entries: list[Entry], people: Mapping[str, UUID]) -> None:
    await DB.execute(LAND, encode([_row(entry, people) for entry in entries]).decode())


def _row(entry: Entry, people: Mapping[str, UUID]) -> dict[str, Any]:
    seen_by = audiences("public", entry.giver, entry.recipients)
    quiet = [each.id for each in entry.recipients if each.is_quiet]
    return {
        "id": uuid7(),
        "event": uuid7(),
        "giver": entry.giver.id,
        "at": entry.at,
        "message": entry.message,
        "message_html": Markdown(entry.message).html(people),
        "ref": entry.ref,
        "behaviour": entry.behaviour.code,
        "recipients": [
            _recipient(place, entry, person, topics)
            for place, (person, topics) in enumerate(zip(entry.recipients, seen_by, strict=True), start=1)
        ],
        "audience": sorted(set().union(*seen_by)),
        "facets": sorted(facets(entry.giver, entry.recipients, [entry.behaviour])),
        "folded": fold(entry.message),
        "facts": facts(entry.giver.id, [each.id for each in entry.recipients], quiet),
    }


def _recipient(place: int, entry: Entry, person: Someone, topics: set[str]) -> dict[str, Any]:
    return {
        "place": place,
        "person": person.id,
        "quiet": person.is_quiet,
        "points": entry.points_of(person),
        "audience": sorted(topics),
    }


def _points_by_person(entries: Iterable[Entry]) -> Counter[UUID]:
    received: Counter[UUID] = Counter()
    for entry in entries:
        received.update({each.id: points for each in entry.recipients if (points := entry.points_of(each))})
    return received


async def _conclude(result: HistoryResult, received: Counter[UUID]) -> None:
    """Balances come last and all at once: who gives meanwhile neither waits for the file nor locks up with it."""
    await DB.execute(CREDIT, list(received), list(received.values()))
    await DB.execute(NEW_STATISTICS)
    await audit.record("kudos.imported", result.file, result.counts())
    announce_after_commit()
