"""A month of a manager's own people, and of oneself."""

import msgspec
from msgspec import Struct

from recognize.lib.clock import Month
from recognize.lib.database import DB
from recognize.permissions import Principal
from recognize.reports.days import IN_MONTH, LOCAL_DAY, MONTH
from recognize.reports.headline import percent
from recognize.reports.lists import ELIGIBLE, HERE_FOR, LISTS, PEOPLE, THANKED
from recognize.reports.schemas import Figure, ListedPerson, OwnMonth, Received, TeamMonth

UNRECOGNISED_SHOWN = 100

# $1 the month's first day, $2 null, $3 the manager, $4 how many of the unrecognised.
TEAM = f"""
with recursive {PEOPLE}, eligible as materialized ({ELIGIBLE}), thanked as materialized ({THANKED.format(look_back=0)}),
recognised as materialized ({LISTS["recognised"].listed}), received as materialized (
    select r.behaviours from month m
    join standing_recognitions r on r.day >= m.first_day and r.day < m.next_first_day
    where not r.is_discreet and r.recipient_id in (select id from mine)
)
select json_build_object(
    'time_zone', m.time_zone,
    'people', (select count(*) from mine x where x.status <> 'left' and {HERE_FOR.format(days=0)}),
    'eligible', (select count(*) from eligible), 'reached', (select count(*) from recognised),
    'recognitions', (select count(*) from received),
    'behaviours', array_to_json(array(select row_to_json(it) from (
        select b.code, b.stage, count(*) as recognitions
        from received cross join unnest(received.behaviours) as named (code) join behaviours b using (code)
        group by b.code order by b.code collate "C") it)),
    'unrecognised', array_to_json(array(select row_to_json(it) from (
        select p.id, p.handle, coalesce(p.preferred_name, p.name) as name, d.code as department, boss.handle as manager,
               coalesce(boss.preferred_name, boss.name) as manager_name
        from eligible e join people p on p.id = e.id
        left join departments d on d.id = e.department_id left join people boss on boss.id = e.manager_id
        where e.id not in (select id from recognised)
        order by p.sort_key collate "C", p.id limit $4) it)))::text
from month m
"""
# $1 the month's first day, $2 null, $3 oneself.
OWN = f"""
with recursive {MONTH}, given as materialized (
    select k.id as kudos_id, r.person_id as other_id from month m
    join kudos k on k.giver_id = $3 and k.given_at >= m.earliest and k.given_at < m.latest
                and k.withdrawn_at is null and k.hidden_at is null
    {LOCAL_DAY.format(at="k.given_at")}
    join kudos_recipients r on r.kudos_id = k.id
    where {IN_MONTH.format(at="k.given_at")}
), received as materialized (
    select k.id as kudos_id, k.giver_id as other_id from month m
    join kudos_recipients r on r.person_id = $3
    join kudos k on k.id = r.kudos_id and k.given_at >= m.earliest and k.given_at < m.latest
                and k.withdrawn_at is null and k.hidden_at is null
    {LOCAL_DAY.format(at="k.given_at")}
    where {IN_MONTH.format(at="k.given_at")}
)
select json_build_object(
    'month', to_char(m.first_day, 'YYYY-MM'), 'time_zone', m.time_zone, 'given', (
        select json_build_object('kudos', count(distinct kudos_id), 'recognitions', count(*), 'people', count(distinct other_id))
        from given),
    'received', (
        select json_build_object('kudos', count(distinct kudos_id), 'recognitions', count(*), 'people', count(distinct other_id))
        from received),
    'behaviours', array_to_json(array(select row_to_json(it) from (
        select b.code, b.stage, count(*) filter (where side = 'given') as given, count(*) filter (where side = 'received') as received
        from (select 'given' as side, kudos_id from given union all select 'received', kudos_id from received) mine
        join kudos_behaviours named using (kudos_id) join behaviours b on b.code = named.behaviour
        group by b.code order by b.code collate "C") it)))::text
from month m
"""


class _Counts(Struct, frozen=True):
    time_zone: str
    people: int
    eligible: int
    reached: int
    recognitions: int
    behaviours: list[Received]
    unrecognised: list[ListedPerson]


_decode = msgspec.json.Decoder(_Counts).decode
_decode_own = msgspec.json.Decoder(OwnMonth).decode


async def team_month(manager: Principal, month: Month) -> TeamMonth:
    counts = _decode(await DB.fetch_value(TEAM, month.first_day, None, manager.person_id, UNRECOGNISED_SHOWN))
    reach = percent(counts.reached, counts.eligible)
    return TeamMonth(
        month=str(month),
        time_zone=counts.time_zone,
        people=counts.people,
        reach=Figure(value=reach, numerator=counts.reached, denominator=counts.eligible),
        recognitions=counts.recognitions,
        behaviours=counts.behaviours,
        unrecognised=counts.unrecognised,
    )


async def own_month(person: Principal, month: Month) -> OwnMonth:
    return _decode_own(await DB.fetch_value(OWN, month.first_day, None, person.person_id))
