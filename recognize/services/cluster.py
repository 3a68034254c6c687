"""PostgreSQL's data directory: made once, whole or not at all, and never opened by another major version."""

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

from recognize.services import files, state
from recognize.services.errors import ServicesError
from recognize.services.home import Home
from recognize.services.processes import run

CLUSTER_NAME = "postgres"
UNFINISHED_NAME = "postgres.unfinished"
PASSWORD_NAME = "superuser.password"
SUPERUSER = "postgres"
INITDB_OPTIONS = (
    f"--username={SUPERUSER}",
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
)


def path_of(home: Home) -> Path:
    return home.path / CLUSTER_NAME


def prepare(home: Home, bin_dir: Path, announce: Callable[[str], None]) -> None:
    """There is a data directory that these programs may open."""
    remove_unfinished(home)
    if path_of(home).exists():
        refuse_other_major(home, bin_dir)
    else:
        make(home, bin_dir, announce)


def refuse_other_major(home: Home, bin_dir: Path) -> None:
    data = path_of(home)
    theirs, ours = files.read(home, f"{CLUSTER_NAME}/PG_VERSION").strip(), major_of(home, bin_dir)
    if theirs != ours:
        raise ServicesError(
            f"the data in {data} were written by PostgreSQL {theirs}, and PostgreSQL {ours} is installed: "
            f"with the old version dump them (recognize backup FILE), then move {data} away, "
            "and with the new one restore them (recognize restore FILE)"
        )


def major_of(home: Home, bin_dir: Path) -> str:
    answer = run(home.account, [bin_dir / "postgres", "--version"])
    found = re.search(r"\(PostgreSQL\) (\d+)", answer.stdout)
    if found is None:
        raise ServicesError(
            f"{bin_dir / 'postgres'} does not run on this machine ({last_line(answer.stderr)}): "
            "set RECOGNIZE_DATABASE_URL to a server of your own"
        )
    return found[1]


def make(home: Home, bin_dir: Path, announce: Callable[[str], None]) -> None:
    announce(f"Creating the PostgreSQL databases in {path_of(home)} (once, a few seconds)")
    major_of(home, bin_dir)
    # A name of its own: the initdb of a process that was killed may still be writing to the one before.
    unfinished = f"{UNFINISHED_NAME}.{os.getpid()}"
    try:
        initdb(home, bin_dir, home.path / unfinished)
    finally:
        (home.path / PASSWORD_NAME).unlink(missing_ok=True)
    files.rename(home, unfinished, CLUSTER_NAME)


def remove_unfinished(home: Home) -> None:
    for left in home.path.glob(f"{UNFINISHED_NAME}.*"):
        shutil.rmtree(left, ignore_errors=True)


def initdb(home: Home, bin_dir: Path, directory: Path) -> None:
    files.write(home, PASSWORD_NAME, state.load(home).superuser_password)
    password_option = f"--pwfile={home.path / PASSWORD_NAME}"
    made = run(home.account, [bin_dir / "initdb", "-D", directory, password_option, *INITDB_OPTIONS])
    if made.returncode:
        raise ServicesError(f"PostgreSQL cannot create data in {home.path}: {error_line(made.stderr)}")


def error_line(output: str) -> str:
    """The first that tells of an error; the last are advice."""
    found = re.search(r"^.*(error|fatal).*$", output, re.IGNORECASE | re.MULTILINE)
    return found[0] if found else last_line(output)


def last_line(output: str) -> str:
    return output.strip().rpartition("\n")[2] or "it said nothing"
