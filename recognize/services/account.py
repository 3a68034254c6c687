"""Whom the services run as: the caller, or somebody unprivileged when that is root (PostgreSQL refuses)."""

import os
import sys
from dataclasses import dataclass

from recognize.services.errors import ServicesError

if sys.platform != "win32":  # so that this can be imported there by whoever has configured both URLs
    import pwd

UNPRIVILEGED_NAMES = ("postgres", "nobody")
ROOT_UID = 0


@dataclass(frozen=True, slots=True)
class Account:
    """Both None: the caller itself, there is nobody to switch to."""

    uid: int | None = None
    gid: int | None = None

    def own(self, descriptor: int) -> None:
        if self.uid is not None and self.gid is not None:
            os.fchown(descriptor, self.uid, self.gid)


def is_root() -> bool:
    return os.geteuid() == ROOT_UID


def unprivileged() -> Account:
    if not is_root():
        return Account()
    for name in UNPRIVILEGED_NAMES:
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(user.pw_uid, user.pw_gid)
    raise ServicesError("PostgreSQL refuses to run as root, and there is no user 'postgres' or 'nobody'")


def name_of(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
