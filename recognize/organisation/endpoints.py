from litestar import Router, get, patch
from litestar.params import JSONBody

from recognize.organisation.actions import change_organisation
from recognize.organisation.queries import organisation
from recognize.organisation.schemas import OrganisationChange, OrganisationSettings
from recognize.permissions import requires


@get("/", guards=[requires("organisation.read")])
async def read_organisation() -> OrganisationSettings:
    return await organisation()


@patch("/", guards=[requires("organisation.change")])
async def patch_organisation(data: JSONBody[OrganisationChange]) -> OrganisationSettings:
    return await change_organisation(data)


router = Router("/organisation", route_handlers=[read_organisation, patch_organisation], tags=["organisation"])
