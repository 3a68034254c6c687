"""An April of the small company with anything given in it, for properties of reports."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from uuid import uuid4

from hypothesis import strategies as st

from recognize.lib.database import DB
from tests.reports.test_discretion import BEHAVIOURS, HANDLES

GIVE = """
with new as (
    insert into kudos (id, giver_id, given_at, message, message_html, visibility, reached_customer)
    select $1, id, $3, 'A word', '<p>A word</p>', $4, $5 from people where handle = $2
), received as (
    insert into kudos_recipients (kudos_id, person_id, place, named, quiet, points, audience)
    select $1, p.id, place, true, quiet, 0, '{}' from unnest($6::text[], $7::boolean[]) with ordinality as r (handle, quiet, place)
    join people p using (handle)
)
insert into kudos_behaviours (kudos_id, behaviour, place)
select $1, code, place from unnest($8::text[]) with ordinality as b (code, place)
"""


@dataclass
class Given:
    """`people`: the giver and then the recipients, `quiet` in the order of these."""

    people: list[str]
    at: datetime
    visibility: Literal["public", "department", "private"]
    quiet: list[bool]
    reached_customer: bool | None
    behaviours: list[str]

    async def give(self) -> None:
        giver, *recipients = self.people
        await DB.execute(
            GIVE, uuid4(), giver, self.at, self.visibility, self.reached_customer, recipients,
            self.quiet[: len(recipients)], self.behaviours,
        )  # fmt: skip


def given(*, discreet: bool = False) -> st.SearchStrategy[Given]:
    """A kudos of April and the days around it. `discreet`: one that breakdowns must not know, within April."""
    how = st.sampled_from([("private", False), ("public", True), ("department", True)])
    anyhow = st.tuples(st.sampled_from(["public", "department", "private"]), st.none())
    first, last = (
        (datetime(2026, 4, 2), datetime(2026, 4, 29)) if discreet else (datetime(2026, 3, 20), datetime(2026, 5, 2))
    )
    return st.builds(
        lambda people, at, chosen, quiet, reached, behaviours: Given(
            people, at, chosen[0], quiet if chosen[1] is None else [chosen[1]] * 3, reached, behaviours
        ),
        st.lists(st.sampled_from(HANDLES), min_size=2, max_size=4, unique=True),
        st.datetimes(first, last, timezones=st.just(UTC)),
        how if discreet else anyhow,
        st.lists(st.booleans(), min_size=3, max_size=3),
        st.sampled_from([None, False, True]),
        st.lists(st.sampled_from(BEHAVIOURS), min_size=1, max_size=3, unique=True),
    )
