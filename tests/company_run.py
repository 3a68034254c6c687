"""A run of random steps on the real server, each judged by the model in `tests/model.py`. A seed is a run."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

import httpx

from recognize.doctor import examine
from recognize.lib.database import DB
from recognize.log.readers import rebuild
from recognize.reports.readers import REPORTS
from recognize.worker import settle
from tests.cast import Cast
from tests.model import ALLOWANCE, Kudos, Model

PEOPLE = ("ana", "bruno", "carla", "diego")
BEHAVIOURS = ("courtesy", "patience")
FAMILIES = {"first-thanks", "first-recognition", *(f"{behaviour}-bronze" for behaviour in BEHAVIOURS)}
POINTS = (0, 5, 10, 20, 50)
HOW_OFTEN = {
    "give": 8, "boost": 7, "withdraw": 2, "also_helped": 3, "edit": 2, "refill": 1, "correct": 2, "turn_month": 1,
}  # fmt: skip
# The database's clock cannot be turned: what was of this month is moved into months long ago instead, the later the nearer.
TURN_MONTH = """
with past as (
    select date_trunc('month', now() at time zone time_zone)::date as month,
           (date_trunc('month', now() at time zone time_zone) - make_interval(months => 600 - $1::int))::date as earlier
    from organisation
), moved as (
    update allowances a set month = past.earlier from past where a.month = past.month
)
update ledger l set month = past.earlier from past where l.month = past.month
"""
LEDGER = """
select p.handle, coalesce(b.received, 0) as balance,
       (select coalesce(sum(points), 0) from ledger where recipient_id = p.id) as entered
from people p left join balances b on b.person_id = p.id
"""
COUNTED = """
select p.handle,
       coalesce((select count from tallies where person_id = p.id and measure = 'given' and key = ''), 0) as given,
       coalesce((select count from tallies where person_id = p.id and measure = 'received' and key = ''), 0) as received,
       coalesce((select count from board_totals where person_id = p.id and board = 'given all'), 0) as on_board,
       (select count(*) from pairs where giver_id = p.id) as thanked,
       array(select badge from awards where person_id = p.id and taken_at is null) as badges
from people p
"""


@dataclass
class Run:
    cast: Cast
    seed: int
    model: Model = field(default_factory=Model)
    steps: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance = Random(self.seed)

    async def goes(self, steps: int) -> None:
        """Raises AssertionError with the seed and every step until then."""
        await DB.execute("update organisation set allowance_points = $1", ALLOWANCE)
        try:
            for _ in range(steps):
                (rule,) = self.chance.choices(list(HOW_OFTEN), list(HOW_OFTEN.values()))
                if self.ids or rule in ("give", "refill", "correct", "turn_month"):
                    await getattr(self, f"_{rule}")()
                    await self._points_agree()
            await self._counts_agree()
        except AssertionError as failure:
            told = "\n".join(f"{number:3} {step}" for number, step in enumerate(self.steps, 1))
            raise AssertionError(f"{failure}\nseed {self.seed}, after\n{told}") from failure

    async def _give(self) -> None:
        giver, recipients = self._somebody(), self.chance.sample(PEOPLE, self.chance.choice((1, 1, 2)))
        behaviour, is_public, points = self.chance.choice(BEHAVIOURS), self.chance.random() < 0.8, self._points()
        text = f"Thank you, number {len(self.steps)}."
        sent = {"recipients": recipients, "behaviours": [behaviour], "message": text, "points": points,
                "visibility": "public" if is_public else "private"}  # fmt: skip
        told = f"{giver} gives {points} each to {' and '.join(recipients)} for {behaviour}, {sent['visibility']}"
        expected = self.model.give(giver, recipients, behaviour, is_public, points, text)
        answer = await self._step(told, expected, lambda http: http.post("/api/kudos", json=sent), giver)
        if answer.is_success:
            self.ids.append(answer.json()["id"])

    async def _boost(self) -> None:
        number, kudos, path = self._some_kudos()
        others = [each for each in PEOPLE if each not in (kudos.giver, *kudos.recipients)]
        booster, points = self.chance.choice([*others, self._somebody()]), self.chance.choice(POINTS[1:])
        expected = self.model.boost(booster, kudos, points)
        await self._step(f"{booster} boosts {number} with {points}", expected,
                         lambda http: http.post(f"{path}/boosts", json={"points": points}), booster)  # fmt: skip

    async def _edit(self) -> None:
        number, kudos, path = self._some_kudos()
        who, text = self.chance.choice((kudos.giver, self._somebody())), f"In other words, {len(self.steps)}."
        expected = self.model.edit(who, kudos, text)
        await self._step(f"{who} edits {number}", expected, lambda http: http.patch(path, json={"message": text}), who)
        if expected:
            shown = (await getattr(self.cast, who).http.get(path)).json()
            assert shown["message"] == text

    async def _withdraw(self) -> None:
        number, kudos, path = self._some_kudos()
        who = self.chance.choice((kudos.giver, self._somebody()))
        expected = self.model.withdraw(who, kudos)
        await self._step(f"{who} withdraws {number}", expected, lambda http: http.delete(path), who)

    async def _also_helped(self) -> None:
        number, kudos, path = self._some_kudos()
        who, person = self.chance.choice((kudos.giver, self._somebody())), self._somebody()
        points = self.chance.choice((0, 5)) if who == kudos.giver else 0
        expected = self.model.also_helped(who, kudos, person, points)
        body = {"person": person, "points": points}
        await self._step(f"{who} says of {number} that {person} helped too, with {points}", expected,
                         lambda http: http.post(f"{path}/also-helped", json=body), who)  # fmt: skip

    async def _refill(self) -> None:
        person, body = self._somebody(), {"points": self.chance.choice((50, 100)), "reason": "a campaign"}
        expected = self.model.refill(person, int(body["points"]))
        await self._step(f"admin refills {person} by {body['points']}", expected,
                         lambda http: http.post(f"/api/people/{person}/refills", json=body), "admin")  # fmt: skip

    async def _correct(self) -> None:
        person, body = self._somebody(), {"points": self.chance.choice((30, -10, -30)), "reason": "a mistake"}
        expected = self.model.correct(person, int(body["points"]))
        await self._step(f"admin corrects {person} by {body['points']}", expected,
                         lambda http: http.post(f"/api/people/{person}/corrections", json=body), "admin")  # fmt: skip

    async def _turn_month(self) -> None:
        self.model.turn_month()
        self.steps.append("a month begins")
        await DB.execute(TURN_MONTH, self.model.month)

    async def _step(
        self, told: str, expected: bool, call: Callable[[httpx.AsyncClient], Awaitable[httpx.Response]], who: str
    ) -> httpx.Response:
        answer = await call(getattr(self.cast, who).http)
        self.steps.append(f"{told}: {answer.status_code}{'' if answer.is_success else ' ' + _code(answer)}")
        assert answer.status_code < 500, answer.text
        assert answer.is_success == expected, (
            f"the model {'allows' if expected else 'refuses'} what the server does not"
        )
        return answer

    async def _points_agree(self) -> None:
        for person in PEOPLE:
            told = (await getattr(self.cast, person).http.get("/api/allowance")).json()
            kept = {"granted": told["granted"], "spent": told["spent"], "left": told["left"]}
            granted, spent = self.model.granted(person), self.model.spent(person)
            assert kept == {"granted": granted, "spent": spent, "left": granted - spent}, f"the allowance of {person}"
        for row in await DB.fetch(LEDGER):
            expected = self.model.balance(row["handle"])
            assert (row["balance"], row["entered"]) == (expected, expected), f"the balance of {row['handle']}"

    async def _counts_agree(self) -> None:
        await settle()
        for row in await DB.fetch(COUNTED):
            name = row["handle"]
            counted = {
                "given": row["given"],
                "received": row["received"],
                "thanked": row["thanked"],
                "board": row["on_board"],
            }
            model = self.model
            expected = {"given": model.given(name), "received": model.received(name), "thanked": model.thanked(name),
                        "board": model.given(name)}  # fmt: skip
            assert counted == expected, f"what is counted of {name}"
            assert set(row["badges"]) & FAMILIES == model.badges(name), f"the badges of {name}"
        if self.model.month:  # the ledger was moved by hand, and nobody told the reports
            await rebuild(REPORTS)
        unwell = [str(finding) for finding in await examine() if not finding.is_well]
        assert not unwell, unwell

    def _somebody(self) -> str:
        return self.chance.choice(PEOPLE)

    def _points(self) -> int:
        return self.chance.choice(POINTS)

    def _some_kudos(self) -> tuple[str, Kudos, str]:
        number = self.chance.randrange(len(self.ids))
        return f"kudos {number}", self.model.kudos[number], f"/api/kudos/{self.ids[number]}"


def _code(answer: httpx.Response) -> str:
    try:
        told: Any = answer.json()
    except json.JSONDecodeError:
        return ""
    return str(told.get("code", ""))
