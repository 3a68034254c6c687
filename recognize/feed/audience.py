"""Who sees what: an audience is a set of topics, and somebody sees whatever shares a topic with them.

The audience is per person named in an item: a quiet person's name has a smaller audience than the item it stands in.
Topics: `org`, `department:<id>`, `person:<id>`, and for wall displays `walls`, `walls:<department id>`.
"""

from collections.abc import Iterable, Sequence
from typing import Literal
from uuid import UUID

from msgspec import Struct

ORG = "org"
WALLS = "walls"
# No item has this one: who has it is a display where visitors pass. Live events name it an item and never hold one, and
# what it may show by now stands in its list.
IN_PUBLIC = "walls:public"

Visibility = Literal["public", "department", "private"]


class Party(Struct, frozen=True, kw_only=True):
    """Somebody in an item as of the day it is published. `departments` is the own department and all above it."""

    id: UUID
    departments: list[UUID]
    manager_id: UUID | None = None
    preference: Literal["fanfare", "feed_only", "quiet"] | None = None

    @property
    def is_quiet(self) -> bool:
        return self.preference == "quiet"


def person_topic(person: UUID) -> str:
    return f"person:{person}"


def department_topic(department: UUID) -> str:
    return f"department:{department}"


def audiences(visibility: Visibility, giver: Party, recipients: Sequence[Party]) -> list[set[str]]:
    """The audience of each recipient's name, in their order; the item's own audience is their union."""
    shared = _shared(visibility, giver, [each for each in recipients if not each.is_quiet])
    return [_audience(visibility, giver, each, shared) for each in recipients]


def joining(
    visibility: Visibility, giver: Party, others: Sequence[Party], newcomer: Party
) -> tuple[set[str], set[str]]:
    """The audience of a name that comes later, and what those of the others who are not quiet gain by it."""
    own = audiences(visibility, giver, [*others, newcomer])[-1]
    if visibility != "department" or newcomer.is_quiet:
        return own, set()
    return own, _shared(visibility, giver, [newcomer])


def _audience(visibility: Visibility, giver: Party, recipient: Party, shared: set[str]) -> set[str]:
    if visibility == "private":
        return _topics_of(giver.id, recipient.id)
    if recipient.is_quiet:
        return _topics_of(giver.id, recipient.id, recipient.manager_id)
    if visibility == "public" and recipient.preference == "fanfare":
        return shared | {WALLS} | {f"{WALLS}:{department}" for department in recipient.departments}
    return shared


def _shared(visibility: Visibility, giver: Party, recipients: Sequence[Party]) -> set[str]:
    if visibility == "public":
        return {ORG}
    parties = [giver, *recipients]
    departments = {department_topic(each) for party in parties for each in party.departments}
    return departments | _topics_of(*(party.id for party in parties))


def _topics_of(*people: UUID | None) -> set[str]:
    return {person_topic(person) for person in people if person is not None}


def facet(name: str, value: object) -> str:
    return f"{name}:{value}"


def only_for(facets: Iterable[str], viewers: Iterable[str]) -> set[str]:
    """Facets that find an item for these viewers alone: `person:<rosa>@person:<ana>`. A quiet name must not be found
    by filtering where it is not shown."""
    seen_by = list(viewers)
    return {f"{each}@{viewer}" for each in facets for viewer in seen_by}
