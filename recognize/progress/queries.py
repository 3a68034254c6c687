"""Levels and constancia: private, and counted only from what everybody may see."""

from uuid import UUID

import msgspec

from recognize.lib.database import DB
from recognize.progress.schemas import Progress
from recognize.tallies.constancia import CONSTANCIA

# The published curve: from so much experience on a level is reached.
CURVE = (0, 5, 15, 30, 50, 80, 120, 180, 260, 360)
WORTH = {"people": 3, "given": 1, "received": 1}

# `who (id)` with what they have of each part.
PARTS = """
select who.id, (select count(*) from pairs where giver_id = who.id) as people,
       coalesce((select count from tallies where person_id = who.id and measure = 'given' and key = ''), 0) as given,
       coalesce((select count from tallies where person_id = who.id and measure = 'received' and key = ''), 0) as received
from who
"""
EXPERIENCE = " + ".join(f"{worth} * parts.{part}" for part, worth in WORTH.items())
LEVEL = f"(select count(*) from unnest(array{list(CURVE)}) as step where step <= {EXPERIENCE})"
PROGRESS = f"""
with who as (select $1::uuid as id), parts as ({PARTS}), {CONSTANCIA.format(people="who")}
select json_build_object(
    'level', greatest({LEVEL}, (select level from levels where person_id = $1)), 'experience', {EXPERIENCE},
    'next_at', (select step from unnest(array{list(CURVE)}) with ordinality as curve (step, level)
                where curve.level = greatest({LEVEL}, (select level from levels where person_id = $1)) + 1),
    'curve', to_json(array{list(CURVE)}),
    'parts', json_build_array({
    ", ".join(
        f"json_build_object('of', '{part}', 'count', parts.{part}, 'worth', {worth})" for part, worth in WORTH.items()
    )
}),
    'constancia', json_build_object(
        'thanked', (select count(*) from constancia where thanked), 'of', (select count(*) from constancia where not paused),
        'weeks', array_to_json(array(
            select json_build_object('starts_on', week, 'thanked', thanked, 'paused', paused) from constancia order by week))))::text
from parts
"""
# The people whom these kudos concern, as far as they are.
REACHED = f"""
with who as (
    select giver_id as id from kudos where id = any($1::uuid[])
    union select person_id from kudos_recipients where kudos_id = any($1::uuid[])
), parts as ({PARTS})
select id, {LEVEL} from parts
"""
REACHED_BY_ALL = f"with who as (select id from people), parts as ({PARTS}) select id, {LEVEL} from parts"
CONCERNED = """
select giver_id as id from kudos where id = any($1::uuid[])
union select person_id from kudos_recipients where kudos_id = any($1::uuid[])
"""

_decode = msgspec.json.Decoder(Progress).decode


async def progress(person: UUID) -> Progress:
    return _decode(await DB.fetch_value(PROGRESS, person))


async def concerned(kudos: set[UUID]) -> set[UUID]:
    """Their givers and recipients."""
    return {row["id"] for row in await DB.fetch(CONCERNED, list(kudos))}
