"""The counts kept from the log: live and made anew they say the same."""

import pytest

from recognize.lib.database import DB
from recognize.log.readers import rebuild
from recognize.people.actions import choose_preference
from recognize.tallies.readers import PERSON_TALLIES
from recognize.worker import settle
from tests.cast import Cast

TALLIES = "select p.handle, t.given, t.received from person_tallies t join people p on p.id = t.person_id order by 1"


@pytest.mark.parametrize("made_anew", [False, True], ids=["kept", "made anew"])
async def test_an_areas_own_kudos_count_private_and_quiet_ones_do_not(cast: Cast, made_anew: bool):
    await choose_preference(cast.diego.id, "quiet")
    await cast.ana.gives()
    await cast.ana.gives(visibility="department")
    await cast.ana.gives(visibility="private")
    await cast.ana.gives(recipients=["diego"])
    await settle()
    if made_anew:
        await rebuild(PERSON_TALLIES)
    assert [tuple(row) for row in await DB.fetch(TALLIES) if row["given"] or row["received"]] == [
        ("ana", 2, 0),
        ("bruno", 0, 2),
    ]
