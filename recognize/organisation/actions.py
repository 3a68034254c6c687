from typing import Any
from uuid import UUID

from msgspec import UNSET, structs

from recognize.errors import InvalidInputError, Words
from recognize.lib.clock import is_time_zone
from recognize.lib.database import DB
from recognize.lib.text import on_one_line, unusable, visible_length
from recognize.log.events import record
from recognize.organisation import audit
from recognize.organisation.queries import organisation
from recognize.organisation.schemas import OrganisationChange, OrganisationSettings
from recognize.organisation.tables import Organisation

CHANGED = "organisation.changed"
ORGANISATION = UUID(int=0)  # the organisation is one and has no id
DEFAULT_NAME = "Recognize"
FOUND = "insert into organisation (name, time_zone, locale) values ($1, $2, $3) on conflict do nothing"


class UnknownTimeZoneError(InvalidInputError):
    code = "unknown_time_zone"
    title = {"en": "This time zone does not exist.", "es": "Esa zona horaria no existe."}


async def found(time_zone: str, locale: str) -> None:
    """Write the organisation's row at the first start; afterwards the environment no longer decides these."""
    await DB.execute(FOUND, DEFAULT_NAME, time_zone, locale)


async def change_organisation(change: OrganisationChange) -> OrganisationSettings:
    if change.time_zone is not UNSET and not is_time_zone(change.time_zone):
        raise UnknownTimeZoneError(change.time_zone)
    if change.name is not UNSET:
        _check_name(change.name)
        change = structs.replace(change, name=on_one_line(change.name))
    async with DB.transaction():
        before = await organisation()
        given: dict[str, Any] = {
            name: value
            for name, value in structs.asdict(change).items()
            if value is not UNSET and value != getattr(before, name)
        }
        if given:
            await Organisation.update(**given, force=True)
            await audit.record(CHANGED, "organisation", given)
            await record(CHANGED, ORGANISATION, (), {"fields": list(given)})
        return await organisation()


def _check_name(name: str) -> None:
    if fault := unusable(name):
        raise InvalidInputError(fault.about("name"))
    if not visible_length(name):
        raise InvalidInputError(Words("nothing of it can be seen", "no se ve nada de él").about("name"))
