from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

from recognize.lib.qr import Qr

Locale = Literal["es", "en"]
Theme = Literal["dark", "light"]
Place = Literal["internal", "public"]
Health = Literal["new", "online", "late", "lost"]
Instant = Annotated[str, Meta(extra_json_schema={"format": "date-time"})]
# In Python `$` would let a line break follow, in the schema's own dialect there is no `\Z`.
TimeOfDay = Annotated[str, Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$(?!\n)")]
Build = Annotated[str, Meta(max_length=200, pattern=r"^[ -~]*$(?!\n)")]
Name = Annotated[str, Meta(max_length=200)]
Location = Annotated[str, Meta(max_length=200)]
TimeZone = Annotated[str, Meta(max_length=100)]
Codes = Annotated[list[Annotated[str, Meta(max_length=100)]], Meta(max_length=200)]
UserCode = Annotated[str, Meta(max_length=20)]
DeviceCode = Annotated[str, Meta(max_length=300)]
Count = Annotated[int, Meta(ge=0, le=2**53)]


class DisplayToken(Struct, frozen=True, forbid_unknown_fields=True):
    token: Annotated[str, Meta(max_length=300)]


class DisplaySettings(Struct, frozen=True):
    """`time_zone` is the display's own or else the organisation's, and the quiet hours are by its clock. `celebrates`:
    kudos are shown; `others`: those of other areas too, after those of the display's own. `paused`: nothing is celebrated today,
    neither with wins nor with confetti."""

    name: str
    location: str
    locale: Locale
    theme: Theme
    time_zone: str
    place: Place
    celebrates: bool
    paused: bool
    others: bool
    quiet_from: TimeOfDay | None
    quiet_until: TimeOfDay | None


class WallBehaviour(Struct, frozen=True):
    """As the display's language names it."""

    code: str
    stage: str
    icon: str
    name: str


class SceneContent(Struct, frozen=True):
    """What a scene draws depends on its `code`; one with nothing to say is not there."""

    code: str
    content: dict[str, Any]


class Wall(Struct, frozen=True):
    """What a display shows: items made for walls, newest first, and scenes that take turns with them. `now` is the server's
    clock; `epoch` and `position` are the log's of the same moment: a socket that resumes there misses nothing. `next_at` is
    when a display in public may show something that is held back now. `client` names the build of the wall's page that
    this server has. `csrf_token` is null without a cookie."""

    organisation: str
    display: DisplaySettings
    behaviours: list[WallBehaviour]
    items: list[dict[str, Any]]
    next_at: Instant | None
    scenes: list[SceneContent]
    now: Instant
    epoch: UUID
    position: int
    csrf_token: str | None
    client: str


class Heartbeat(Struct, frozen=True, forbid_unknown_fields=True):
    """What a screen says of itself: its page's build, the log's position that it has taken in, and for how many seconds
    it has not known whether that is still the truth."""

    client: Build
    position: Count
    age_seconds: Count


class Heard(Struct, frozen=True):
    """`client` is the build that the server has: a screen with another one loads its page again at a quiet moment."""

    client: str


class Pairing(Struct, frozen=True):
    """Times in seconds. `verification_url_complete`, as a code for cameras in `qr`, spares the typing of `user_code`."""

    device_code: str
    user_code: str
    verification_url: str
    verification_url_complete: str
    qr: Qr
    expires_in: int
    interval: int


class DeviceQuestion(Struct, frozen=True, forbid_unknown_fields=True):
    device_code: DeviceCode


class PairedDisplay(Struct, frozen=True):
    """A bearer token; the answer's cookie holds it too."""

    access_token: str
    token_type: Literal["bearer"]


class NewDisplay(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`user_code` is what the screen shows. Without `departments` it shows the whole organisation; with `others` it shows
    theirs first. `scenes` null: all there are, later ones too. Without `locale` it speaks the organisation's language,
    without `time_zone` it lives in its zone. Quiet hours have both ends or none."""

    user_code: UserCode
    name: Name
    location: Location = ""
    place: Place = "internal"
    departments: Codes = []
    others: bool = False
    scenes: Codes | None = None
    locale: Locale | None = None
    theme: Theme = "dark"
    time_zone: TimeZone | None = None
    quiet_from: TimeOfDay | None = None
    quiet_until: TimeOfDay | None = None


class DisplayChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Only what is given changes. `version` is the one that the change was made from."""

    version: int
    name: Name | UnsetType = UNSET
    location: Location | UnsetType = UNSET
    place: Place | UnsetType = UNSET
    departments: Codes | UnsetType = UNSET
    others: bool | UnsetType = UNSET
    scenes: Codes | UnsetType | None = UNSET
    locale: Locale | UnsetType = UNSET
    theme: Theme | UnsetType = UNSET
    time_zone: TimeZone | UnsetType | None = UNSET
    quiet_from: TimeOfDay | UnsetType | None = UNSET
    quiet_until: TimeOfDay | UnsetType | None = UNSET


class NewPairing(Struct, frozen=True, forbid_unknown_fields=True):
    user_code: UserCode


class HealthChange(Struct, frozen=True):
    at: datetime
    health: Health


class Presence(Struct, frozen=True):
    """The newest heartbeat, `seconds` ago by one clock. `client` and what follows are null where only that it came is known."""

    seconds: float
    client: str | None = None
    position: int | None = None
    age_seconds: int | None = None


class DisplayView(Struct, frozen=True, kw_only=True):
    """For administrators. `is_paired`: a screen has come for its token. `is_quiet`: in its quiet hours now. `heard` is the
    newest heartbeat, null before the first; `is_current` whether the screen has the page that the server has."""

    id: UUID
    name: str
    location: str
    place: Place
    departments: list[str]
    others: bool
    scenes: list[str] | None
    locale: Locale
    theme: Theme
    time_zone: str | None
    quiet_from: TimeOfDay | None
    quiet_until: TimeOfDay | None
    version: int
    created_at: datetime
    is_paired: bool
    is_quiet: bool
    health: Health
    heard: Presence | None
    is_current: bool


class DisplayList(Struct, frozen=True):
    """By name; `scenes` are the codes that a display can be given."""

    displays: list[DisplayView]
    scenes: list[str]
