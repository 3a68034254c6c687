from typing import Annotated, Any, Literal

from litestar import Request, Router, get
from litestar.params import FromQuery, QueryParameter

from recognize.boards.queries import leaderboard
from recognize.boards.schemas import Choice, Leaderboard, Measure, Period
from recognize.permissions import principal_of, requires

Text = Annotated[str | None, QueryParameter(max_length=200)]


@get("/", guards=[requires("boards.read")])
async def read_leaderboard(
    request: Request[Any, Any, Any],
    period: FromQuery[Period] = "month",
    by: FromQuery[Measure] = "reach",
    of: FromQuery[Literal["people", "departments"]] = "people",
    department: Text = None,
    behaviour: Text = None,
) -> Leaderboard:
    """The first five places, shared where counts are equal, and one's own. `by=received` and `of=departments` answer 403
    `board_off` unless an administrator has turned them on."""
    return await leaderboard(principal_of(request).person_id, Choice(period, by, of, department, behaviour or ""))


router = Router("/leaderboards", route_handlers=[read_leaderboard], tags=["leaderboards"])
