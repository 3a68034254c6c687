"""Bringing the badges' file in. Loading it again changes nothing; what is new or has another rule is weighed for everybody."""

from pathlib import Path

import msgspec

from recognize.badges.definitions import Definition, read_badges
from recognize.badges.readers import weigh_new
from recognize.lib.database import DB
from recognize.lib.seeds import seeds_folder

BEHAVIOURS = "select code from behaviours"
PLANT = """
with told as (
    select row_number() over () as place, it.* from json_to_recordset($1::json) as it (
        code text, family text, tier text, shape text, icon text, stage text, texts jsonb, after text, granted_by text,
        monthly_cap integer)
), planted as (
    insert into badges as b (code, family, tier, place, shape, icon, stage, texts, after, granted_by, monthly_cap, is_weighed)
    select code, family, tier, place, shape, icon, stage, texts, after, granted_by, monthly_cap, granted_by is not null from told
    on conflict (code) do update set (family, tier, place, shape, icon, stage, texts, after, granted_by, monthly_cap, retired_at)
        = (excluded.family, excluded.tier, excluded.place, excluded.shape, excluded.icon, excluded.stage, excluded.texts,
           excluded.after, excluded.granted_by, excluded.monthly_cap, null)
)
update badges set retired_at = now() where retired_at is null and code not in (select code from told)
"""
# Only what differs is written: a badge whose rule stays as it was is not weighed again.
SET_CONDITIONS = """
with told as (
    select it.code as badge, needed.* from json_to_recordset($1::json) as it (code text, requirements jsonb)
    cross join jsonb_to_recordset(it.requirements) as needed (measure text, key text, at_least bigint)
), gone as (
    delete from badge_conditions c where not exists (
        select from told t where (t.badge, t.measure, t.key) = (c.badge, c.measure, c.key)) returning badge
), written as (
    insert into badge_conditions as c (badge, measure, key, at_least) select * from told
    on conflict (badge, measure, key) do update set at_least = excluded.at_least where c.at_least <> excluded.at_least
    returning badge
)
update badges set is_weighed = false where code in (select badge from gone union select badge from written)
"""


async def plant_badges(file: Path | None = None) -> None:
    """Raises BadgesError; then nothing has changed."""
    behaviours = {row["code"] for row in await DB.fetch(BEHAVIOURS)}
    definitions = read_badges(file or seeds_folder("catalogue") / "badges.toml", behaviours)
    rows = msgspec.json.encode([_row(each) for each in definitions]).decode()
    async with DB.transaction():
        await DB.execute(PLANT, rows)
        await DB.execute(SET_CONDITIONS, rows)
    await weigh_new()


def _row(each: Definition) -> dict[str, object]:
    entry = each.entry
    return {
        "code": each.code,
        "family": each.family,
        "tier": each.tier,
        "shape": entry.shape,
        "icon": entry.icon,
        "stage": entry.stage,
        "texts": each.texts,
        "after": each.after,
        "granted_by": entry.granted_by,
        "monthly_cap": entry.monthly_cap,
        "requirements": [needed._asdict() for needed in each.requirements],
    }
