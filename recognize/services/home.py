"""Where the services of a data directory keep their things, and whose that place is.

That is `<data_dir>/services`, owned by the account that runs them. When root starts them and that account
cannot enter the data directory (below a 0700 /root, say), it is `/var/lib/recognize/<digest>`, and a note in
the data directory says so: opening up somebody's directories is not ours to do.
"""

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from recognize.services import account as accounts
from recognize.services.account import Account
from recognize.services.errors import ServicesError
from recognize.services.processes import run

SYSTEM_DIR = Path("/var/lib/recognize")
NOTE_NAME = "services.location"
DIGEST_CHARACTERS = 16


@dataclass(frozen=True, slots=True)
class Home:
    path: Path
    account: Account


def find_home(data_dir: Path) -> Home:
    data_dir = data_dir.expanduser().resolve()
    data_dir.mkdir(parents=True, exist_ok=True)
    path = chosen_place(data_dir)
    home = Home(path, account_of(path))
    if not can_enter(home.account, path):
        raise ServicesError(f"the user who owns {path} cannot enter it: give access back, or move it elsewhere")
    return home


def chosen_place(data_dir: Path) -> Path:
    inside = data_dir / "services"
    if (data_dir / NOTE_NAME).exists():
        return noted_place(data_dir)
    account = accounts.unprivileged()
    if inside.exists() or can_enter(account, data_dir):
        return made(inside, account)
    return place_elsewhere(data_dir, account)


def noted_place(data_dir: Path) -> Path:
    note = data_dir / NOTE_NAME
    path = Path(note.read_text().partition("\n")[0])
    if path.parent != SYSTEM_DIR or not path.is_dir():
        raise ServicesError(
            f"{note} says that the databases are in {path}, and they are not: "
            "bring them back, or delete that file to begin with empty ones"
        )
    refuse_copy(data_dir, path)
    return path


def refuse_copy(data_dir: Path, path: Path) -> None:
    """A moved data directory keeps its databases; a copy must not quietly share those of its original."""
    owner_file = path.with_suffix(".belongs_to")
    owner = Path(owner_file.read_text().strip())
    if owner != data_dir and (owner / NOTE_NAME).exists():
        raise ServicesError(
            f"{data_dir} is a copy of {owner}, whose databases in {path} were not copied: "
            f"delete {data_dir / NOTE_NAME} to begin with empty ones"
        )
    if owner != data_dir:
        owner_file.write_text(f"{data_dir}\n")


def place_elsewhere(data_dir: Path, account: Account) -> Path:
    SYSTEM_DIR.mkdir(parents=True, exist_ok=True)
    SYSTEM_DIR.chmod(0o755)  # ours, and a strict umask would have kept the account out
    digest = hashlib.sha256(bytes(data_dir)).hexdigest()[:DIGEST_CHARACTERS]
    path = made(SYSTEM_DIR / digest, account)
    path.with_suffix(".belongs_to").write_text(f"{data_dir}\n")
    (data_dir / NOTE_NAME).write_text(
        f"{path}\nThe databases are kept there: the account that runs them may not enter this directory.\n"
    )
    return path


def made(path: Path, account: Account) -> Path:
    path.mkdir(mode=0o700, exist_ok=True)
    if accounts.is_root():
        hand_over(path, account)
    return path


def hand_over(path: Path, account: Account) -> None:
    """Only what was just made: whatever is in it already has its owner."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        if os.fstat(descriptor).st_uid == accounts.ROOT_UID and not os.listdir(descriptor):
            account.own(descriptor)
    finally:
        os.close(descriptor)


def account_of(path: Path) -> Account:
    """Whoever owns the place: root takes on that user's identity, everybody else has to be that user."""
    found = os.stat(path, follow_symlinks=False)
    if not stat.S_ISDIR(found.st_mode):
        raise ServicesError(f"{path} has to be a directory")
    if not accounts.is_root():
        return refuse_other_users(path, found.st_uid)
    if found.st_uid == accounts.ROOT_UID:
        raise ServicesError(f"{path} belongs to root, and PostgreSQL refuses to run as root: chown it")
    return Account(found.st_uid, found.st_gid)


def refuse_other_users(path: Path, owner_uid: int) -> Account:
    if owner_uid != os.geteuid():
        raise ServicesError(
            f"the databases in {path} belong to user '{accounts.name_of(owner_uid)}' (started by root?): "
            "run as root, or set RECOGNIZE_DATA_DIR to a directory of your own"
        )
    return Account()


def can_enter(account: Account, directory: Path) -> bool:
    return account.uid is None or run(account, ["/bin/sh", "-c", 'cd "$1"', "sh", directory]).returncode == 0
