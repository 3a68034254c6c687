"""The API reference at `/api/docs`: Swagger UI served from its package, nothing from outside."""

from pathlib import Path
from typing import Any

import swagger_ui
from litestar import MediaType, Request, Response, Router, get
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.router import Router as AnyRouter
from litestar.static_files import create_static_files_router

from recognize import __version__
from recognize.identity.middleware import FOR_ANYBODY, SESSION_COOKIE

_ASSETS = Path(swagger_ui.__file__).parent / "static"
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Recognize API</title>
<link rel="stylesheet" href="/api/docs/assets/swagger-ui.css"></head>
<body><main id="reference"></main>
<script src="/api/docs/assets/swagger-ui-bundle.js"></script><script src="/api/docs/start.js"></script></body></html>
"""
_TEXT = {"type": "string"}
_PROBLEM = {
    "title": "Problem",
    "description": "RFC 9457. `code` is stable, `title` is for people; some codes bring members of their own.",
    "type": "object",
    "required": ["type", "status", "code", "title"],
    "properties": {"type": _TEXT, "status": {"type": "integer"}, "code": _TEXT, "title": _TEXT, "detail": _TEXT},
}
# Litestar serves its own copy below the reference; the one to use is `/api/openapi.json`.
OPENAPI = OpenAPIConfig("Recognize", __version__, path="/api/docs/litestar", render_plugins=[JsonRenderPlugin()])
_START = 'SwaggerUIBundle({ url: "/api/openapi.json", domNode: document.getElementById("reference") });\n'
_CSP = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'"


@get("/", media_type=MediaType.HTML, include_in_schema=False)
async def page() -> Response[str]:
    return Response(_PAGE, media_type=MediaType.HTML, headers={"Content-Security-Policy": _CSP})


@get("/start.js", include_in_schema=False)
async def start() -> Response[str]:
    return Response(_START, media_type="text/javascript")


@get("/openapi.json", include_in_schema=False, opt={FOR_ANYBODY: True})
async def openapi_json(request: Request[Any, Any, Any]) -> Response[dict[str, Any]]:
    return Response(described(request.app.openapi_schema.to_schema()))


def described(schema: dict[str, Any]) -> dict[str, Any]:
    """Litestar's schema with our own errors instead of its, and the two ways to sign in."""
    for operations in schema["paths"].values():
        for operation in operations.values():
            operation["responses"].pop("400", None)
            operation["responses"]["default"] = {
                "description": "A problem, with a stable code",
                "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
            }
    schema["components"]["schemas"]["Problem"] = _PROBLEM
    schema["components"]["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer"},
        "session": {"type": "apiKey", "in": "cookie", "name": SESSION_COOKIE},
    }
    schema["security"] = [{"token": []}, {"session": []}]
    return schema


def reference_router() -> AnyRouter:
    assets = create_static_files_router("/assets", directories=[_ASSETS], include_in_schema=False)
    return Router("/docs", route_handlers=[page, start, assets])
