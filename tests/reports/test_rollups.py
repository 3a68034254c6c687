"""Whatever happens to people and kudos, and in whatever order: the roll-ups are what a recount of the raw rows says."""

import json
import os
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import UUID

import pytest

from recognize.doctor import examine
from recognize.errors import RecognizeError
from recognize.kudos.actions import give
from recognize.kudos.boosts import boost
from recognize.kudos.moderation import hide, restore
from recognize.kudos.schemas import NewKudos
from recognize.kudos.withdrawing import withdraw
from recognize.lib.clock import Month
from recognize.lib.database import DB
from recognize.log.readers import rebuild
from recognize.organisation.actions import change_organisation
from recognize.organisation.schemas import OrganisationChange
from recognize.people.actions import change_person, choose_preference, create_department, create_person
from recognize.permissions import Principal
from recognize.reports.queries import counted_months, month_report, recounted
from recognize.reports.readers import REPORTS, begin_months
from recognize.worker import settle
from tests.reports.april import SINCE

RUNS, STEPS = int(os.environ.get("MODEL_RUNS", "3")), int(os.environ.get("MODEL_STEPS", "30"))
BEHAVIOURS = ("courtesy", "ownership", "closing-the-service", "warm-opening", "improving-the-process")
AREAS = (None, "AL", "VE", "DG")
ZONES = ("America/Lima", "Asia/Tokyo", "Pacific/Kiritimati", "UTC")
DAYS = 130
HOW_OFTEN = {
    "give": 12, "change": 5, "moderate": 2, "withdraw": 2, "boost": 2, "prefer": 2, "hire": 1, "move_clocks": 1, "look": 3,
}  # fmt: skip
LATER = {
    field: f"update {field}_history set since = $2 where person_id = (select id from people where handle = $1)"
    for field in ("department", "manager", "status")
}


def principal(person: UUID) -> Principal:
    return Principal(
        id=person, handle="", locale="es", roles=frozenset(), topic=f"person:{person}", topics=["org", f"person:{person}"],
        name="", kind="employee", department=None,
    )  # fmt: skip


class Company:
    """A run of random steps. A seed is a run."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self.people: dict[str, UUID] = {}
        self.kudos: list[tuple[UUID, UUID]] = []
        self.today = datetime.now(UTC)

    async def goes(self, steps: int) -> None:
        for code in AREAS[1:]:
            await create_department(code, code)
        for _ in range(12):
            await self._hire()
        await self._have_a_past()
        for _ in range(steps):
            (step,) = self.chance.choices(list(HOW_OFTEN), list(HOW_OFTEN.values()))
            await getattr(self, f"_{step}")()
        await self._look()
        assert [str(finding) for finding in await examine() if not finding.is_well] == []

    async def _have_a_past(self) -> None:
        """Before anything of it is counted: the verbs know today alone. Until a day something else was so."""
        known = await DB.fetch(
            "select p.handle, h.field from people p cross join (values ('department'), ('manager'), ('status')) h (field)"
        )
        for row in self.chance.sample(known, 15):
            handle, field = row["handle"], row["field"]
            day = (self.today - timedelta(days=self.chance.randrange(1, DAYS))).date()
            if await DB.execute(LATER[field], handle, day) != "UPDATE 0" and handle != "p0":
                value = {"department": "AL", "manager": "p0", "status": self.chance.choice(["left", "on_leave"])}[field]
                await DB.execute(SINCE[field], handle, date.min, value)
        await DB.execute("update people set created_at = created_at - interval '1 year' where handle < 'p5'")

    async def _hire(self) -> None:
        handle = f"p{len(self.people)}"
        bosses = [name for name in self.people if self.chance.random() < 0.5]
        self.people[handle] = await create_person(
            *(handle, f"Persona {handle}"),
            **{
                name: value
                for name, value in {**self._facts(), "manager": bosses[0] if bosses else None}.items()
                if value
            },
        )

    def _facts(self) -> dict[str, str | None]:
        day = self.today - timedelta(days=self.chance.randrange(-5, 2 * DAYS))
        return {
            "department": self.chance.choice(AREAS),
            "kind": self.chance.choice(["employee", "employee", "employee", "external"]),
            "shift": self.chance.choice([None, "day", "night"]),
            "site": self.chance.choice([None, "Lima"]),
            "hired_on": self.chance.choice([None, str(day.date())]),
        }

    async def _give(self) -> None:
        giver, *recipients = self.chance.sample(list(self.people), self.chance.choice((2, 2, 3, 8)))
        new = NewKudos(
            recipients=recipients,
            behaviours=self.chance.sample(BEHAVIOURS, self.chance.choice((1, 2))),
            message="Thank you for that day.",
            visibility=self.chance.choice(["public", "public", "department", "private"]),
            points=self.chance.choice((0, 5)),
            points_if_possible=True,
        )
        moment = self.today - timedelta(hours=self.chance.randrange(1, DAYS * 24))
        with suppress(RecognizeError):  # who has left neither gives nor receives
            answer = await give(self.people[giver], new, at=moment)
            self.kudos.append((UUID(json.loads(answer.body)["id"]), self.people[giver]))

    async def _change(self) -> None:
        person = self._somebody()
        name, value = self.chance.choice(
            [*self._facts().items(), ("status", self.chance.choice(["active", "on_leave", "left"])), ("manager", "p0")]
        )
        if (name, value) != ("manager", person):
            await change_person(self.people[person], **{name: value})

    async def _moderate(self) -> None:
        if self.kudos:
            kudos, _ = self.chance.choice(self.kudos)
            await self.chance.choice((hide, restore))(kudos, "a mistake")

    async def _withdraw(self) -> None:
        if self.kudos:
            kudos, giver = self.kudos.pop(self.chance.randrange(len(self.kudos)))
            await withdraw(principal(giver), kudos)

    async def _boost(self) -> None:
        if self.kudos:
            kudos, _ = self.chance.choice(self.kudos)
            with suppress(RecognizeError):  # one's own, once more, beyond the allowance
                await boost(principal(self.people[self._somebody()]), kudos, 5)

    async def _prefer(self) -> None:
        await choose_preference(self.people[self._somebody()], self.chance.choice(["quiet", "feed_only"]))

    async def _move_clocks(self) -> None:
        await change_organisation(OrganisationChange(time_zone=self.chance.choice(ZONES)))

    async def _look(self) -> None:
        await settle()
        for month in await counted_months():
            assert await month_report(month) == await recounted(month)

    def _somebody(self) -> str:
        return self.chance.choice(list(self.people))


@pytest.mark.parametrize("seed", range(RUNS))
async def test_after_random_changes_each_month_is_what_a_recount_says(clean: None, seed: int):
    await Company(seed).goes(STEPS)


@pytest.mark.parametrize("seed", range(RUNS))
async def test_kept_and_made_anew_are_the_same(clean: None, seed: int):
    await Company(seed).goes(STEPS)
    kept = await rows()
    await rebuild(REPORTS)
    assert await rows() == kept


async def rows() -> list[list[str]]:
    return [
        sorted(str(tuple(row)) for row in await DB.fetch(f"select * from {table}"))
        for table in ("month_people", "appearances", "month_boosts", "counted_months")
    ]


async def test_a_month_that_has_begun_has_its_rows_before_anything_happens_in_it(clean: None):
    company = Company(0)
    await company.goes(10)
    present = await DB.fetch_value(
        "delete from counted_months where month = (select max(month) from counted_months) returning month"
    )
    await DB.execute("delete from month_people where month = $1", present)
    await DB.execute("delete from month_sums where month = $1 and measure <> 'boost points'", present)
    before = await counted_months()
    await begin_months()
    await begin_months()
    assert len(await counted_months()) == len(before) + 1
    assert [str(finding) for finding in await examine() if not finding.is_well] == []


async def test_a_month_without_rows_is_counted_from_its_raw_rows(clean: None):
    await Company(0).goes(5)
    assert (await month_report(Month(2001, 2))).totals.kudos == 0
    assert (await month_report(Month(2050, 2))).totals.people > 0


async def test_while_the_months_of_years_are_begun_the_planner_learns_how_many_rows_there_are(clean: None):
    await DB.execute(
        "vacuum analyze month_people"
    )  # of a table that was emptied: whatever comes, it believes in one row
    ana, bruno = [await create_person(name.lower(), name) for name in ("Ana", "Bruno")]
    new = NewKudos(recipients=[str(bruno)], behaviours=["courtesy"], message="Thank you!")
    await give(ana, new, at=datetime(2020, 3, 1, 12, tzinfo=UTC))
    await settle()
    rows = await DB.fetch_value("select count(*) from month_people")
    known = await DB.fetch_value("select reltuples from pg_class where relname = 'month_people'")
    assert rows > 100
    assert known > rows / 3
