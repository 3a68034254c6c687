from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec

from recognize.feed.audience import Party
from recognize.feed.queries import VISIBLE_TO
from recognize.identity.idempotency import EARLIER, Answer, Key, earlier_answer
from recognize.kudos.items import ITEM, REACHED_BY_BOOSTS
from recognize.kudos.schemas import (
    Boostable,
    EarlierText,
    HiddenKudos,
    HiddenPage,
    KnownBehaviour,
    NewKudos,
    Situation,
    WallNames,
)
from recognize.lib.database import DB
from recognize.lib.ids import parse_uuid
from recognize.lib.pagination import Cursor
from recognize.lib.text import normal_spelling
from recognize.permissions import Principal
from recognize.points.queries import ALLOWANCE_OF, GIVEN_IN_MONTH_OF

_MOMENT = "coalesce($6::timestamptz, now())"
_PARTY = f"""(select row_to_json(it) from (
    select p.id, p.handle, coalesce(p.preferred_name, p.name) as name, p.name as full_name, p.kind, p.status, p.manager_id, p.preference,
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
        from behaviours b where b.code = any((select $5::text[])::text[]))),
    'picture', (select json_build_object('hash', p.hash, 'width', p.width, 'height', p.height)
                from pictures p join picture_uploads u on u.hash = p.hash where p.hash = $9 and u.person_id = $1),
    'may_edit_until', {_MOMENT} + make_interval(mins => o.edit_minutes)
)::text as situation, e.*
from organisation o left join ({EARLIER.format(person="$1", key="$8")}) e on true
"""
# First the lock, then what stands there: a statement that waits for a lock sees in other rows what was there before it waited.
LOCK = "select from kudos where id = $1 for update"
LOCKED = """
select k.giver_id, k.withdrawn_at is not null as withdrawn, k.hidden_at is not null as hidden,
       k.import_ref is not null as imported, k.message, k.visibility, k.reached_customer, f.audience,
       k.given_at + make_interval(mins => o.edit_minutes) > clock_timestamp() as may_edit,
       array(select person_id from kudos_recipients r where r.kudos_id = k.id) as recipients,
       array(select person_id from kudos_recipients r
             where r.kudos_id = k.id and (r.quiet or k.visibility = 'private')) as discreet
from kudos k join feed_items f on f.id = k.id cross join organisation o
where k.id = $1
"""
HIDDEN = """
select k.id, k.given_at, k.hidden_at, coalesce(g.preferred_name, g.name) as giver,
       case when k.visibility <> 'private' then k.message end as message,
       case when k.visibility <> 'private' then k.message_html end as message_html, a.actor as hidden_by,
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
select reason = 'import' as imported, month, giver_id, recipient_id, sum(points)::integer as points
from ledger where kudos_id = $1 group by 1, 2, 3, 4 having sum(points) <> 0 order by 1, 3, 2, 4
"""

GIVER_OF_VISIBLE = f"""
select k.giver_id from kudos k join feed_items f on f.id = k.id where k.id = $2 and {VISIBLE_TO}
"""
WHOLE = f"""
select ({ITEM.format(id="whole.id", topics="whole.audience")})::text
from feed_items whole join kudos given on given.id = whole.id where whole.id = $1 and given.withdrawn_at is null
"""
EARLIER_TEXTS = "select until, message from kudos_edits where kudos_id = $1 order by until"
# Whom a boost reaches: the named, whom the booster sees and who hold points; with what they have from the booster already.
BOOSTABLE = f"""
select json_build_object(
    'has_boosted', exists (select from boosts where kudos_id = $1 and person_id = $2),
    'allowance', (select row_to_json(it) from ({ALLOWANCE_OF.format(person="$2", moment="now()")}) it),
    'given_this_month', (
        select coalesce(json_object_agg(r.person_id, {GIVEN_IN_MONTH_OF.format(giver="$2", recipient="r.person_id", moment="now()")}), '{{}}')
        from kudos_recipients r join people p on p.id = r.person_id
        where r.kudos_id = $1 and {REACHED_BY_BOOSTS} and r.audience && $3::text[])
)::text from organisation o
"""
# The giver, then the recipients, as they stood on the day of the kudos.
PARTIES = """
with recursive given as (
    select k.id, k.giver_id, (k.given_at at time zone o.time_zone)::date as day
    from kudos k cross join organisation o where k.id = $1
), standing as (
    select who.*, (select h.department_id from department_history h
                   where h.person_id = who.id and h.since <= given.day order by h.since desc limit 1) as department_id,
           (select h.manager_id from manager_history h
            where h.person_id = who.id and h.since <= given.day order by h.since desc limit 1) as manager_id
    from given cross join lateral (
        select given.giver_id as id, 0 as place, false as quiet
        union all select r.person_id, r.place, r.quiet from kudos_recipients r where r.kudos_id = given.id) who
), up as (
    select id, department_id from standing where department_id is not null
    union
    select up.id, d.parent_id from up join departments d on d.id = up.department_id where d.parent_id is not null
)
select s.id, s.manager_id, case when s.quiet then 'quiet' end as preference,
       array(select up.department_id from up where up.id = s.id) as departments
from standing s order by s.place
"""
BEHAVIOURS_OF = """
select b.code, b.stage, b.retired_at is not null as retired
from kudos_behaviours named join behaviours b on b.code = named.behaviour where named.kudos_id = $1 order by named.place
"""
NAMES_ON_WALLS = """
select 'walls' = any(r.audience) as on_walls, coalesce(p.preferred_name, p.name) as name, p.name as full_name, p.handle
from kudos_recipients r join people p on p.id = r.person_id where r.kudos_id = $1
union all
select null, coalesce(p.preferred_name, p.name), p.name, p.handle from kudos k join people p on p.id = k.giver_id where k.id = $1
"""
RECIPIENTS = """
select person_id, named, quiet, audience, audience_before from kudos_recipients where kudos_id = $1 order by place
"""

_decode_boostable = msgspec.json.Decoder(Boostable).decode
_decode_situation = msgspec.json.Decoder(Situation).decode


async def look(
    giver: UUID, new: NewKudos, key: Key | None = None, at: datetime | None = None
) -> tuple[Situation, Answer | None]:
    """All that giving has to know, and the earlier answer to the key. Raises KeyReusedError."""
    handles, ids = _handles_and_ids(new.recipients)
    teams = [code.lower() for code in new.teams]
    of_key = key.key if key else None
    row = await DB.fetch_row(
        SITUATION, giver, handles, ids, teams, new.behaviours, at, bool(new.points), of_key, new.picture
    )
    if row is None:
        raise RuntimeError("there is no organisation; run `recognize migrate`")
    return _decode_situation(row["situation"]), earlier_answer(key, row) if key else None


def _handles_and_ids(names: Sequence[str]) -> tuple[list[str], list[UUID]]:
    ids = [identity for name in names if (identity := parse_uuid(name))]
    return [normal_spelling(name) for name in names if not parse_uuid(name)], ids


async def locked(kudos: UUID) -> asyncpg.Record | None:
    """The kudos with what its events say, until the end of the transaction nobody else's to change."""
    await DB.execute(LOCK, kudos)
    return await DB.fetch_row(LOCKED, kudos)


async def giver_of_visible(principal: Principal, kudos: UUID) -> UUID | None:
    found: UUID | None = await DB.fetch_value(GIVER_OF_VISIBLE, principal.topics, kudos)
    return found


async def whole_item(kudos: UUID) -> str | None:
    """JSON of the item as who sees all of it would: every recipient, the quiet ones too."""
    found: str | None = await DB.fetch_value(WHOLE, kudos)
    return found


async def earlier_texts(kudos: UUID) -> list[EarlierText]:
    return [EarlierText(**row) for row in await DB.fetch(EARLIER_TEXTS, kudos)]


async def boostable(principal: Principal, kudos: UUID) -> Boostable:
    return _decode_boostable(await DB.fetch_value(BOOSTABLE, kudos, principal.person_id, principal.topics))


async def parties(kudos: UUID) -> tuple[Party, list[Party]]:
    """The giver and the recipients in their order, with departments and managers of the day it was given."""
    giver, *recipients = [Party(**row) for row in await DB.fetch(PARTIES, kudos)]
    return giver, recipients


async def behaviours_of(kudos: UUID) -> list[KnownBehaviour]:
    return [KnownBehaviour(**row) for row in await DB.fetch(BEHAVIOURS_OF, kudos)]


async def names_on_walls(kudos: UUID) -> WallNames | None:
    """None where walls name no recipient."""
    rows = await DB.fetch(NAMES_ON_WALLS, kudos)
    unseen = [row for row in rows if row["on_walls"] is False]
    if not any(row["on_walls"] for row in rows):
        return None
    return WallNames(
        [name for row in unseen for name in (row["name"], row["full_name"], row["handle"])],
        {row["handle"]: row["name"] for row in rows if row not in unseen},
    )


async def recipients_of(kudos: UUID) -> list[asyncpg.Record]:
    return await DB.fetch(RECIPIENTS, kudos)


async def hidden(limit: int, before: Cursor | None) -> HiddenPage:
    """What was hidden last comes first; the words of a private one stay between the two."""
    rows = await DB.fetch(HIDDEN, limit + 1, *(before or (None, None)))
    items = [HiddenKudos(**row) for row in rows[:limit]]
    return HiddenPage(items, str(Cursor(items[-1].hidden_at, items[-1].id)) if len(rows) > limit else None)
