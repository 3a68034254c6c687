"""One click into the demo company, as whoever one likes. Where `RECOGNIZE_DEMO` does not say so, nobody can be clicked."""

from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.params import JSONBody
from msgspec import Struct

from recognize.demo.material import Member, company_file
from recognize.errors import NotFoundError
from recognize.identity.endpoints import signed_in
from recognize.identity.middleware import FOR_ANYBODY, check_origin
from recognize.identity.queries import person_id
from recognize.identity.schemas import Me
from recognize.settings import settings


class DemoSignIn(Struct, frozen=True):
    """`role` as the terminal says it: colleague, manager, HR, administrator."""

    handle: str
    name: str
    role: str


class DemoSignIns(Struct, frozen=True):
    sign_ins: list[DemoSignIn]


class Chosen(Struct, frozen=True, forbid_unknown_fields=True):
    handle: str


@get("/")
async def list_sign_ins() -> DemoSignIns:
    return DemoSignIns([DemoSignIn(each.handle, each.preferred_name, each.role) for each in _sign_ins()])


@post("/session", status_code=200)
async def sign_in_as(request: Request[Any, Any, Any], data: JSONBody[Chosen]) -> Response[Me]:
    check_origin(request)
    person = await person_id(data.handle) if data.handle in {each.handle for each in _sign_ins()} else None
    if person is None:
        raise NotFoundError(data.handle)
    return await signed_in(request, person)


def _sign_ins() -> list[Member]:
    if not settings().demo:
        return []
    return sorted((each for each in company_file().characters if each.demo_login), key=lambda each: each.rank)


router = Router("/demo", route_handlers=[list_sign_ins, sign_in_as], opt={FOR_ANYBODY: True}, tags=["demo"])
