"""Badges, who holds them and why. A quiet person's awards, and everybody's of constancia, are seen by themselves alone."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
from asyncpg import Record

from recognize.badges.schemas import AwardView, AwardWhy, BadgeList, BadgeView
from recognize.badges.standing import IS_PRIVATE, PERSON, SHARED_WINS, STANDING
from recognize.errors import NotFoundError
from recognize.feed.kinds import item_sql
from recognize.feed.queries import VISIBLE_TO
from recognize.kudos.items import WALL_NAME
from recognize.lib.database import DB
from recognize.lib.ids import parse_uuid
from recognize.lib.text import normal_spelling
from recognize.permissions import Principal

NEXT_SHOWN = 3
EVIDENCE_SHOWN = 100
WALL_DAYS = 7
WALL_AWARDS = 6

_CONDITIONS = """array_to_json(array(
    select json_build_object('count', c.measure, 'key', c.key, 'at_least', c.at_least,
                             'reached', least(coalesce(s.value, 0), c.at_least))
    from badge_conditions c left join standing s on s.measure = c.measure and s.key = c.key and s.person_id = {person}
    where c.badge = {badge} order by c.measure, c.key))"""
BADGES = f"""
with {PERSON}, {STANDING}, holders as (
    select a.badge, count(*) as count from awards a join people p on p.id = a.person_id
    where a.taken_at is null and p.status <> 'left' and p.preference is distinct from 'quiet'
    and not {IS_PRIVATE.format(badge="a.badge")} group by a.badge
)
select json_build_object(
    'code', b.code, 'family', b.family, 'tier', b.tier, 'shape', b.shape, 'icon', b.icon, 'stage', b.stage,
    'texts', b.texts, 'after', b.after, 'granted_by', b.granted_by, 'monthly_cap', b.monthly_cap,
    'holders', coalesce(h.count, 0),
    'conditions', {_CONDITIONS.format(person="($1::uuid[])[1]", badge="b.code")},
    'award', case when a.id is not null then json_build_object('id', a.id, 'earned_on', a.earned_on) end)::text as badge
from badges b left join holders h on h.badge = b.code
left join awards a on a.badge = b.code and a.taken_at is null and a.person_id = ($1::uuid[])[1]
where b.retired_at is null or a.id is not null order by b.place, b.code
"""
_SEEN = f"($2 in (p.id, a.giver_id) or (p.preference is distinct from 'quiet' and not {IS_PRIVATE.format(badge='a.badge')}))"
_AWARD = """json_build_object(
    'id', a.id, 'badge', a.badge, 'earned_on', a.earned_on, 'granted_at', a.granted_at, 'reason', a.reason,
    'giver', case when g.id is not null then
        json_build_object('handle', g.handle, 'name', coalesce(g.preferred_name, g.name)) end,
    'evidence_withdrawn', a.unsupported_at is not null)"""
AWARDS_OF = f"""
select coalesce(json_agg({_AWARD} order by a.earned_on desc, b.place desc) filter (where a.id is not null), '[]')::text
from people p left join awards a on a.person_id = p.id and a.taken_at is null and {_SEEN}
left join badges b on b.code = a.badge left join people g on g.id = a.giver_id
where p.handle = $1 or p.id = $3 having count(*) > 0
"""
WHY = f"""
with {PERSON}, {STANDING}
select json_build_object('award', {_AWARD}, 'evidence', null,
    'person', json_build_object('id', p.id, 'handle', p.handle, 'name', coalesce(p.preferred_name, p.name)),
    'conditions', {_CONDITIONS.format(person="p.id", badge="a.badge")})::text
from awards a join people p on p.id = a.person_id left join people g on g.id = a.giver_id
where a.id = $3 and a.taken_at is null and {_SEEN}
"""
HOLDER = "select person_id from awards where id = $1 and taken_at is null"
# Which kudos and wins carried an award: by each condition the first that were needed.
_FIRST_OF = """(
                select distinct on ({each}) r.kudos_id, r.day from recognitions r
                where {whose} = a.person_id {where} order by {each}, r.day, r.kudos_id)"""
_OTHER_AREA = (
    "and {area} is not null and {area} is distinct from (select department_id from people where id = a.person_id)"
)
EVIDENCE = f"""
select {{item}} as item from feed_items f
where {VISIBLE_TO} and f.id in (
    select met.kudos_id from awards a join badge_conditions c on c.badge = a.badge cross join lateral (
        select * from (
            select k.kudos_id, k.day from recognition_keys k
            where k.person_id = a.person_id and k.measure = c.measure and k.key = c.key
            union all
            select * from {_FIRST_OF.format(each="r.giver_id", whose="r.recipient_id", where="and r.is_named")} it where c.measure = 'givers'
            union all
            select * from {_FIRST_OF.format(each="r.recipient_id", whose="r.giver_id", where="and r.is_named")} it where c.measure = 'thanked'
            union all
            select * from {_FIRST_OF.format(each="r.recipient_department_id", whose="r.giver_id", where="and r.is_named " + _OTHER_AREA.format(area="r.recipient_department_id"))} it
            where c.measure = 'areas_thanked'
            union all
            select * from {_FIRST_OF.format(each="r.giver_department_id", whose="r.recipient_id", where=_OTHER_AREA.format(area="r.giver_department_id"))} it
            where c.measure = 'areas_served'
            union all
            select shared.id, (shared.shared_at at time zone o.time_zone)::date
            from organisation o cross join people p cross join lateral ({SHARED_WINS}) shared
            where p.id = a.person_id and c.measure = 'wins'
            union all
            select * from (
                select * from {_FIRST_OF.format(each="date_trunc('week', r.day)", whose="r.giver_id", where="")} it
                where it.day <= a.earned_on order by it.day desc limit c.at_least) latest where c.measure = 'weeks'
        ) met where met.day <= a.earned_on order by met.day, met.kudos_id limit c.at_least) met
    where a.id = $2)
order by f.at, f.id limit {EVIDENCE_SHOWN}
"""
BADGE = "select * from badges where code = $1"
CERTIFICATE = f"""
select o.name as organisation, p.id as person_id, p.name, p.handle, p.preference is not distinct from 'quiet' or {IS_PRIVATE.format(badge="a.badge")} as is_private, b.shape, b.stage, b.tier, b.icon,
       b.texts::text as texts, coalesce(a.reason, '') as reason, a.earned_on, a.taken_at is not null as is_taken
from awards a join people p on p.id = a.person_id join badges b on b.code = a.badge cross join organisation o
where a.id = $1
"""
# What everybody may see of a kudos, whoever asks: a card goes further than the feed.
CARD = """
select {item} as item, o.name as organisation, (f.at at time zone o.time_zone)::date as day
from feed_items f cross join organisation o where f.id = $2 and f.kind = 'kudos' and f.removed_at is null and f.audience && $1::text[]
"""
DEEDS = """
select b.texts -> $2 ->> 'name' as name, b.icon, b.stage from unnest($1::text[]) with ordinality as named (code, place)
join behaviours b using (code) order by named.place
"""

# A scene for walls: who wants fanfare and is here got a badge this week, of each the newest.
AWARDS_OF_WEEK = f"""
select json_build_object('awards', json_agg(json_build_object(
    'name', newest.name, 'badge', newest.words, 'icon', newest.icon, 'stage', newest.stage, 'tier', newest.tier)
    order by newest.granted_at desc, newest.person_id))
from (
    select * from (
        select distinct on (p.id) p.id as person_id, {WALL_NAME.format(p="p")} as name, a.granted_at, b.icon, b.stage, b.tier,
               json_build_object('es', b.texts -> 'es' ->> 'name', 'en', b.texts -> 'en' ->> 'name') as words
        from awards a join people p on p.id = a.person_id join badges b on b.code = a.badge
        where a.taken_at is null and not a.silent and p.status = 'active' and p.preference = 'fanfare'
        and not {IS_PRIVATE.format(badge="a.badge")} and a.granted_at <= {{before}} and a.granted_at > now() - interval '{WALL_DAYS} days'
        and {{topics}} && array(
            with recursive up as (
                select d.id, d.parent_id from departments d where d.id = p.department_id
                union all select d.id, d.parent_id from departments d join up on d.id = up.parent_id)
            select 'walls:' || id from up union all select 'walls')
        order by p.id, a.granted_at desc, b.place desc) of_each
    order by granted_at desc, person_id limit {WALL_AWARDS}) newest
having count(*) > 0
"""

_decode_badge = msgspec.json.Decoder(BadgeView).decode
_decode_awards = msgspec.json.Decoder(list[AwardView]).decode
_decode_why = msgspec.json.Decoder(AwardWhy).decode


async def badges_for(person: UUID) -> BadgeList:
    badges = [_decode_badge(row["badge"]) for row in await DB.fetch(BADGES, [person])]
    return BadgeList(badges, _next(badges))


def _next(badges: Sequence[BadgeView]) -> list[str]:
    held = {each.code for each in badges if each.award}
    within_reach = [
        each
        for each in badges
        if each.code not in held and each.share > 0 and (each.after is None or each.after in held)
    ]
    return [each.code for each in sorted(within_reach, key=lambda each: -each.share)[:NEXT_SHOWN]]


async def awards_of(handle_or_id: str, reader: UUID) -> list[AwardView]:
    """Newest first. Raises NotFoundError."""
    found = await DB.fetch_value(AWARDS_OF, normal_spelling(handle_or_id), reader, parse_uuid(handle_or_id))
    if found is None:
        raise NotFoundError(handle_or_id)
    return _decode_awards(found)


async def why(award: UUID, reader: Principal) -> AwardWhy:
    """Raises NotFoundError, also for what is not the reader's to see."""
    holder = await DB.fetch_value(HOLDER, award)
    found = await DB.fetch_value(WHY, [holder], reader.person_id, award) if holder else None
    if found is None:
        raise NotFoundError
    told = _decode_why(found)
    if holder != reader.person_id:
        return told
    sql = EVIDENCE.format(item=item_sql(item="f.id", kind="f.kind", topics="$1::text[]"))
    rows = await DB.fetch(sql, reader.topics, award)
    return msgspec.structs.replace(told, evidence=[msgspec.json.decode(row["item"]) for row in rows])


async def badge(code: str) -> Record:
    """Raises NotFoundError."""
    row = await DB.fetch_row(BADGE, code)
    if row is None:
        raise NotFoundError(code)
    return row


async def certificate_row(award: UUID) -> Record | None:
    return await DB.fetch_row(CERTIFICATE, award)


async def card_row(kudos: UUID, topics: Sequence[str]) -> Record | None:
    sql = CARD.format(item=item_sql(item="f.id", kind="f.kind", topics="$1::text[]"))
    return await DB.fetch_row(sql, topics, kudos)


async def deeds(codes: Sequence[str], locale: str) -> list[dict[str, Any]]:
    return [dict(row) for row in await DB.fetch(DEEDS, codes, locale)]
