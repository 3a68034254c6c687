from typing import Any

from litestar import Request, Router, get, post
from litestar.params import FromPath, JSONBody

from recognize.lib.http import strict_body
from recognize.permissions import principal_of, requires
from recognize.points.queries import allowance
from recognize.points.refills import correct, refill
from recognize.points.schemas import Allowance, AllowanceView, Balance, Correction, Refill

AnyRequest = Request[Any, Any, Any]


@get("/", guards=[requires("me.read")])
async def my_allowance(request: AnyRequest) -> AllowanceView:
    return _view(await allowance(principal_of(request).person_id))


@post("/{handle:str}/refills", guards=[requires("points.change")])
async def refill_allowance(request: AnyRequest, handle: FromPath[str], data: JSONBody[Refill]) -> AllowanceView:
    """More points to give this month, by handle or id; the answer is the allowance afterwards."""
    new = await strict_body(request, Refill)
    return _view(await refill(handle, new.points, new.reason))


@post("/{handle:str}/corrections", guards=[requires("points.change")])
async def correct_balance(request: AnyRequest, handle: FromPath[str], data: JSONBody[Correction]) -> Balance:
    """The organisation's own points into a balance, or back out of it: 422 `nothing_to_correct` for none."""
    new = await strict_body(request, Correction)
    return Balance(await correct(handle, new.points, new.reason))


def _view(mine: Allowance) -> AllowanceView:
    return AllowanceView(mine.month, mine.granted, mine.spent, mine.left, mine.one_person_limit)


routers = [
    Router("/allowance", route_handlers=[my_allowance], tags=["points"]),
    Router("/people", route_handlers=[refill_allowance, correct_balance], tags=["points"]),
]
