from datetime import date, datetime
from uuid import UUID

import msgspec
from asyncpg import Record

from recognize.celebrations.schemas import Dates, OwnCelebrations
from recognize.errors import NotFoundError
from recognize.feed.comments import COMMENTS_OF
from recognize.feed.kinds import Kind
from recognize.feed.parties import PARTY
from recognize.feed.reactions import OWN_REACTIONS_OF, REACTIONS_OF
from recognize.kudos.items import PERSON_IN_ITEM, WALL, WALL_NAME
from recognize.lib.database import DB
from recognize.lib.ids import parse_uuid
from recognize.lib.text import normal_spelling
from recognize.permissions import Principal

NAMED = "select id from people where handle = $1 or id = $2"

MORNING_HOUR = 7  # of the person's zone: nothing is celebrated in the middle of the night
NEWCOMER_DAYS = 7  # for so long after the first day somebody is new, also where they were entered late

# Whose dates are celebrated on the days `days (day)`: `day` is the date itself, `on_day` the one that celebrates it. A date
# of a weekend has its day and the Monday after. 29 February is the 28th in other years.
_SAME_DAY = """(to_char({when}, 'MM-DD') = {written} or {written} = '02-29' and to_char({when}, 'MM-DD') = '02-28'
    and extract(day from make_date(extract(year from {when})::integer, 3, 1) - 1) = 28)"""
DUE = f"""
    select dated.person_id, dated.kind, d.on_day, d.day, d.again, dated.years from (
        select on_day, on_day as day, false as again from days
        union all select on_day, on_day - back, true from days cross join (values (1), (2)) as weekend (back)
        where extract(isodow from on_day) = 1
    ) d cross join lateral (
        select p.id as person_id, 'birthday' as kind, null::integer as years from people p
        join celebration_choices c on c.person_id = p.id and c.birthday and not c.never
        where p.status = 'active' and {_SAME_DAY.format(when="d.day", written="p.birthday")}
        union all
        select p.id, 'anniversary', (extract(year from d.day) - extract(year from coalesce(p.seniority_on, p.hired_on)))::integer
        from people p left join celebration_choices c on c.person_id = p.id
        where p.status = 'active' and coalesce(c.anniversary and not c.never, true)
          and extract(year from d.day) > extract(year from coalesce(p.seniority_on, p.hired_on))
          and {_SAME_DAY.format(when="d.day", written="to_char(coalesce(p.seniority_on, p.hired_on), 'MM-DD')")}
    ) dated
    union all
    select p.id, 'newcomer', d.on_day, p.hired_on, false, null from days d
    join people p on p.status = 'active' and p.hired_on between d.on_day - {NEWCOMER_DAYS} and d.on_day
    left join celebration_choices c on c.person_id = p.id where not coalesce(c.never, false)
"""
# Zones in which it is morning and whose day has not had its turn. $1: the moment, null for now.
ZONES_DUE = f"""
select zones.zone, local.day from (
    select distinct coalesce(p.time_zone, o.time_zone) as zone from people p cross join organisation o
    where p.status = 'active') zones
cross join lateral (select coalesce($1::timestamptz, now()) at time zone zones.zone as moment) at
cross join lateral (select at.moment::date as day) local
where extract(hour from at.moment) >= {MORNING_HOUR}
and not exists (select from celebration_rounds r where r.zone = zones.zone and r.day = local.day)
and not exists (select from celebration_pauses s where s.day = local.day)
"""
# $1: the day, $2: the zone. Not what was celebrated before: somebody may have moved to another zone since.
DUE_IN_ZONE = f"""
with days as (select $1::date as on_day), due as ({DUE})
select due.kind, due.day, due.again, due.years, {PARTY}::text as party
from due join people p on p.id = due.person_id cross join organisation o
where coalesce(p.time_zone, o.time_zone) = $2 and not exists (
    select from celebrations c
    where c.person_id = p.id and c.kind = due.kind and c.day = due.day and c.again = due.again)
order by due.kind, p.sort_key, p.id
"""
# A newcomer counts on the first day alone: later ones are for who was entered late.
DATES = f"""
with days as (select day::date as on_day from generate_series($1::date, $2::date, interval '1 day') day), due as ({DUE})
select json_build_object('on', $1::date, 'until', $2::date,
    'paused', array(select s.day from celebration_pauses s where s.day between $1 and $2 order by s.day),
    'dates', array(
        select json_build_object('on', due.on_day, 'celebration', due.kind, 'day', due.day, 'again', due.again,
            'years', due.years, 'item', made.id, 'person', {PERSON_IN_ITEM.format(p="p", more="")})
        from due join people p on p.id = due.person_id left join departments d on d.id = p.department_id
        left join lateral (
            select c.id from celebrations c join feed_items f on f.id = c.id and f.removed_at is null
            where c.person_id = p.id and c.kind = due.kind and c.day = due.day and c.again = due.again) made on true
        where (due.kind <> 'newcomer' or due.on_day = due.day)
        and (p.preference is distinct from 'quiet' or $3::uuid in (p.id, p.manager_id))
        order by due.on_day, due.again, due.kind, p.sort_key, p.id))::text
"""
TODAY = "select (now() at time zone coalesce(p.time_zone, o.time_zone))::date from people p cross join organisation o where p.id = $1"
CHOICES = """
select coalesce(c.birthday, false) as birthday, coalesce(c.anniversary, true) as anniversary, coalesce(c.never, false) as never
from people p left join celebration_choices c on c.person_id = p.id where p.id = $1
"""

ITEM = f"""
select row_to_json(item) from (
    select c.id, 'celebration' as kind, (select f.at from feed_items f where f.id = c.id) as given_at,
           c.kind as celebration,
           (select {PERSON_IN_ITEM.format(p="p", more="")} from people p left join departments d on d.id = p.department_id
            where p.id = c.person_id) as person, c.day, c.again, c.years,
           {REACTIONS_OF.format(id="c.id", topics="{topics}")} as reactions,
           {COMMENTS_OF.format(id="c.id", topics="{topics}")} as comments
    from celebrations c where c.id = {{id}}) item
"""
MINE = f"""
select json_build_object('reactions', faces.reactions)
from (select {OWN_REACTIONS_OF.format(id="{id}", me="{me}")} as reactions) faces where json_array_length(faces.reactions) > 0
"""
CELEBRATION_KIND = Kind("celebration", item=ITEM, mine=MINE, wall="null::json")

# Scenes for walls: who wanted fanfare when it was made and is still here.
_ON_WALLS = """
    from celebrations c join feed_items f on f.id = c.id join people p on p.id = c.person_id
    where f.removed_at is null and 'walls' = any(f.audience) and f.audience && {topics} and f.at <= {before}
    and p.status = 'active'"""
TODAYS_DATES = f"""
select json_build_object('people', json_agg(json_build_object(
    'name', {WALL_NAME.format(p="p")}, 'celebration', c.kind, 'years', c.years, 'again', c.again)
    order by c.kind, c.years desc, p.sort_key, p.id))
{_ON_WALLS} and c.kind <> 'newcomer' and c.made_on = (now() at time zone {{zone}})::date
having count(*) > 0
"""
NEWCOMERS = f"""
select json_build_object('people', json_agg(json_build_object(
    'name', {WALL_NAME.format(p="p")}, 'department', (select d.name from departments d where d.id = p.department_id))
    order by c.day desc, p.sort_key, p.id))
{_ON_WALLS} and c.kind = 'newcomer' and c.day > (now() at time zone {{zone}})::date - {NEWCOMER_DAYS + 1}
having count(*) > 0
"""
# From Friday noon until the weekend is over: the week's fullest stories, of different people. Without three there is none.
STORIES_OF_WEEK = 3
CANDIDATES = 60
FRIDAY_RECAP = f"""
select json_build_object('stories', json_agg(best.story order by best.told desc, best.id)) from (
    select * from (
        select distinct on (found.told_to) found.* from (
            select k.id, length(k.wall_sentence) as told, shown.story, shown.story -> 'recipients' ->> 0 as told_to
            from (select f.id from feed_items f
                  where f.kind = 'kudos' and f.removed_at is null and 'walls' = any(f.audience) and f.audience && {{topics}}
                  and f.at <= {{before}} and f.at >= date_trunc('week', now() at time zone {{zone}}) at time zone {{zone}}
                  order by f.at desc, f.id desc limit {CANDIDATES}) f
            join kudos k on k.id = f.id
            cross join lateral (select ({WALL.format(id="f.id", public="{public}")}) as story) shown
            where shown.story ->> 'message' is not null) found
        order by found.told_to, found.told desc, found.id) of_each
    order by told desc, id limit {STORIES_OF_WEEK}) best
where extract(isodow from now() at time zone {{zone}}) > 5
   or extract(isodow from now() at time zone {{zone}}) = 5 and extract(hour from now() at time zone {{zone}}) >= 12
having count(*) = {STORIES_OF_WEEK}
"""

_decode_dates = msgspec.json.Decoder(Dates).decode


async def zones_due(at: datetime | None) -> list[Record]:
    return await DB.fetch(ZONES_DUE, at)


async def due_in_zone(zone: str, day: date) -> list[Record]:
    return await DB.fetch(DUE_IN_ZONE, day, zone)


async def dates(principal: Principal, on: date, until: date) -> Dates:
    """Those that this reader may know: a quiet person's are theirs and their manager's."""
    return _decode_dates(await DB.fetch_value(DATES, on, until, principal.person_id))


async def today_of(person: UUID) -> date:
    today: date = await DB.fetch_value(TODAY, person)
    return today


async def person_named(handle_or_id: str) -> UUID:
    """Raises NotFoundError."""
    identity: UUID | None = await DB.fetch_value(NAMED, normal_spelling(handle_or_id), parse_uuid(handle_or_id))
    if identity is None:
        raise NotFoundError(handle_or_id)
    return identity


async def choices(person: UUID) -> OwnCelebrations:
    row = await DB.fetch_row(CHOICES, person)
    if row is None:
        raise RuntimeError(f"nobody is {person}")
    return OwnCelebrations(**row)
