"""A small company, brought in as an administrator would, and tokens for whom the tests play."""

import csv
from collections.abc import Iterable
from pathlib import Path

import asyncpg

from recognize.identity.secrets import new_token, token_hash
from tests.faults.processes import recognize

DEPARTMENTS = 5
ALLOWANCE_POINTS = 1_000_000  # nobody runs out
TOKEN = """
insert into api_tokens (token_hash, id, person_id)
select $1, gen_random_uuid(), id from people where handle = $2
"""
ALLOWANCE = "update organisation set allowance_points = $1, one_person_percent = 100"


def bring_in(data_dir: Path, people: int, database_url: str = "") -> None:
    """`p000`, `p001`, … in areas `D0` to `D4` below `TOP`; the first of each area leads it."""
    areas = [["TOP", "Todo", ""], *([f"D{number}", f"Área {number}", "TOP"] for number in range(DEPARTMENTS))]
    _import(data_dir, "departments", [["code", "name", "parent"], *areas], database_url)
    rows = [[handle(n), f"Persona {n}", f"D{n % DEPARTMENTS}", _manager(n)] for n in range(people)]
    _import(data_dir, "people", [["handle", "name", "department", "manager"], *rows], database_url)


def handle(number: int) -> str:
    return f"p{number:03}"


def _manager(number: int) -> str:
    return handle(number % DEPARTMENTS) if number >= DEPARTMENTS else ""


def _import(data_dir: Path, what: str, rows: Iterable[list[str]], database_url: str) -> None:
    file = data_dir / f"{what}.csv"
    with file.open("w", newline="") as target:
        csv.writer(target).writerows(rows)
    done = recognize(data_dir, "import", what, str(file), settings={"DATABASE_URL": database_url})
    assert done.returncode == 0, done.stderr


async def lift_limits(connection: asyncpg.Connection) -> None:
    await connection.execute(ALLOWANCE, ALLOWANCE_POINTS)


async def tokens(connection: asyncpg.Connection, handles: Iterable[str]) -> dict[str, str]:
    made = {each: new_token() for each in handles}
    for each, token in made.items():
        assert await connection.execute(TOKEN, token_hash(token), each) == "INSERT 0 1"
    return made
