"""HR finds the report of a closed month in the inbox and in the mail: once, on its day or as soon as it is closed."""

from typing import Any

import pytest

from recognize.identity.actions import grant_role
from recognize.lib.database import DB
from recognize.organisation.actions import change_organisation
from recognize.organisation.schemas import OrganisationChange
from recognize.people.actions import change_person
from recognize.reports.delivery import deliver_closed_months
from recognize.worker import settle
from tests.cast import Actor, Cast
from tests.notifications.mailbox import Mailbox, parts, sent
from tests.reports.closing import closed, lives_since, moment

THIRD = "2026-11-03T07:00:00-05:00"


@pytest.fixture
async def october(cast: Cast) -> None:
    """Closed by hand on its last day but one, as HR may; `hr` and `admin` have an address."""
    await lives_since("2026-10-10T12:00:00Z")
    await change_person(cast.hr.id, email="hr@example.org", locale="es")
    await change_person(cast.admin.id, email="admin@example.org", locale="en")
    await closed()


async def runs_at(instant: str) -> None:
    """The schedule."""
    await deliver_closed_months(moment(instant))


async def told(who: Actor) -> list[dict[str, Any]]:
    await settle()
    items = (await who.http.get("/api/me/notifications")).json()["items"]
    return [each for each in items if each["kind"] == "month"]


async def settings_of(who: Actor) -> list[str]:
    return [each["kind"] for each in (await who.http.get("/api/me/notification-settings")).json()]


async def test_the_report_comes_once_however_often_the_schedule_runs(cast: Cast, october: None, mailbox: Mailbox):
    for instant in (THIRD, THIRD, "2026-11-04T07:00:00-05:00", "2026-12-03T07:00:00-05:00"):
        await runs_at(instant)
        await sent()
    (notification,) = await told(cast.hr)
    assert (notification["facts"], notification["actors"], notification["is_new"]) == ({"month": "2026-10"}, [], True)
    (mail,) = mailbox.received
    assert (mail["to"], mail["subject"]) == ("hr@example.org", "El reporte de octubre de 2026 está listo")
    for part in parts(mail):
        assert "https://recognize.example/reports/2026-10" in part
    for other in (cast.ana, cast.carla, cast.admin):
        assert await told(other) == []


async def test_the_mail_speaks_the_language_of_its_reader(cast: Cast, october: None, mailbox: Mailbox):
    await change_person(cast.hr.id, locale="en")
    await runs_at(THIRD)
    await sent()
    assert [mail["subject"] for mail in mailbox.received] == ["The report of October 2026 is ready"]


async def test_it_waits_for_the_morning_of_the_day_that_the_organisation_chose(cast: Cast, october: None):
    await change_organisation(OrganisationChange(deliver_day=5))
    for instant in (THIRD, "2026-11-05T06:59:59-05:00"):
        await runs_at(instant)
        assert await told(cast.hr) == []
    await runs_at("2026-11-05T07:00:00-05:00")
    assert len(await told(cast.hr)) == 1


async def test_a_month_that_is_closed_late_comes_as_soon_as_it_is(cast: Cast):
    await lives_since("2026-10-10T12:00:00Z")
    await runs_at(THIRD)
    assert await told(cast.hr) == []
    await closed()
    await runs_at("2026-11-20T15:00:00-05:00")
    assert len(await told(cast.hr)) == 1


async def test_without_a_day_nobody_is_told(cast: Cast, october: None):
    await change_organisation(OrganisationChange(deliver_day=None))
    await runs_at("2026-12-24T07:00:00-05:00")
    assert await told(cast.hr) == []


async def test_of_a_month_before_recognize_was_there_nobody_is_told(cast: Cast):
    await closed()
    await runs_at(THIRD)
    assert await told(cast.hr) == []


async def test_until_somebody_is_hr_it_waits(cast: Cast, october: None):
    await DB.execute("delete from role_grants where role = 'hr'")
    await runs_at(THIRD)
    await grant_role("carla", "hr")
    await runs_at("2026-11-09T07:00:00-05:00")
    assert len(await told(cast.carla)) == 1


async def test_who_turned_it_off_is_not_told(cast: Cast, october: None, mailbox: Mailbox):
    change = {"changes": [{"kind": "month", "inbox": False, "mail": False}]}
    assert (await cast.hr.http.patch("/api/me/notification-settings", json=change)).status_code == 200
    await runs_at(THIRD)
    await sent()
    assert (await told(cast.hr), mailbox.received) == ([], [])


async def test_only_who_may_be_told_can_turn_it_off(cast: Cast):
    assert "month" in await settings_of(cast.hr)
    assert "month" not in await settings_of(cast.ana)


async def test_the_bell_counts_it_live(cast: Cast, october: None):
    await settle()
    async with cast.hr.listens() as ear:
        await runs_at(THIRD)
        await ear.inbox_changes()
    assert (await cast.hr.http.get("/api/me/notifications")).json()["unread"] >= 1


async def test_who_is_hr_no_longer_gets_no_mail(cast: Cast, october: None, mailbox: Mailbox):
    await runs_at(THIRD)
    await settle()
    await DB.execute("delete from role_grants where role = 'hr'")
    await sent()
    assert mailbox.received == []
