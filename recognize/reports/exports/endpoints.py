from typing import Any, cast
from uuid import UUID

from litestar import Request, Router, delete, get, post
from litestar.params import FromPath, JSONBody
from litestar.response import File

from recognize.organisation.schemas import Locale
from recognize.permissions import principal_of, requires
from recognize.reports.exports import actions, files
from recognize.reports.exports.queries import export_of, exports_of
from recognize.reports.exports.report_file import MEDIA_TYPES
from recognize.reports.exports.schemas import ExportView, NewExport

AnyRequest = Request[Any, Any, Any]


@post("/", guards=[requires("exports.make")], status_code=202)
async def order_export(request: AnyRequest, data: JSONBody[NewExport]) -> ExportView:
    """A worker makes it: `state` and `done_rows` tell how far it is. At most three of one person at once."""
    reader = principal_of(request)
    return await actions.order_export(reader.person_id, data, cast(Locale, reader.locale))


@get("/", guards=[requires("exports.make")])
async def list_exports(request: AnyRequest) -> list[ExportView]:
    """One's own, newest first; they are kept for seven days."""
    return await exports_of(principal_of(request).person_id)


@get("/{export_id:uuid}", guards=[requires("exports.make")])
async def read_export(request: AnyRequest, export_id: FromPath[UUID]) -> ExportView:
    return await export_of(principal_of(request).person_id, export_id)


@get("/{export_id:uuid}/file", guards=[requires("exports.make")])
async def fetch_export(request: AnyRequest, export_id: FromPath[UUID]) -> File:
    """Only who ordered it."""
    view = await actions.fetch_export(principal_of(request).person_id, export_id)
    return File(
        files.path_of(export_id),
        filename=view.file_name,
        media_type=MEDIA_TYPES[view.format],
        headers={"Cache-Control": "private, no-store"},
    )


@delete("/{export_id:uuid}", guards=[requires("exports.make")])
async def cancel_export(request: AnyRequest, export_id: FromPath[UUID]) -> None:
    """Whatever its state: it is no longer made, or its file is gone."""
    await actions.cancel_export(principal_of(request).person_id, export_id)


router = Router(
    "/exports", route_handlers=[order_export, list_exports, read_export, fetch_export, cancel_export], tags=["reports"]
)
