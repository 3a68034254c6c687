from litestar import Router, get

from recognize.behaviours.queries import catalogue
from recognize.behaviours.schemas import BehaviourView
from recognize.permissions import requires


@get("/", guards=[requires("behaviours.read")])
async def list_behaviours() -> list[BehaviourView]:
    return await catalogue()


router = Router("/behaviours", route_handlers=[list_behaviours], tags=["behaviours"])
