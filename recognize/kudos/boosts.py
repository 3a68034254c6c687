"""Joining in: points of one's own on top of what somebody else gave."""

from uuid import UUID

from recognize.errors import NotFoundError
from recognize.feed.answers import beside_walls
from recognize.kudos.actions import facts
from recognize.kudos.errors import AlreadyBoostedError, NothingToBoostError, OwnKudosError
from recognize.kudos.queries import boostable, locked
from recognize.kudos.rules import check_points
from recognize.lib.batch import Batch, StaleError
from recognize.lib.database import DB
from recognize.log.events import record_in
from recognize.permissions import Principal
from recognize.points.actions import check_limits, give_in
from recognize.points.queries import lock_allowances

BOOSTED = "kudos.boosted"

BOOST = "insert into boosts (kudos_id, person_id, points, people) values ($1, $2, $3, $4)"


async def boost(principal: Principal, kudos: UUID, points: int) -> None:
    """`points` to each named recipient whose name the booster sees; externals hold none. Once a person and kudos.

    Raises NotFoundError, OwnKudosError, AlreadyBoostedError, NothingToBoostError, InvalidPointsError and
    AllowanceExceededError.
    """
    check_points(points, least=1)
    try:
        await _boost(principal, kudos, points)
    except StaleError:  # the first spending of a month has no row that could be locked before; now there is one
        await _boost(principal, kudos, points)


async def _boost(principal: Principal, kudos: UUID, points: int) -> None:
    booster = principal.person_id
    async with DB.transaction():
        row = await locked(kudos)
        if row is None or row["withdrawn"] or row["hidden"] or set(row["audience"]).isdisjoint(principal.topics):
            raise NotFoundError
        if booster in (row["giver_id"], *row["recipients"]):
            raise OwnKudosError
        await lock_allowances(booster)
        found = await boostable(principal, kudos)
        if found.has_boosted:
            raise AlreadyBoostedError
        if not found.given_this_month:
            raise NothingToBoostError
        given = dict.fromkeys(found.given_this_month, points)
        check_limits(found.allowance, given, found.given_this_month)
        batch = Batch()
        batch.add(BOOST, kudos, booster, points, len(given))
        give_in(batch, "boost", found.allowance, booster, given, kudos)
        told = facts(row["giver_id"], row["recipients"], row["discreet"])
        record_in(batch, BOOSTED, kudos, beside_walls(row["audience"]), told | {"booster": booster})
        await batch.run()
