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

_decode = msgspec.json.Decoder(PersonFigures).decode


async def figures(handle_or_id: str, reader: UUID) -> PersonFigures:
    """Raises NotFoundError."""
    found = await DB.fetch_value(FIGURES, normal_spelling(handle_or_id), parse_uuid(handle_or_id), reader)
    if found is None:
        raise NotFoundError(handle_or_id)
    return _decode(found)
