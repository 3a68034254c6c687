from uuid import UUID

import asyncpg
import msgspec

from recognize.feed.comments import COMMENTS_OF
from recognize.feed.kinds import Kind
from recognize.feed.parties import PARTY
from recognize.feed.pictures import PICTURE_OF
from recognize.feed.reactions import OWN_REACTIONS_OF, REACTIONS_OF
from recognize.identity.idempotency import EARLIER, Answer, Key, earlier_answer
from recognize.kudos.items import PERSON_IN_ITEM, TELLS_A_NAME, TELLS_OF_SOMEBODY_ELSE, WALL_NAME
from recognize.lib.database import DB
from recognize.lib.ids import parse_uuid
from recognize.lib.pagination import Cursor
from recognize.lib.text import normal_spelling
from recognize.wins.schemas import HiddenWin, HiddenWins, NewWin, WinSituation

_EDITABLE_UNTIL = "w.shared_at + make_interval(mins => (select edit_minutes from organisation))"
ITEM = f"""
select row_to_json(item) from (
    select w.id, 'win' as kind, w.shared_at as given_at, w.kind as win,
           (select {PERSON_IN_ITEM.format(p="a", more="")} from people a left join departments d on d.id = a.department_id
            where a.id = w.author_id) as author,
           array_to_json(array(
               select {PERSON_IN_ITEM.format(p="p", more="")} from win_participants t join people p on p.id = t.person_id
               left join departments d on d.id = p.department_id
               where t.win_id = w.id and t.audience && {{topics}} order by t.place)) as participants,
           w.title, w.story, w.story_html, w.visibility, w.edited_at, {PICTURE_OF.format(id="w.id")} as picture,
           {REACTIONS_OF.format(id="w.id", topics="{topics}")} as reactions,
           {COMMENTS_OF.format(id="w.id", topics="{topics}")} as comments
    from wins w where w.id = {{id}}) item
"""
MINE = f"""
select row_to_json(own) from (
    select w.author_id = {{me}} as may_withdraw, case when w.author_id = {{me}} then {_EDITABLE_UNTIL} end as may_edit_until,
           array_to_json(array(
               select t.person_id from win_participants t
               where t.win_id = w.id and t.quiet and {{me}} in (w.author_id, t.person_id) order by t.place)) as quiet,
           faces.reactions
    from wins w
    cross join lateral (select {OWN_REACTIONS_OF.format(id="w.id", me="{me}")} as reactions) faces
    where w.id = {{id}} and (w.author_id = {{me}} or json_array_length(faces.reactions) > 0 or exists (
        select from win_participants t where t.win_id = w.id and t.person_id = {{me}}))) own
"""
VOICE = """
select t.audience from win_participants t join wins w on w.id = t.win_id
where t.win_id = {id} and t.person_id = {me} and t.quiet and w.author_id <> t.person_id
"""
# In the one shape that walls know of an item: the participants who wanted fanfare then and are still here, the author, and
# the title where it names nobody else.
WALL = f"""
select row_to_json(shown) from (
    select w.id, 'win' as kind, w.shared_at as given_at, w.kind as win,
           (select json_build_object('name', {WALL_NAME.format(p="a")})
            from people a where a.id = w.author_id and a.status <> 'left') as giver,
           array_to_json(array(
               select json_build_object('name', {WALL_NAME.format(p="p")}, 'named', true)
               from win_participants t join people p on p.id = t.person_id
               where t.win_id = w.id and 'walls' = any(t.audience) and p.status <> 'left' order by t.place)) as recipients,
           '[]'::json as teams, '[]'::json as behaviours,
           case when not ({{public}} and {
    TELLS_A_NAME.format(
        text="w.wall_title",
        people="w.author_id or p.id in (select t.person_id from win_participants t where t.win_id = w.id)",
    )
}) and not exists (
               select from win_participants t join people p on p.id = t.person_id where t.win_id = w.id and p.status = 'left'
           ) and not {TELLS_OF_SOMEBODY_ELSE.format(text="w.wall_title")} then w.wall_title end as message,
           case when not ({{public}}) then {PICTURE_OF.format(id="w.id")} end as picture
    from wins w where w.id = {{id}} and w.visibility = 'public') shown
where shown.giver is not null and json_array_length(shown.recipients) > 0
"""
WIN_KIND = Kind("win", item=ITEM, mine=MINE, wall=WALL, voice=VOICE)

# A scene for walls: the newest wins of the last 30 days.
WINS_SHOWN = 4
WINS_OF_MONTH = f"""
select json_build_object('items', json_agg(shown.wall order by shown.at desc, shown.id desc)) from (
    select f.at, f.id, ({WALL.format(id="f.id", public="{public}")}) as wall from (
        select f.at, f.id from feed_items f
        where f.kind = 'win' and f.removed_at is null and 'walls' = any(f.audience) and f.audience && {{topics}}
          and f.at <= {{before}} and f.at > now() - interval '30 days'
        order by f.at desc, f.id desc limit {WINS_SHOWN}) f) shown
where shown.wall is not null having count(*) > 0
"""

SITUATION = f"""
select json_build_object(
    'moment', coalesce($4::timestamptz, now()),
    'author', (select {PARTY} from people p where p.id = $1),
    'people', array_to_json(array(
        select {PARTY} from people p
        where p.handle = any((select $2::text[])::text[]) or p.id = any((select $3::uuid[])::uuid[]))),
    'picture', (select json_build_object('hash', p.hash, 'width', p.width, 'height', p.height)
                from pictures p join picture_uploads u on u.hash = p.hash where p.hash = $6 and u.person_id = $1),
    'may_edit_until', coalesce($4::timestamptz, now()) + make_interval(mins => o.edit_minutes)
)::text as situation, e.*
from organisation o left join ({EARLIER.format(person="$1", key="$5")}) e on true
"""
LOCKED = f"""
select w.author_id, w.title, w.story, w.withdrawn_at is not null as withdrawn, w.hidden_at is not null as hidden,
       now() < {_EDITABLE_UNTIL} as is_editable, f.audience,
       array(select person_id from win_participants t where t.win_id = w.id order by t.place) as participants,
       array(select person_id from win_participants t where t.win_id = w.id and t.quiet order by t.place) as discreet,
       array(select unnest(array[coalesce(p.preferred_name, p.name), p.name, p.handle]) from win_participants t
             join people p on p.id = t.person_id where t.win_id = w.id and 'walls' <> all(t.audience)) as unseen
from wins w join feed_items f on f.id = w.id
where w.id = $1 for update of w
"""
HIDDEN = """
select w.id, w.shared_at as given_at, w.hidden_at, coalesce(p.preferred_name, p.name) as author, w.title, w.story_html,
       a.actor as hidden_by, a.details ->> 'reason' as reason
from wins w join people p on p.id = w.author_id
cross join lateral (
    select actor, details from audit
    where action = 'win.hidden' and subject = w.id::text order by at desc limit 1) a
where w.hidden_at is not null and w.withdrawn_at is null
and ($2::timestamptz is null or (w.hidden_at, w.id) < ($2, $3::uuid))
order by w.hidden_at desc, w.id desc limit $1
"""

_decode_situation = msgspec.json.Decoder(WinSituation).decode


async def look(author: UUID, new: NewWin, key: Key | None, at: object) -> tuple[WinSituation, Answer | None]:
    """All that sharing has to know, and the earlier answer to the key. Raises KeyReusedError."""
    handles = [normal_spelling(name) for name in new.participants if not parse_uuid(name)]
    ids = [identity for name in new.participants if (identity := parse_uuid(name))]
    row = await DB.fetch_row(SITUATION, author, handles, ids, at, key.key if key else None, new.picture)
    if row is None:
        raise RuntimeError("there is no organisation; run `recognize migrate`")
    return _decode_situation(row["situation"]), earlier_answer(key, row) if key else None


async def locked(win: UUID) -> asyncpg.Record | None:
    """The win with what its events say, until the end of the transaction nobody else's to change."""
    return await DB.fetch_row(LOCKED, win)


async def hidden(limit: int, before: Cursor | None) -> HiddenWins:
    """What was hidden last comes first."""
    rows = await DB.fetch(HIDDEN, limit + 1, *(before or (None, None)))
    items = [HiddenWin(**row) for row in rows[:limit]]
    return HiddenWins(items, str(Cursor(items[-1].hidden_at, items[-1].id)) if len(rows) > limit else None)
