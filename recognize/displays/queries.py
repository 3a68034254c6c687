from functools import cache
from uuid import UUID

from asyncpg import Record

from recognize.displays.scenes import CELEBRATIONS, scenes_sql
from recognize.displays.schemas import HealthChange
from recognize.feed.audience import IN_PUBLIC, WALLS
from recognize.feed.kinds import wall_sql
from recognize.lib.database import DB
from recognize.organisation.queries import PAUSED
from recognize.permissions import DISPLAY, Display

KUDOS = "kudos"  # the one kind of items that a day without celebrations leaves on walls
HOLD_MINUTES = 10  # where visitors pass: time to take back what should not have been said
LOOKED_AT = 500  # of the newest items: those of own areas come first, and what leavers gave is not shown

_DISPLAY = "select id, name, locale, departments, place, others from displays"
BY_TOKEN = f"{_DISPLAY} where token_hash = $1 and revoked_at is null"
BY_ID = f"{_DISPLAY} where id = $1 and revoked_at is null"

_IN_PUBLIC = "d.place = 'public'"
_BEFORE = f"(case when {_IN_PUBLIC} then now() - interval '{HOLD_MINUTES} minutes' else 'infinity' end)"
_PAUSED = PAUSED.format(zone="coalesce(d.time_zone, o.time_zone)")
_CELEBRATES = f"(d.scenes is null or '{CELEBRATIONS}' = any(d.scenes))"
_OF_OWN_AREAS = f"f.audience && array(select '{WALLS}:' || area from unnest(d.departments) area)"
# $2: the topics whose items are shown. It begins with the index's conditions.
_SHOWN = f"f.removed_at is null and '{WALLS}' = any(f.audience) and f.audience && $2::text[]"

# One statement, so that the items and the log's position are of the same moment.
PAGE = """
select json_build_object(
    'organisation', o.name,
    'display', json_build_object(
        'name', d.name, 'location', d.location, 'locale', d.locale, 'theme', d.theme, 'time_zone', coalesce(d.time_zone, o.time_zone),
        'place', d.place, 'celebrates', {celebrates}, 'paused', {paused}, 'others', d.others,
        'quiet_from', to_char(d.quiet_from, 'HH24:MI'), 'quiet_until', to_char(d.quiet_until, 'HH24:MI')),
    'behaviours', (select coalesce(json_agg(json_build_object(
        'code', b.code, 'stage', b.stage, 'icon', b.icon, 'name', b.texts -> d.locale ->> 'name') order by b.place), '[]')
        from behaviours b),
    'items', array_to_json(array(
        select case when shown.own then (shown.wall::jsonb || '{{"own":true}}')::json else shown.wall::json end from (
            select newest.*, {wall} as wall from (
                select f.id, f.kind, f.at, d.others and {of_own_areas} as own from feed_items f
                where {shown} and f.at <= {before} and {celebrates} and (f.kind = '{kudos}' or not {paused})
                order by f.at desc, f.id desc limit {looked_at}) newest
            order by newest.own desc, newest.at desc, newest.id desc) shown
        where shown.wall is not null limit $3)),
    'next_at', case when {in_public} then (
        select min(f.at) + interval '{hold} minutes' from feed_items f where {shown} and f.at > {before}) end,
    'scenes', {scenes},
    'now', now(), 'epoch', h.epoch, 'position', h.position, 'csrf_token', $4::text, 'client', $6::text)::text
from displays d cross join organisation o cross join log_head h where d.id = $1
"""


async def display_by_token(hashed: bytes) -> Display | None:
    row = await DB.fetch_row(BY_TOKEN, hashed)
    return _display(row) if row else None


async def display_by_id(display: UUID) -> Display | None:
    """As its own calls would find it, for whoever looks at what it shows."""
    row = await DB.fetch_row(BY_ID, display)
    return _display(row) if row else None


def _display(row: Record) -> Display:
    own = own_topic(row["id"])
    areas = [f"{WALLS}:{department}" for department in row["departments"]]
    shown = areas if areas and not row["others"] else [WALLS]
    return Display(
        id=row["id"],
        handle=f"display {row['name']}",
        locale=row["locale"],
        roles=frozenset({DISPLAY}),
        topic=own,
        topics=[own, *shown, *([IN_PUBLIC] if row["place"] == "public" else [])],
    )


def own_topic(display: UUID) -> str:
    return f"display:{display}"


async def wall_page(display: Display, limit: int, csrf_token: str | None, invitation: str, client: str) -> bytes:
    """The JSON of a Wall; `invitation` is that scene's content as JSON, `client` names the build of the wall's page."""
    page: str = await DB.fetch_value(_page_sql(), display.id, display.topics, limit, csrf_token, invitation, client)
    return page.encode()


@cache
def _page_sql() -> str:
    placeholders = {"topics": "$2::text[]", "public": _IN_PUBLIC, "before": _BEFORE, "zone": "o.time_zone"}
    return PAGE.format(
        wall=wall_sql(item="newest.id", kind="newest.kind", public=_IN_PUBLIC),
        shown=_SHOWN,
        before=_BEFORE,
        celebrates=_CELEBRATES,
        paused=_PAUSED,
        kudos=KUDOS,
        of_own_areas=_OF_OWN_AREAS,
        in_public=_IN_PUBLIC,
        looked_at=LOOKED_AT,
        hold=HOLD_MINUTES,
        scenes=scenes_sql(chosen="d.scenes", paused=_PAUSED, invitation="$5::json", **placeholders),
    )


async def in_use(name: str) -> list[UUID]:
    rows = await DB.fetch("select id from displays where name = $1 and revoked_at is null", name)
    return [row["id"] for row in rows]


_QUIET_AT = """case when d.quiet_from is null then false
    when d.quiet_from <= d.quiet_until then {time} >= d.quiet_from and {time} < d.quiet_until
    else {time} >= d.quiet_from or {time} < d.quiet_until end"""


def quiet_sql(moment: str) -> str:
    """Whether the display `d` of the organisation `o` keeps quiet at a moment, by the clock of its own zone."""
    return _QUIET_AT.format(time=f"(({moment}) at time zone coalesce(d.time_zone, o.time_zone))::time")


_VIEW = f"""
select d.id, d.name, d.location, d.place, d.locale, d.theme, d.time_zone, d.scenes, d.others, d.version, d.created_at,
       array(select a.code from departments a where a.id = any(d.departments) order by a.code) as departments,
       to_char(d.quiet_from, 'HH24:MI') as quiet_from, to_char(d.quiet_until, 'HH24:MI') as quiet_until,
       d.health, d.token_hash is not null as is_paired, extract(epoch from now() - d.seen_at)::float as unseen_seconds,
       {quiet_sql("now()")} as is_quiet
from displays d cross join organisation o where d.revoked_at is null
"""
VIEWS = f"{_VIEW} order by d.name, d.id"
VIEW = f"{_VIEW} and d.id = $1"
HISTORY = "select at, health from display_health where display_id = $1 order by at desc limit $2"


async def display_rows() -> list[Record]:
    return await DB.fetch(VIEWS)


async def display_row(display: UUID) -> Record | None:
    return await DB.fetch_row(VIEW, display)


async def health_history(display: UUID, limit: int) -> list[HealthChange]:
    return [HealthChange(row["at"], row["health"]) for row in await DB.fetch(HISTORY, display, limit)]


async def unknown_departments(codes: list[str]) -> list[str]:
    rows = await DB.fetch(
        "select code from unnest($1::text[]) code where code not in (select code from departments)", codes
    )
    return [row["code"] for row in rows]
