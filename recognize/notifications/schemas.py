from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import UNSET, Struct, UnsetType


class Actor(Struct, frozen=True):
    id: UUID
    handle: str
    name: str


class Called(Struct, frozen=True):
    es: str
    en: str


class Notification(Struct, frozen=True, kw_only=True):
    """`actors` are the newest of `actor_count`; none where nobody but the person did anything. `subject_id` is what it is
    about: the item, the award. `facts` are its kind's: codes and figures, to be put into words by the client. `called` is the
    name of the badge or the challenge, `excerpt` the beginning of a kudos' message or a win's title."""

    id: UUID
    kind: str
    subject_id: UUID
    item_id: UUID | None
    item_kind: str | None
    facts: dict[str, Any]
    called: Called | None
    excerpt: str | None
    at: datetime
    is_new: bool
    actors: list[Actor]
    actor_count: int


class Inbox(Struct, frozen=True):
    """Newest first; `next` goes into `before`. `unread` counts to 100."""

    items: list[Notification]
    next: str | None
    unread: int


class Reading(Struct, frozen=True, forbid_unknown_fields=True):
    """`until`: the `at` of the newest that was shown; what came later stays unread. `only`: nothing but this one."""

    until: datetime
    only: UUID | None = None


class Unread(Struct, frozen=True):
    unread: int


class NotificationSetting(Struct, frozen=True):
    """`mail`: at once where the kind has a mail of its own, else in the digest. The digest itself has no `inbox`."""

    kind: str
    inbox: bool | None
    mail: bool


class SettingChange(Struct, frozen=True, forbid_unknown_fields=True):
    kind: str
    inbox: bool | UnsetType = UNSET
    mail: bool | UnsetType = UNSET


class SettingChanges(Struct, frozen=True, forbid_unknown_fields=True):
    """Only what is given changes."""

    changes: list[SettingChange]
