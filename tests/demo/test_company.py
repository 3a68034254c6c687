"""Grupo Almarena as PRODUCT.md has it; made once for all of these."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from recognize.demo import seed_demo
from recognize.demo.material import life
from recognize.doctor import examine
from recognize.lib.database import DB
from recognize.organisation.queries import organisation
from tests.cast import PLAIN
from tests.conftest import delete_all

PAST = "given_at < (select at from audit where action = 'demo.begun')"
FACTS = ("people", "departments", "teams", "kudos", "kudos_recipients", "ledger", "log", "audit", "passwords")


@pytest.fixture(scope="module", autouse=True)
async def clean(emptying: list[str], named_as_before: None) -> AsyncIterator[list[str]]:
    """Instead of emptying the database before each test: the company, and what its making returned."""
    await delete_all(emptying)
    await DB.execute("update organisation set time_zone = 'America/Lima'")
    yield await seed_demo(lambda line: None)
    await delete_all(emptying)


async def count(sql: str) -> Any:
    return await DB.fetch_value(sql)


async def test_it_has_the_size_of_the_product_description():
    assert await count("select count(*) from people") == 180
    assert await count("select count(*) from departments") == 12
    assert await count("select count(distinct site) from people") == 3
    assert await count("select count(distinct shift) from people") == 2
    assert await count("select count(*) from departments where front_line") == 5


async def test_the_organisation_is_called_so_and_lives_in_its_zone():
    now = await organisation()
    assert (now.name, now.time_zone) == ("Grupo Almarena", "America/Bogota")


async def test_everybody_has_a_manager_but_one_and_no_area_is_without_a_head():
    assert [row["handle"] for row in await DB.fetch("select handle from people where manager_id is null")] == ["hernan"]
    heads = "select count(distinct p.department_id) from people p join people m on m.id = p.manager_id where m.handle = 'hernan'"
    assert await count(heads) == 12
    assert await count("select count(distinct manager_id) from people where shift = 'noche'") > 1


async def test_all_kinds_of_people_are_there():
    assert await count("select count(*) from people where kind = 'external'") >= 2
    assert await count("select count(*) from people where status = 'on_leave'") == 1
    assert await count("select count(*) from people where email is null") >= 3
    assert await count("select count(distinct preference) from people") == 3
    assert await count("select count(distinct preferred_name) from people") == 180
    assert await count("select count(*) from people where hired_on > now() - interval '6 months'") >= 5


async def test_at_least_150_written_messages_stand_in_six_months_each_once():
    assert await count("select count(distinct message) from kudos") >= 150
    assert await count("select count(distinct message) - count(*) from kudos") == 0
    first, last = await DB.fetch_row("select min(given_at), max(given_at) from kudos")
    now = datetime.now(UTC)
    assert now - timedelta(days=184) < first < now - timedelta(days=160)
    assert now - timedelta(days=14) < last < now


async def test_they_were_given_in_working_hours():
    local = f"select given_at at time zone 'America/Bogota' as at from kudos where {PAST}"
    assert await count(f"select count(*) from ({local}) k where extract(isodow from at) > 5") == 0
    assert await count(f"select count(*) from ({local}) k where at::time not between '7:00' and '19:00'") == 0


async def test_every_behaviour_and_every_area_on_both_sides_occurs():
    assert await count("select count(distinct behaviour) from kudos_behaviours") == 18
    assert await count("select count(distinct p.department_id) from kudos k join people p on p.id = k.giver_id") == 12
    received = "select count(distinct p.department_id) from kudos_recipients r join people p on p.id = r.person_id"
    assert await count(received) == 12


async def test_nobody_recognises_themselves_and_nobody_before_they_came():
    pairs = (
        "from kudos k join kudos_recipients r on r.kudos_id = k.id join people p on p.id in (r.person_id, k.giver_id)"
    )
    assert await count(f"select count(*) {pairs} where k.giver_id = r.person_id") == 0
    assert await count(f"select count(*) {pairs} where p.hired_on > k.given_at::date") == 0


async def test_points_are_of_the_month_they_were_given_in():
    strangers = """
        select count(*) from ledger l join kudos k on k.id = l.kudos_id
        where l.month <> date_trunc('month', k.given_at at time zone 'America/Bogota')::date
    """
    assert await count(strangers) == 0
    assert await count("select count(distinct month) from allowances where spent > 0") >= 6


async def test_no_socket_hears_of_a_made_up_past():
    assert await count("select count(*) from log where kind = 'kudos.given'") > 150
    told = "select count(*) from log l join kudos k on k.id = l.subject where l.kind = 'kudos.given' and l.audience <> '{}'"
    assert await count(told) == len(life().today)
    assert await count(f"{told} and k.{PAST}") == 0


async def test_whoever_is_printed_can_sign_in_and_read_the_feed(clean: list[str], address: str):
    logins = [line.split()[:2] for line in clean[1:]]
    assert [login for login, _ in logins] == ["ana", "bruno", "diego", "carla", "helena", "adrian"]
    for login, password in logins:
        async with httpx.AsyncClient(base_url=address, verify=PLAIN) as browser:
            me = await browser.post("/api/session", json={"login": login, "password": password})
            assert me.status_code == 200, me.text
            items = (await browser.get("/api/feed")).json()["items"]
        assert len(items) == 25
        assert items == sorted(items, key=lambda item: item["given_at"], reverse=True)


async def test_the_months_of_its_past_are_closed_and_one_was_adjusted_since():
    assert await count("select count(*) from month_closes") >= 5
    assert await count("select count(*) from month_closes where closed_at <= ends_at") == 0
    assert await count("select count(*) from month_adjustments") == 1
    assert await count("select causes -> 0 ->> 'kind' from month_adjustments") == "kudos.joined"


async def test_the_doctor_finds_nothing():
    assert [str(finding) for finding in await examine() if not finding.is_well] == []


async def test_making_it_again_adds_nothing_and_says_the_same(clean: list[str]):
    before = [await count(f"select count(*) from {table}") for table in FACTS]
    assert await seed_demo(lambda line: None) == clean
    assert [await count(f"select count(*) from {table}") for table in FACTS] == before
