"""What is kept of people, by their handles."""

from recognize.lib.database import DB

TALLIES = "select p.handle, t.measure, t.key, t.count from tallies t join people p on p.id = t.person_id"
DAYS = "select p.handle, t.measure, t.key, t.day::text, t.count from tally_days t join people p on p.id = t.person_id"
PAIRS = """
select g.handle, r.handle, p.count, p.first_on::text, p.last_on::text
from pairs p join people g on g.id = p.giver_id join people r on r.id = p.recipient_id
"""


async def tallies(handle: str, measure: str) -> dict[str, int]:
    """By key; departments by their codes."""
    codes = {
        f"department:{row['id']}": f"department:{row['code']}" for row in await DB.fetch("select * from departments")
    }
    rows = await DB.fetch(f"{TALLIES} where p.handle = $1 and measure = $2", handle, measure)
    return {codes.get(row["key"], row["key"]): row["count"] for row in rows}


async def totals() -> dict[str, tuple[int, int, int]]:
    """(messages, given, received) of everybody who has any."""
    counts: dict[str, dict[str, int]] = {}
    for row in await DB.fetch(f"{TALLIES} where key = ''"):
        counts.setdefault(row["handle"], {})[row["measure"]] = row["count"]
    return {
        who: (each.get("messages", 0), each.get("given", 0), each.get("received", 0)) for who, each in counts.items()
    }


async def pairs() -> set[tuple[str, str, int, str, str]]:
    """(giver, recipient, count, first day, last day)."""
    return {tuple(row) for row in await DB.fetch(PAIRS)}
