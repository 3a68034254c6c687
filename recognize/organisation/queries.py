import msgspec

from recognize.lib.database import DB
from recognize.lib.pagination import Cursor
from recognize.organisation.schemas import AuditEntry, AuditPage, OrganisationSettings

# Whether today, by the clock of `{zone}`, is a day on which nothing is celebrated.
PAUSED = "exists (select from celebration_pauses pause where pause.day = (now() at time zone {zone})::date)"
SETTINGS = f"""
select name, time_zone, locale, allowance_points, one_person_percent, usual_points, edit_minutes,
       boards_received, boards_departments, close_day, deliver_day,
       {PAUSED.format(zone="time_zone")} as celebrations_paused
from organisation
"""
AUDIT = """
select at, id, actor, action, subject, details::text as details from audit
where $2::timestamptz is null or (at, id) < ($2, $3::uuid)
order by at desc, id desc limit $1 + 1
"""


async def organisation() -> OrganisationSettings:
    """Raises RuntimeError before the first `migrate`, which writes the row."""
    row = await DB.fetch_row(SETTINGS)
    if row is None:
        raise RuntimeError("the database has no organisation yet; run `recognize migrate`")
    return OrganisationSettings(**row)


async def audit_page(limit: int, before: Cursor | None) -> AuditPage:
    at, identity = before or (None, None)
    rows = await DB.fetch(AUDIT, limit, at, identity)
    entries = [
        AuditEntry(row["at"], row["actor"], row["action"], row["subject"], msgspec.json.decode(row["details"]))
        for row in rows[:limit]
    ]
    more = len(rows) > limit
    return AuditPage(entries, str(Cursor(rows[limit - 1]["at"], rows[limit - 1]["id"])) if more else None)
