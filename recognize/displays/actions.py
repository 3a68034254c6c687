from typing import Any
from uuid import UUID

from asyncpg import Record
from msgspec import UNSET, structs

from recognize.displays import scenes
from recognize.displays.errors import (
    DisplayChangedError,
    HalfQuietHoursError,
    InvalidDisplayNameError,
    UnknownAreaError,
    UnknownDisplayError,
    UnknownSceneError,
)
from recognize.displays.queries import in_use, own_topic, unknown_departments
from recognize.displays.schemas import DisplayChange, Locale, NewDisplay
from recognize.errors import InvalidInputError, NotFoundError, Words
from recognize.identity.actions import ACCESS_CHANGED
from recognize.identity.secrets import new_token, token_hash
from recognize.lib.clock import is_time_zone
from recognize.lib.database import DB
from recognize.lib.ids import uuid7
from recognize.lib.text import on_one_line, unusable, visible_length
from recognize.log.events import record
from recognize.organisation import audit
from recognize.organisation.actions import UnknownTimeZoneError

MAX_NAME_CHARACTERS = 80
CHANGED, IDENTIFY, RELOAD = "display.changed", "display.identify", "display.reload"

CREATE = """
insert into displays (id, name, token_hash, locale) select $1, $2, $3, coalesce($4, o.locale) from organisation o
"""
LOCKED = """
select name, version, to_char(quiet_from, 'HH24:MI') as quiet_from, to_char(quiet_until, 'HH24:MI') as quiet_until
from displays where id = $1 and revoked_at is null for update
"""
# What a field of the API is in the table.
COLUMNS = {
    "departments": "departments = array(select id from departments where code = any(${n}::text[]))",
    "locale": "locale = coalesce(${n}, (select locale from organisation))",
    "quiet_from": "quiet_from = ${n}::text::time",
    "quiet_until": "quiet_until = ${n}::text::time",
}
REVOKE = "update displays set revoked_at = now() where id = any($1) and revoked_at is null"


async def create_display(name: str, locale: Locale | None = None) -> str:
    """Returns the display's token, which is stored nowhere. Without a locale it speaks the organisation's language."""
    chosen = usable_name(name)
    identity, token = uuid7(), new_token()
    async with DB.transaction():
        await DB.execute(CREATE, identity, chosen, token_hash(token), locale)
        await audit.record("display.created", chosen, {"id": str(identity)})
    return token


async def add_display(new: NewDisplay) -> UUID:
    """A display without a token, inside the transaction that approves the screen which is to come for it."""
    identity = uuid7()
    given = structs.asdict(new)
    given.pop("user_code")
    values = await _checked(given)
    await DB.execute(CREATE, identity, values["name"], None, new.locale)
    await _write(identity, values)
    await audit.record("display.created", values["name"], {"id": str(identity), **values})
    return identity


async def change_display(display: UUID, change: DisplayChange) -> None:
    """The screen follows at once. Raises DisplayChangedError when the change was made from another version."""
    given: dict[str, Any] = {name: value for name, value in structs.asdict(change).items() if value is not UNSET}
    given.pop("version")
    async with DB.transaction():
        before = await _locked(display)
        if before["version"] != change.version:
            raise DisplayChangedError(version=before["version"])
        values = await _checked(given, before)
        if not values:
            return
        await _write(display, values)
        await DB.execute("update displays set version = version + 1 where id = $1", display)
        await record(CHANGED, display, [own_topic(display)], {})
        await audit.record(CHANGED, before["name"], {"id": str(display), **values})


async def identify(display: UUID) -> None:
    """The screen shows its name for a moment."""
    await _tell(display, IDENTIFY)


async def reload(display: UUID) -> None:
    """The screen loads its page again."""
    await _tell(display, RELOAD)


async def revoke_display(display: UUID) -> None:
    async with DB.transaction():
        name = (await _locked(display))["name"]
        await _revoke([display], name)


async def revoke_displays(name: str) -> int:
    """Every display of this name is out, with its token and its cookie. Returns how many; raises UnknownDisplayError."""
    async with DB.transaction():
        displays = await in_use(on_one_line(name))
        if not displays:
            called = repr(name[:MAX_NAME_CHARACTERS])
            raise UnknownDisplayError(
                Words(f"no display in use is called {called}", f"ninguna pantalla en uso se llama {called}")
            )
        await _revoke(displays, on_one_line(name))
    return len(displays)


async def _revoke(displays: list[UUID], name: str) -> None:
    await DB.execute(REVOKE, displays)
    for display in displays:
        await record(ACCESS_CHANGED, display, [own_topic(display)], {})
    await audit.record("display.revoked", name, {"ids": [str(each) for each in displays]})


async def _tell(display: UUID, kind: str) -> None:
    async with DB.transaction():
        name = (await _locked(display))["name"]
        await record(kind, display, [own_topic(display)], {})
        await audit.record(kind, name, {"id": str(display)})


async def _locked(display: UUID) -> Record:
    row = await DB.fetch_row(LOCKED, display)
    if row is None:
        raise NotFoundError
    return row


async def _write(display: UUID, values: dict[str, Any]) -> None:
    setting = [COLUMNS.get(name, f"{name} = ${{n}}").format(n=n) for n, name in enumerate(values, start=2)]
    await DB.execute(f"update displays set {', '.join(setting)} where id = $1", display, *values.values())


async def _checked(given: dict[str, Any], before: Record | None = None) -> dict[str, Any]:
    """The values as they are kept; raises an InvalidInputError for the first that cannot be."""
    values = dict(given)
    if "name" in values:
        values["name"] = usable_name(values["name"])
    if "location" in values:
        values["location"] = on_one_line(values["location"])
        if fault := unusable(values["location"]):
            raise InvalidInputError(fault.about("location"))
    if (zone := values.get("time_zone")) is not None and not is_time_zone(zone):
        raise UnknownTimeZoneError(zone)
    if chosen := values.get("scenes"):
        if unknown := set(chosen) - set(scenes.codes()):
            raise UnknownSceneError(", ".join(sorted(unknown)))
        values["scenes"] = list(dict.fromkeys(chosen))
    if unknown_areas := await unknown_departments(values.get("departments", [])):
        raise UnknownAreaError(", ".join(unknown_areas))
    ends = [values.get(end, before[end] if before else None) for end in ("quiet_from", "quiet_until")]
    if (ends[0] is None) != (ends[1] is None) or (ends[0] is not None and ends[0] == ends[1]):
        raise HalfQuietHoursError
    return values


def usable_name(name: str) -> str:
    chosen = on_one_line(name)
    if not len(chosen) <= MAX_NAME_CHARACTERS or not visible_length(chosen):
        raise InvalidDisplayNameError
    if fault := unusable(chosen):
        raise InvalidDisplayNameError(fault)
    return chosen
