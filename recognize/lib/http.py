"""Bodies in and out, where Litestar's own way is not ours."""

from typing import Any, TypeVar, cast

import msgspec
from litestar import Request, Response
from litestar.enums import MediaType

from recognize.errors import InvalidInputError
from recognize.settings import LOCALES

Shape = TypeVar("Shape")


def language_of(request: Request[Any, Any, Any], otherwise: str) -> str:
    """The first language that the browser asks for and we speak."""
    for wanted in request.headers.get("accept-language", "").split(","):
        if (language := wanted.strip()[:2].lower()) in LOCALES:
            return language
    return otherwise


def json_response(
    body: bytes, shape: type[Shape], *, status: int = 200, headers: dict[str, str] | None = None
) -> Response[Shape]:
    """JSON that the database has already written. `shape` is what it holds: it documents the endpoint and is not checked at run time."""
    return cast(Response[Shape], Response[Any](body, media_type=MediaType.JSON, status_code=status, headers=headers))


async def strict_body(request: Request[Any, Any, Any], shape: type[Shape]) -> Shape:
    """The body again, decoded strictly: Litestar's `data` takes `"10"` for 10. Raises InvalidInputError."""
    try:
        return msgspec.json.decode(await request.body(), type=shape)
    except msgspec.ValidationError as refusal:
        raise InvalidInputError(str(refusal)) from refusal
