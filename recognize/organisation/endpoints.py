from typing import Annotated, Any

from litestar import Request, Router, get, patch
from litestar.params import JSONBody, QueryParameter

from recognize.lib.http import strict_body
from recognize.lib.pagination import MAX_PAGE_SIZE, Cursor
from recognize.organisation.actions import change_organisation
from recognize.organisation.queries import audit_page, organisation
from recognize.organisation.schemas import AuditPage, OrganisationChange, OrganisationSettings
from recognize.permissions import requires


@get("/", guards=[requires("organisation.read")])
async def read_organisation() -> OrganisationSettings:
    return await organisation()


@patch("/", guards=[requires("organisation.change")])
async def patch_organisation(
    request: Request[Any, Any, Any], data: JSONBody[OrganisationChange]
) -> OrganisationSettings:
    return await change_organisation(await strict_body(request, OrganisationChange))


@get("/", guards=[requires("audit.read")])
async def read_audit(
    limit: Annotated[int, QueryParameter(ge=1, le=MAX_PAGE_SIZE)] = 50,
    before: Annotated[str | None, QueryParameter(max_length=200)] = None,
) -> AuditPage:
    return await audit_page(limit, Cursor.parse(before) if before else None)


routers = [
    Router("/organisation", route_handlers=[read_organisation, patch_organisation], tags=["organisation"]),
    Router("/audit", route_handlers=[read_audit], tags=["organisation"]),
]
