from recognize.lib.database import DB
from recognize.organisation.schemas import OrganisationSettings

SETTINGS = "select name, time_zone, locale, allowance_points, one_person_percent from organisation"


async def organisation() -> OrganisationSettings:
    """Raises RuntimeError before the first `migrate`, which writes the row."""
    row = await DB.fetch_row(SETTINGS)
    if row is None:
        raise RuntimeError("the database has no organisation yet; run `recognize migrate`")
    return OrganisationSettings(**row)
