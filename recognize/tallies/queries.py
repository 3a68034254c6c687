from collections.abc import Collection
from uuid import UUID

import msgspec

from recognize.errors import NotFoundError
from recognize.lib.database import DB
from recognize.lib.ids import parse_uuid
from recognize.lib.text import normal_spelling
from recognize.tallies.schemas import PersonFigures

# $3 is who asks. Their own totals have what is between two people, too; the behaviours never do.
FIGURES = """
with person as (
    select id, id = $3 as is_reader from people where handle = $1 or id = $2
), received as (
    select k.id, k.visibility = 'public' and not r.quiet as is_public
    from person join kudos_recipients r on r.person_id = person.id join kudos k on k.id = r.kudos_id
    where k.withdrawn_at is null and k.hidden_at is null
), given as (
    select k.visibility = 'public' and exists (
        select from kudos_recipients r where r.kudos_id = k.id and not r.quiet) as is_public
    from person join kudos k on k.giver_id = person.id where k.withdrawn_at is null and k.hidden_at is null
)
select json_build_object(
    'by_behaviour', array_to_json(array(
        select json_build_object('code', b.code, 'stage', b.stage, 'received', count(*))
        from received join kudos_behaviours named on named.kudos_id = received.id join behaviours b on b.code = named.behaviour
        where received.is_public group by b.code order by count(*) desc, b.place, b.code)),
    'given', (select count(*) from given where is_public or person.is_reader),
    'received', (select count(*) from received where is_public or person.is_reader)
)::text from person
"""

MOST_NAMED = 5  # people by name: a kudos for more of them is for a team, and nobody's individual recognition

RECOGNITION = """
kudos_id, recipient_id, giver_id, day, giver_department_id, recipient_department_id, direction, behaviours,
is_public, is_discreet, is_individual, is_of_report, is_named, points
"""
# The recognitions that stand, as the facts have them now: area and managers are those of the day. An audience with `org` in
# it is neither private, quiet nor within an area. Everybody above a person is found span by span of their managers, so a
# circle of managers ends by `union`.
_COUNTED = f"""
with recursive shown as materialized (
    select k.id as kudos_id, r.person_id as recipient_id, k.giver_id,
           greatest(least((k.given_at at time zone z.time_zone)::date, z.until - 1), z.since) as day, 'org' = any(r.audience) as is_public,
           k.visibility = 'private' or r.quiet as is_discreet, r.points, r.named as is_named,
           r.named and count(*) filter (where r.named) over (partition by k.id) <= {MOST_NAMED} as is_individual
    from zone_spans z join kudos k on k.given_at >= z.begins and k.given_at < z.ends
    join kudos_recipients r on r.kudos_id = k.id
    where k.id {{these}} and k.withdrawn_at is null and k.hidden_at is null
), above as (
    select s.person_id, s.manager_id as above_id, s.since, s.until
    from (select giver_id as person_id from shown union select recipient_id from shown) concerned
    join manager_spans s using (person_id) where s.manager_id is not null
    union
    select a.person_id, s.manager_id, greatest(a.since, s.since), least(a.until, s.until)
    from above a join manager_spans s on s.person_id = a.above_id and s.since < a.until and s.until > a.since
    where s.manager_id is not null
), up as (
    select distinct s.kudos_id, s.recipient_id
    from shown s join above a on a.person_id = s.giver_id and a.above_id = s.recipient_id and s.day >= a.since and s.day < a.until
), down as (
    select distinct s.kudos_id, s.recipient_id
    from shown s join above a on a.person_id = s.recipient_id and a.above_id = s.giver_id and s.day >= a.since and s.day < a.until
), named as (
    select kudos_id, array_agg(behaviour order by place) as behaviours from kudos_behaviours
    where kudos_id {{these}} group by kudos_id
)
select s.kudos_id, s.recipient_id, s.giver_id, s.day, giver.department_id as giver_department_id,
       recipient.department_id as recipient_department_id,
       case when up.kudos_id is not null then 'up' when down.kudos_id is not null then 'down'
            when over_giver.manager_id = over_recipient.manager_id then 'sideways' else 'across' end as direction,
       coalesce(named.behaviours, '{{{{}}}}') as behaviours, s.is_public, s.is_discreet, s.is_individual,
       coalesce(over_recipient.manager_id = s.giver_id, false) as is_of_report, s.is_named, s.points
from shown s
left join department_spans giver on giver.person_id = s.giver_id and s.day >= giver.since and s.day < giver.until
left join department_spans recipient
    on recipient.person_id = s.recipient_id and s.day >= recipient.since and s.day < recipient.until
left join manager_spans over_giver
    on over_giver.person_id = s.giver_id and s.day >= over_giver.since and s.day < over_giver.until
left join manager_spans over_recipient
    on over_recipient.person_id = s.recipient_id and s.day >= over_recipient.since and s.day < over_recipient.until
left join up on up.kudos_id = s.kudos_id and up.recipient_id = s.recipient_id
left join down on down.kudos_id = s.kudos_id and down.recipient_id = s.recipient_id
left join named on named.kudos_id = s.kudos_id
"""
# The kudos whose recognitions are not counted as the facts have them.
_MISCOUNTED = f"""
with facts as materialized ({_COUNTED}), kept as materialized (
    select {RECOGNITION} from standing_recognitions where kudos_id {{these}}
)
select distinct kudos_id from (
    (select {RECOGNITION} from facts except select {RECOGNITION} from kept)
    union all
    (select {RECOGNITION} from kept except select {RECOGNITION} from facts)) differing
"""
_THESE, _ALL = "= any($1::uuid[])", "is not null"
COUNTED, COUNTED_OF_ALL = _COUNTED.format(these=_THESE), _COUNTED.format(these=_ALL)
MISCOUNTED, MISCOUNTED_OF_ALL = _MISCOUNTED.format(these=_THESE), _MISCOUNTED.format(these=_ALL)
# Everything given or received by $1, and by whoever stands or stood below somebody of $2.
CONCERNING = """
with recursive below as (
    select unnest($2::uuid[]) as id
    union
    select m.person_id from manager_history m join below b on m.manager_id = b.id
), concerned as (
    select id from below union select unnest($1::uuid[])
)
select r.kudos_id from concerned c join standing_recognitions r on r.giver_id = c.id
union
select r.kudos_id from concerned c join standing_recognitions r on r.recipient_id = c.id
"""

_decode = msgspec.json.Decoder(PersonFigures).decode


async def figures(handle_or_id: str, reader: UUID) -> PersonFigures:
    """Raises NotFoundError."""
    found = await DB.fetch_value(FIGURES, normal_spelling(handle_or_id), parse_uuid(handle_or_id), reader)
    if found is None:
        raise NotFoundError(handle_or_id)
    return _decode(found)


async def miscounted(kudos: Collection[UUID]) -> list[UUID]:
    """Those of them whose recognitions are counted otherwise than the facts have them now."""
    return [row["kudos_id"] for row in await DB.fetch(MISCOUNTED, list(kudos))]


async def concerning(moved: Collection[UUID], newly_led: Collection[UUID]) -> list[UUID]:
    """The counted kudos that another area of the one and another manager of the other may count otherwise."""
    if not moved and not newly_led:
        return []
    return [row["kudos_id"] for row in await DB.fetch(CONCERNING, list(moved), list(newly_led))]
