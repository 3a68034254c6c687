"""What the machine decides, read once from the environment (prefix `RECOGNIZE_`).

What the organisation decides (allowance, caps, zone) is in the database; see `recognize/organisation`.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from recognize.lib.clock import is_time_zone

PREFIX = "RECOGNIZE_"
LOCALES = ("es", "en")
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
SCHEMES = {
    "database_url": ("postgresql", "postgres"),
    "redis_url": ("redis", "rediss", "unix"),
    "public_url": ("http", "https"),
}


class SettingsError(Exception):
    """A setting in the environment cannot be used; the message names it and says what it takes."""


def _setting(default: Any, doc: str) -> Any:
    return field(default=default, metadata={"doc": doc})


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Every field is the setting `RECOGNIZE_<FIELD>`; `metadata["doc"]` is its line in the documentation."""

    database_url: str = _setting("", "PostgreSQL 15 to 18, `postgresql://user:password@host/name`; empty: embedded")
    redis_url: str = _setting("", "Redis or Valkey, `redis://:password@host/0`; empty: embedded")
    data_dir: str = _setting(".recognize", "folder for the embedded services' data, secrets and files")
    public_url: str = _setting("", "address people type, e.g. `https://recognize.example`; empty: the request's host")
    secret_key: str = _setting(
        "", "key for signed values, 32 characters or more; empty: made and kept in the data folder"
    )
    time_zone: str = _setting("America/Lima", "the organisation's IANA zone at the first start")
    locale: str = _setting("es", "the organisation's language at the first start, `es` or `en`")
    sockets_per_person: int = _setting(20, "live sockets one person may hold open; 0: no limit")
    requests_per_minute: int = _setting(300, "requests one person may make a minute; 0: no limit, by address neither")
    trusted_proxies: str = _setting("", "addresses or networks of proxies, with commas, whose `X-Forwarded-For` counts")
    database_pool_size: int = _setting(8, "connections to PostgreSQL that one process may hold")
    session_days: int = _setting(30, "days after which a sign-in ends")
    smtp_url: str = _setting(
        "", "`smtp://user:password@host:587` (STARTTLS) or `smtps://…:465`; empty: no mail is sent"
    )
    mail_from: str = _setting("", "sender of mails, e.g. `Recognize <kudos@example.org>`; needed with a mail server")
    demo: int = _setting(0, "1: one-click sign-in as the people of the demo company; `serve --demo` sets it")
    log_level: str = _setting("INFO", "`DEBUG`, `INFO`, `WARNING` or `ERROR`")

    @property
    def data_path(self) -> Path:
        return Path(self.data_dir).expanduser().absolute()


@cache
def settings() -> Settings:
    """The settings of this process; raises SettingsError when the environment holds a value that cannot be used."""
    return read(os.environ)


def read(environment: Mapping[str, str]) -> Settings:
    given: dict[str, Any] = {}
    for each in fields(Settings):
        name = PREFIX + each.name.upper()
        if value := environment.get(name, "").strip():
            given[each.name] = _whole_number(name, value) if each.type is int else value
    return _checked(Settings(**given))


def _whole_number(name: str, value: str) -> int:
    if not (value.isascii() and value.isdigit()):
        raise SettingsError(f"{name} takes a whole number of 0 or more, not {value!r}")
    return int(value)


def _checked(candidate: Settings) -> Settings:
    if not is_time_zone(candidate.time_zone):
        raise SettingsError(f"{PREFIX}TIME_ZONE takes an IANA zone such as America/Lima, not {candidate.time_zone!r}")
    if candidate.locale not in LOCALES:
        raise SettingsError(f"{PREFIX}LOCALE takes es or en, not {candidate.locale!r}")
    for name, schemes in SCHEMES.items():
        _check_address(name, getattr(candidate, name), schemes)
    if candidate.log_level not in LOG_LEVELS:
        raise SettingsError(f"{PREFIX}LOG_LEVEL takes {', '.join(LOG_LEVELS)}, not {candidate.log_level!r}")
    if candidate.database_pool_size < 4:
        raise SettingsError(f"{PREFIX}DATABASE_POOL_SIZE takes 4 or more: the relay and the readers hold some")
    if candidate.smtp_url and (not candidate.mail_from or urlsplit(candidate.smtp_url).scheme not in ("smtp", "smtps")):
        raise SettingsError(f"{PREFIX}SMTP_URL takes smtp://… or smtps://…, and needs {PREFIX}MAIL_FROM beside it")
    if candidate.secret_key and len(candidate.secret_key) < 32:
        raise SettingsError(f"{PREFIX}SECRET_KEY takes 32 characters or more")
    return candidate


def _check_address(name: str, address: str, schemes: tuple[str, ...]) -> None:
    """The address itself is not shown: it may hold a password."""
    if not address:
        return
    try:
        parts = urlsplit(address)
        if "," not in parts.netloc:  # PostgreSQL takes several hosts
            _ = parts.port  # raises where it is no number
    except ValueError as refusal:
        raise SettingsError(f"{PREFIX}{name.upper()} cannot be read: {refusal}") from refusal
    if parts.scheme not in schemes:
        raise SettingsError(f"{PREFIX}{name.upper()} begins with {' or '.join(f'{each}://' for each in schemes)}")
