from typing import Any

from litestar import Request, Router, post

from recognize.media.actions import store_picture
from recognize.media.encoding import MAX_BYTES
from recognize.media.schemas import Picture
from recognize.permissions import principal_of, requires


@post("/", guards=[requires("kudos.give")], request_max_body_size=MAX_BYTES)
async def upload_picture(request: Request[Any, Any, Any]) -> Picture:
    """The body is the file itself: PNG, JPEG or WebP, at most 10 MB and 16 megapixels. What it is kept as is WebP without
    metadata. Attach it within a day."""
    return await store_picture(await request.body(), principal_of(request).person_id)


router = Router("/media", route_handlers=[upload_picture], tags=["media"])
