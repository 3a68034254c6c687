from typing import Any

from litestar import Request, Router, get

from recognize.permissions import principal_of, requires
from recognize.points.queries import allowance
from recognize.points.schemas import AllowanceView


@get("/", guards=[requires("me.read")])
async def my_allowance(request: Request[Any, Any, Any]) -> AllowanceView:
    mine = await allowance(principal_of(request).person_id)
    return AllowanceView(mine.month, mine.granted, mine.spent, mine.left, mine.one_person_limit)


router = Router("/allowance", route_handlers=[my_allowance], tags=["points"])
