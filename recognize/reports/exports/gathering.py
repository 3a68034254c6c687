"""Where what a report's files say beside its figures comes from."""

from typing import Any
from uuid import UUID

import msgspec
from msgspec import structs

from recognize.badges.drawings import TIERS
from recognize.kudos.items import WALL
from recognize.lib.clock import Month
from recognize.lib.database import DB
from recognize.reports.definitions import definitions
from recognize.reports.exports.material import Definition, Material, Story
from recognize.reports.exports.tables import Names
from recognize.reports.months import month_state_json
from recognize.reports.schemas import Definition as KnownDefinition
from recognize.reports.trend import trend

TREND_MONTHS = 13  # with the same month of last year

NAMES = """
select o.name as organisation,
       (select coalesce(json_object_agg(code, name), '{}') from departments)::text as departments,
       (select coalesce(json_object_agg(code, texts -> $1 ->> 'name'), '{}') from behaviours)::text as behaviours,
       (select coalesce(json_object_agg(code, concat_ws(' · ', texts -> $1 ->> 'name', $2::jsonb ->> tier)), '{}') from badges)::text as badges
from organisation o
"""
# What walls inside the house say of them now: of people who want that. A story withdrawn since is not told. WALL has a `k` of its own.
STORIES = f"""
select told.id, told.story::text as story, giver.name as giver_department, receiver.name as receiver_department
from (
    select one.id, one.giver_id, (one.given_at at time zone o.time_zone)::date as day,
           (select r.person_id from kudos_recipients r
            where r.kudos_id = one.id and 'walls' = any(r.audience) order by r.place limit 1) as receiver_id,
           case when one.withdrawn_at is null and one.hidden_at is null then ({WALL.format(id="one.id", public="false")}) end as story
    from kudos one cross join organisation o where one.id = any($1)
) told
left join department_spans gs on gs.person_id = told.giver_id and told.day >= gs.since and told.day < gs.until
left join departments giver on giver.id = gs.department_id
left join department_spans rs on rs.person_id = told.receiver_id and told.day >= rs.since and told.day < rs.until
left join departments receiver on receiver.id = rs.department_id
where told.story ->> 'message' is not null
"""


async def gather(report: dict[str, Any], locale: str) -> Material:
    row = await DB.fetch_row(NAMES, locale, msgspec.json.encode(TIERS[locale]).decode())
    if row is None:
        raise RuntimeError("the database has no organisation yet; run `recognize migrate`")
    names = {name: msgspec.json.decode(row[name]) for name in ("departments", "behaviours", "badges")}
    whole = Material(
        organisation=row["organisation"],
        names=Names(**names),
        stories=await _stories(report),
        definitions=[definition(each, locale) for each in definitions()],
    )
    return whole if report["department"] else await _of_the_organisation(whole, Month.parse(report["month"]))


def definition(known: KnownDefinition, locale: str) -> Definition:
    words = known.es if locale == "es" else known.en
    return Definition(known.figure, words.name, words.text)


async def _of_the_organisation(material: Material, month: Month) -> Material:
    """Earlier months and what happened since the close are known of all areas together alone."""
    state = msgspec.json.decode(await month_state_json(month))
    told = await trend(month, TREND_MONTHS)
    return structs.replace(
        material,
        trend=[each for each in msgspec.to_builtins(told.months) if each["totals"]["kudos"]],
        adjustments=state["adjustments"],
        is_closed=state["is_closed"],
    )


async def _stories(report: dict[str, Any]) -> list[Story]:
    """Those that the report names by id, in its order."""
    chosen = {UUID(row["kudos"]): row["stage"] for row in report.get("sections", {}).get("stories", [])}
    told = {row["id"]: row for row in await DB.fetch(STORIES, list(chosen))} if chosen else {}
    return [_story(stage, told[kudos]) for kudos, stage in chosen.items() if kudos in told]


def _story(stage: str, row: Any) -> Story:
    story = msgspec.json.decode(row["story"])
    return Story(
        stage=stage,
        message=story["message"],
        recipients=[each["name"] for each in story["recipients"]],
        giver_department=row["giver_department"],
        receiver_department=row["receiver_department"],
    )
