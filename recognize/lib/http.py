"""Answers whose JSON the database has already written."""

from typing import Any, TypeVar, cast

from litestar import Response
from litestar.enums import MediaType

Shape = TypeVar("Shape")


def json_response(body: bytes, shape: type[Shape], *, status: int = 200, headers: dict[str, str] | None = None) -> Response[Shape]:
    """`shape` is what the bytes hold: it documents the endpoint and is not checked at run time."""
    return cast(Response[Shape], Response[Any](body, media_type=MediaType.JSON, status_code=status, headers=headers))
