from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from recognize.people.schemas import Preference


class Credentials(Struct, frozen=True, forbid_unknown_fields=True):
    """`login` is a handle or a mail address."""

    login: Annotated[str, Meta(max_length=300)]
    password: Annotated[str, Meta(max_length=1000)]


class Me(Struct, frozen=True):
    """`permissions` is what this connection may do; `csrf_token` goes into `X-CSRF-Token`, null without a cookie.
    No `time_zone` of one's own means the organisation's; no `preference` means not chosen yet; `is_recognised`: somebody has
    thanked them where others see it, so it is time to ask."""

    id: UUID
    handle: str
    name: str
    department: str | None
    locale: str
    time_zone: str | None
    preference: Preference | None
    is_recognised: bool
    on_boards: bool
    roles: list[str]
    permissions: list[str]
    csrf_token: str | None
