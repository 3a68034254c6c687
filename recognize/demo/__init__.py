"""The demo company: Grupo Almarena of PRODUCT.md with months of kudos, made through the same actions as users use.

Two rows of the audit log say how far it is. What was begun is drawn again from the same seed and the same moment, so
that an interrupted seeding goes on where it stopped.
"""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from typing import Any

import msgspec

from recognize.badges.actions import award
from recognize.badges.errors import AlreadyAwardedError
from recognize.demo.company import Company, draw_company
from recognize.demo.founding import PASSWORD, found_company
from recognize.demo.life import everybody, live_today, look_back
from recognize.demo.material import CompanyFile, company_file, given_badges, written_kudos
from recognize.demo.months import close_past_months
from recognize.demo.story import Moment, tell
from recognize.kudos.actions import give
from recognize.lib.database import DB
from recognize.notifications.actions import read_up_to
from recognize.organisation import audit
from recognize.organisation.queries import organisation
from recognize.worker import settle

BEGUN, FINISHED = "demo.begun", "demo.finished"
LOCK_KEY = 3_918_270_645  # any number of our own
PROGRESS_SECONDS = 2.0

SOMEBODY = "select exists (select from people)"
STEP = "select details::text from audit where action = $1 order by at limit 1"
IDS = "select handle, id from people"
GIVEN = "select p.handle, k.given_at from kudos k join people p on p.id = k.giver_id"

Say = Callable[[str], None]


class Begun(msgspec.Struct, frozen=True):
    """All that the company and its story depend on."""

    until: datetime
    people: int
    months: int


async def seed_demo(say: Say, *, people: int = 180, months: int = 6) -> list[str]:
    """Make the company where nobody is yet, or finish what was begun. Returns who can sign in, in lines to print."""
    async with _alone():
        begun = await _step(BEGUN)
        if begun is None and await DB.fetch_value(SOMEBODY):
            return ["There are people here already, so no demo company was made."]
        if await _step(FINISHED) is None:
            await _make(say, msgspec.json.decode(begun, type=Begun) if begun else None, people, months)
    return _sign_ins(company_file())


@asynccontextmanager
async def _alone() -> AsyncIterator[None]:
    """Another seeding waits here and then finds everything made. Whoever is killed lets go with the connection."""
    async with DB.acquire() as connection:
        await connection.execute("select pg_advisory_lock($1)", LOCK_KEY)
        try:
            yield
        finally:
            await connection.execute("select pg_advisory_unlock($1)", LOCK_KEY)


async def _step(action: str) -> str | None:
    details: str | None = await DB.fetch_value(STEP, action)
    return details


async def _make(say: Say, begun: Begun | None, people: int, months: int) -> None:
    plan = begun or Begun(datetime.now(UTC).replace(microsecond=0), people, months)
    company = draw_company(company_file(), plan.until, plan.people, plan.months)
    if begun is None:
        say(f"making {company.name}: {len(company.members)} people in {len(company.file.areas)} areas")
        await _begin(company, plan)
    await _tell(say, company, plan)
    there = await everybody()
    await look_back(there, plan.until)
    await settle()
    await close_past_months(there, plan.until)
    await settle()
    await _give_badges()
    await settle()
    await _read_inboxes(company.file)
    await live_today(there)
    await settle()
    await audit.record(FINISHED, company.name)


async def _begin(company: Company, plan: Begun) -> None:
    async with DB.transaction():
        await found_company(company)
        await audit.record(BEGUN, company.name, msgspec.to_builtins(plan))


async def _tell(say: Say, company: Company, plan: Begun) -> None:
    """Give what is not there yet, oldest first."""
    zone = (await organisation()).time_zone
    story = tell(company, written_kudos(), plan.until, plan.months, zone)
    ids = dict(await _rows(IDS))
    there = set(await _rows(GIVEN))
    missing = [moment for moment in story if (moment.giver, moment.at) not in there]
    say(f"giving {len(missing)} kudos of {plan.months} months")
    await _give_all(say, missing, ids)


async def _rows(sql: str) -> list[Any]:
    return [tuple(row) for row in await DB.fetch(sql)]


async def _give_all(say: Say, story: list[Moment], ids: dict[str, Any]) -> None:
    said = time.monotonic()
    for number, moment in enumerate(story):
        if time.monotonic() - said > PROGRESS_SECONDS:
            say(f"  {number} of {len(story)} kudos")
            said = time.monotonic()
        await give(ids[moment.giver], moment.new, at=moment.at)


async def _give_badges() -> None:
    """By hand, today: what the kudos have earned came by itself."""
    ids = dict(await _rows(IDS))
    for each in given_badges():
        with suppress(AlreadyAwardedError):
            await award(ids[each.giver], {each.role}, each.badge, each.to, each.reason)


async def _read_inboxes(file: CompanyFile) -> None:
    """Whoever can sign in has read what came before today."""
    ids = dict(await _rows(IDS))
    for each in file.characters:
        if each.demo_login:
            await read_up_to(ids[each.handle], datetime.now(UTC))


def _sign_ins(file: CompanyFile) -> list[str]:
    areas = {area.code: area.name for area in file.areas}
    logins = sorted((each for each in file.characters if each.demo_login), key=lambda each: (each.rank, each.handle))
    return [
        f"{file.company.name}: sign in as",
        *(f"  {each.handle:<8} {PASSWORD}   {each.role} ({areas[each.department]})" for each in logins),
    ]
