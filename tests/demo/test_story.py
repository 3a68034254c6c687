"""The company and its story are drawn before anything is written, so these need no database."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from recognize.demo.company import Company, apportion, draw_company
from recognize.demo.material import company_file, written_kudos
from recognize.demo.story import Moment, tell

UNTIL = datetime(2026, 11, 21, 23, 0, tzinfo=UTC)
ZONE = "America/Bogota"


@pytest.fixture(autouse=True)
def clean() -> None:
    """Nothing to empty."""


def drawn(people: int = 180, months: int = 6) -> Company:
    return draw_company(company_file(), UNTIL, people, months)


def told(company: Company, months: int = 6) -> list[Moment]:
    return tell(company, written_kudos(), UNTIL, months, ZONE)


def test_the_same_company_says_the_same_each_time():
    assert drawn() == drawn()
    assert told(drawn()) == told(drawn())


def test_areas_sites_and_shifts_have_the_headcounts_of_the_file():
    company = drawn()
    for area in company.file.areas:
        here = [each for each in company.members if each.department == area.code]
        assert len(here) == area.headcount
        assert Counter(each.site for each in here) == area.sites
        assert Counter(each.shift for each in here) == area.shifts


@pytest.mark.parametrize("people", [60, 181, 1_000, 5_000])
def test_other_sizes_keep_everybody_apart(people: int):
    company = drawn(people)
    handles = {each.handle for each in company.members}
    assert len(handles) == people
    assert set(company.managers.values()) < handles
    assert len(company.managers) == people - 1


def test_shares_are_whole_and_sum_up():
    assert apportion(10, {"a": 1, "b": 1, "c": 1}) == {"a": 4, "b": 3, "c": 3}
    assert apportion(0, {"a": 5}) == {"a": 0}
    assert sum(apportion(997, {str(number): number for number in range(30)}).values()) == 997


def test_every_team_that_is_thanked_has_members_besides_who_thanks():
    company = drawn(60)
    for each in written_kudos():
        assert all(set(company.teams[team]) - {each.giver} for team in each.teams)


def test_more_people_and_months_repeat_between_others_of_the_same_areas():
    company = drawn(360, 12)
    story = told(company, 12)
    assert len(story) == len(written_kudos()) * 4
    assert len({moment.at for moment in story}) == len(story)
    areas = {each.handle: each.department for each in company.members}
    written = {each.message: [each.giver, *each.to] for each in written_kudos()}
    for moment in story:
        people = [moment.giver, *moment.new.recipients]
        assert len(set(people)) == len(people)
        assert [areas[each] for each in people] == [areas[each] for each in written[moment.new.message]]
        assert all(company.dates[each].hired_on <= moment.at.date() for each in people)
    assert len({moment.giver for moment in story}) > len({each.giver for each in written_kudos()})


def test_the_ends_of_months_are_busier():
    story = told(drawn())
    late = sum(moment.at.day >= 25 for moment in story)
    assert late / len(story) > 7 / 30
