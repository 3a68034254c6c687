from uuid import UUID

from recognize.feed.audience import WALLS
from recognize.feed.kinds import wall_sql
from recognize.lib.database import DB
from recognize.permissions import DISPLAY, Display

BY_TOKEN = "select id, name, locale, departments from displays where token_hash = $1 and revoked_at is null"

# One statement, so that the items and the log's position are of the same moment. The first condition is the index's.
PAGE = """
select json_build_object(
    'organisation', o.name,
    'display', json_build_object(
        'name', d.name, 'locale', d.locale, 'theme', d.theme, 'time_zone', coalesce(d.time_zone, o.time_zone)),
    'behaviours', (select coalesce(json_agg(json_build_object(
        'code', b.code, 'stage', b.stage, 'icon', b.icon, 'name', b.texts -> d.locale ->> 'name') order by b.place), '[]')
        from behaviours b),
    'items', array_to_json(array(
        select shown.wall::json from (
            select f.at, f.id, {wall} as wall from feed_items f
            where f.removed_at is null and '{walls}' = any(f.audience) and f.audience && $2::text[]) shown
        where shown.wall is not null order by shown.at desc, shown.id desc limit $3)),
    'now', now(), 'epoch', h.epoch, 'position', h.position, 'csrf_token', $4::text)::text
from displays d cross join organisation o cross join log_head h where d.id = $1
"""


async def display_by_token(hashed: bytes) -> Display | None:
    row = await DB.fetch_row(BY_TOKEN, hashed)
    if row is None:
        return None
    own = own_topic(row["id"])
    shown = [f"{WALLS}:{department}" for department in row["departments"]] or [WALLS]
    return Display(
        id=row["id"],
        handle=f"display {row['name']}",
        locale=row["locale"],
        roles=frozenset({DISPLAY}),
        topic=own,
        topics=[own, *shown],
    )


def own_topic(display: UUID) -> str:
    return f"display:{display}"


async def wall_page(display: Display, limit: int, csrf_token: str | None) -> bytes:
    """The JSON of a Wall."""
    sql = PAGE.format(wall=wall_sql(item="f.id", kind="f.kind"), walls=WALLS)
    page: str = await DB.fetch_value(sql, display.id, display.topics, limit, csrf_token)
    return page.encode()


async def in_use(name: str) -> list[UUID]:
    rows = await DB.fetch("select id from displays where name = $1 and revoked_at is null", name)
    return [row["id"] for row in rows]
