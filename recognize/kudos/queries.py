from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec

from recognize.feed.kinds import Kind
from recognize.identity.idempotency import EARLIER, Answer, Key, earlier_answer
from recognize.kudos.schemas import HiddenKudos, HiddenPage, NewKudos, Situation
from recognize.lib.database import DB
from recognize.lib.ids import parse_uuid
from recognize.lib.pagination import Cursor
from recognize.lib.text import normal_spelling
from recognize.points.queries import ALLOWANCE_OF, GIVEN_IN_MONTH_OF

PERSON_IN_ITEM = """(select row_to_json(it) from (
    select {p}.id, {p}.handle, coalesce({p}.preferred_name, {p}.name) as name, d.code as department{more}) it)"""

# The viewer's copy of a kudos: the same for everybody, but for the recipients whom `{topics}` may see.
ITEM = f"""
select row_to_json(item) from (
    select k.id, 'kudos' as kind, k.given_at,
           (select {PERSON_IN_ITEM.format(p="g", more="")} from people g left join departments d on d.id = g.department_id
            where g.id = k.giver_id) as giver,
           array_to_json(array(
               select {PERSON_IN_ITEM.format(p="p", more=", r.named")} from kudos_recipients r join people p on p.id = r.person_id
               left join departments d on d.id = p.department_id
               where r.kudos_id = k.id and r.audience && {{topics}} order by r.place)) as recipients,
           array_to_json(array(
               select row_to_json(it) from (
                   select t.code, t.name from kudos_teams t where t.kudos_id = k.id order by t.place) it)) as teams,
           array_to_json(array(
               select b.behaviour from kudos_behaviours b where b.kudos_id = k.id order by b.place)) as behaviours,
           k.message, k.visibility, k.reached_customer
    from kudos k where k.id = {{id}}) item
"""
MINE = """
select row_to_json(own) from (
    select case when k.giver_id = {me} then (select coalesce(sum(r.points), 0) from kudos_recipients r where r.kudos_id = k.id)
           else (select r.points from kudos_recipients r where r.kudos_id = k.id and r.person_id = {me}) end as points,
           k.giver_id = {me} as may_withdraw,
           array_to_json(array(
               select r.person_id from kudos_recipients r
               where r.kudos_id = k.id and r.quiet and {me} in (k.giver_id, r.person_id) order by r.place)) as quiet
    from kudos k
    where k.id = {id} and (k.giver_id = {me} or exists (
        select from kudos_recipients r where r.kudos_id = k.id and r.person_id = {me}))) own
"""
# Where visitors pass, a person is the first word of their name and the next one's initial: "Rosa M."
WALL_NAME = """(case when not {{public}} then coalesce({p}.preferred_name, {p}.name) else
    split_part(coalesce({p}.preferred_name, {p}.name), ' ', 1) || coalesce(' ' || upper(left(nullif(split_part(
        case when position(' ' in {p}.preferred_name) > 0 then {p}.preferred_name else {p}.name end, ' ', 2), ''), 1)) || '.', '')
    end)"""
_PLAIN_LETTERS = "translate(lower({text}), 'áéíóúüàèìòù', 'aeiouuaeiou')"
# ... and a sentence that says the rest of somebody's name is not said there.
TELLS_A_NAME = f"""exists (
    select from people p, unnest((string_to_array({_PLAIN_LETTERS.format(text="p.name")}, ' '))[2:]) as word
    where length(word) >= 3 and strpos({_PLAIN_LETTERS.format(text="{text}")}, word) > 0 and (p.id = {{people}}))"""
_TELLS_A_NAME = TELLS_A_NAME.format(
    text="k.wall_sentence",
    people="k.giver_id or p.id in (select r.person_id from kudos_recipients r where r.kudos_id = k.id)",
)
# For walls: only who wanted fanfare when it was given and is still here, and neither ids nor handles.
WALL = f"""
select row_to_json(shown) from (
    select k.id, 'kudos' as kind, k.given_at,
           (select json_build_object('name', {WALL_NAME.format(p="g")})
            from people g where g.id = k.giver_id and g.status <> 'left') as giver,
           array_to_json(array(
               select json_build_object('name', {WALL_NAME.format(p="p")}, 'named', r.named)
               from kudos_recipients r join people p on p.id = r.person_id
               where r.kudos_id = k.id and 'walls' = any(r.audience) and p.status <> 'left' order by r.place)) as recipients,
           array_to_json(array(
               select row_to_json(it) from (
                   select t.code, t.name from kudos_teams t where t.kudos_id = k.id order by t.place) it)) as teams,
           array_to_json(array(
               select json_build_object('code', b.behaviour, 'stage', c.stage)
               from kudos_behaviours b join behaviours c on c.code = b.behaviour
               where b.kudos_id = k.id order by b.place)) as behaviours,
           case when not ({{public}} and {_TELLS_A_NAME}) then k.wall_sentence end as message
    from kudos k where k.id = {{id}} and k.visibility = 'public') shown
where shown.giver is not null and json_array_length(shown.recipients) > 0
"""
# A scene for walls. The behaviour most thanked for this month (else last month, while this one is young), with no figure,
# and the story that tells most of it: one that reached a customer, then the fullest sentence.
MIN_OF_MONTH = 3
NEWEST_OF_MONTHS = 500
CANDIDATES = 20
BEHAVIOUR_OF_MONTH = f"""
with seen as materialized (
    select f.id, date_trunc('month', f.at at time zone {{zone}}) as month from feed_items f
    where f.kind = 'kudos' and f.removed_at is null and 'walls' = any(f.audience) and f.audience && {{topics}}
      and f.at <= {{before}} and f.at >= (
          date_trunc('month', now() at time zone {{zone}}) - interval '1 month') at time zone {{zone}}
    order by f.at desc, f.id desc limit {NEWEST_OF_MONTHS}
), most as (
    select s.month, b.behaviour from seen s join kudos_behaviours b on b.kudos_id = s.id
    group by s.month, b.behaviour having count(*) >= {MIN_OF_MONTH}
    order by s.month desc, count(*) desc, b.behaviour limit 1
), candidates as (
    select k.id, k.reached_customer is true as reached, length(k.wall_sentence) as told
    from most join seen using (month) join kudos k using (id)
    where k.wall_sentence is not null and exists (
        select from kudos_behaviours b where b.kudos_id = k.id and b.behaviour = most.behaviour)
    order by reached desc, told desc, k.id limit {CANDIDATES}
)
select json_build_object('month', to_char(most.month, 'YYYY-MM'), 'behaviour', most.behaviour, 'story', best.story)
from most cross join lateral (
    select c.story from (select candidates.*, ({WALL.format(id="candidates.id", public="{public}")}) as story from candidates) c
    where c.story ->> 'message' is not null order by c.reached desc, c.told desc, c.id limit 1) best
"""
KUDOS_KIND = Kind("kudos", item=ITEM, mine=MINE, wall=WALL)

_MOMENT = "coalesce($6::timestamptz, now())"
_PARTY = f"""(select row_to_json(it) from (
    select p.id, p.handle, coalesce(p.preferred_name, p.name) as name, p.kind, p.status, p.manager_id, p.preference,
           (select d.code from departments d where d.id = p.department_id) as department,
           array(with recursive up as (
                     select d.id, d.parent_id from departments d where d.id = p.department_id
                     union all select d.id, d.parent_id from departments d join up on d.id = up.parent_id)
                 select id from up) as departments,
           {GIVEN_IN_MONTH_OF.format(giver="$1", recipient="p.id", moment=_MOMENT)} as given_this_month) it)"""

# `(select $2)` hides an array's length from PostgreSQL, which would plan the statement anew at every call: 0.7 ms.
SITUATION = f"""
select json_build_object(
    'moment', {_MOMENT},
    'allowance', case when $7::boolean then (
        select row_to_json(it) from ({ALLOWANCE_OF.format(person="$1", moment=_MOMENT)}) it) end,
    'giver', (select {_PARTY} from people p where p.id = $1),
    'people', array_to_json(array(
        select {_PARTY} from people p
        where p.handle = any((select $2::text[])::text[]) or p.id = any((select $3::uuid[])::uuid[]))),
    'teams', array_to_json(array(
        select json_build_object('code', t.code, 'name', t.name, 'members', array_to_json(array(
            select {_PARTY} from team_members m join people p on p.id = m.person_id
            where m.team_id = t.id and p.status <> 'left' order by p.sort_key, p.id)))
        from teams t where t.code = any((select $4::text[])::text[])
        union all
        select json_build_object('code', t.code, 'name', t.name, 'members', array_to_json(array(
            select {_PARTY} from people p
            where p.department_id = t.id and p.status <> 'left' order by p.sort_key, p.id)))
        from departments t
        where lower(t.code) = any((select $4::text[])::text[]) and not exists (select from teams where code = lower(t.code)))),
    'behaviours', array_to_json(array(
        select json_build_object('code', b.code, 'stage', b.stage, 'retired', b.retired_at is not null)
        from behaviours b where b.code = any((select $5::text[])::text[])))
)::text as situation, e.*
from organisation o left join ({EARLIER.format(person="$1", key="$8")}) e on true
"""
LOCKED = """
select k.giver_id, k.withdrawn_at is not null as withdrawn, k.hidden_at is not null as hidden,
       k.import_ref is not null as imported, f.audience,
       array(select person_id from kudos_recipients r where r.kudos_id = k.id) as recipients,
       array(select person_id from kudos_recipients r
             where r.kudos_id = k.id and (r.quiet or k.visibility = 'private')) as discreet
from kudos k join feed_items f on f.id = k.id
where k.id = $1 for update of k
"""
HIDDEN = """
select k.id, k.given_at, k.hidden_at, coalesce(g.preferred_name, g.name) as giver,
       case when k.visibility = 'private' then null else k.message end as message, a.actor as hidden_by,
       a.details ->> 'reason' as reason
from kudos k join people g on g.id = k.giver_id
cross join lateral (
    select actor, details from audit
    where action = 'kudos.hidden' and subject = k.id::text order by at desc limit 1) a
where k.hidden_at is not null and k.withdrawn_at is null
and ($2::timestamptz is null or (k.hidden_at, k.id) < ($2, $3::uuid))
order by k.hidden_at desc, k.id desc limit $1
"""
POINTS_STILL_GIVEN = """
select month, recipient_id, sum(points)::integer as points from ledger where kudos_id = $1
group by month, recipient_id having sum(points) <> 0
"""

_decode_situation = msgspec.json.Decoder(Situation).decode


async def look(
    giver: UUID, new: NewKudos, key: Key | None = None, at: datetime | None = None
) -> tuple[Situation, Answer | None]:
    """All that giving has to know, and the earlier answer to the key. Raises KeyReusedError."""
    handles, ids = _handles_and_ids(new.recipients)
    teams = [code.lower() for code in new.teams]
    of_key = key.key if key else None
    row = await DB.fetch_row(SITUATION, giver, handles, ids, teams, new.behaviours, at, bool(new.points), of_key)
    if row is None:
        raise RuntimeError("there is no organisation; run `recognize migrate`")
    return _decode_situation(row["situation"]), earlier_answer(key, row) if key else None


def _handles_and_ids(names: Sequence[str]) -> tuple[list[str], list[UUID]]:
    ids = [identity for name in names if (identity := parse_uuid(name))]
    return [normal_spelling(name) for name in names if not parse_uuid(name)], ids


async def locked(kudos: UUID) -> asyncpg.Record | None:
    """The kudos with what its events say, until the end of the transaction nobody else's to change."""
    return await DB.fetch_row(LOCKED, kudos)


async def hidden(limit: int, before: Cursor | None) -> HiddenPage:
    """What was hidden last comes first; the words of a private one stay between the two."""
    rows = await DB.fetch(HIDDEN, limit + 1, *(before or (None, None)))
    items = [HiddenKudos(**row) for row in rows[:limit]]
    return HiddenPage(items, str(Cursor(items[-1].hidden_at, items[-1].id)) if len(rows) > limit else None)
