"""The API reference at `/api/docs`: Swagger UI served from its package, nothing from outside."""

from pathlib import Path

import swagger_ui
from litestar import MediaType, Response, Router, get
from litestar.router import Router as AnyRouter
from litestar.static_files import create_static_files_router

_ASSETS = Path(swagger_ui.__file__).parent / "static"
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Recognize API</title>
<link rel="stylesheet" href="/api/docs/assets/swagger-ui.css"></head>
<body><main id="reference"></main>
<script src="/api/docs/assets/swagger-ui-bundle.js"></script><script src="/api/docs/start.js"></script></body></html>
"""
_START = 'SwaggerUIBundle({ url: "/api/openapi.json", domNode: document.getElementById("reference") });\n'
_CSP = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'"


@get("/", media_type=MediaType.HTML, include_in_schema=False)
async def page() -> Response[str]:
    return Response(_PAGE, media_type=MediaType.HTML, headers={"Content-Security-Policy": _CSP})


@get("/start.js", include_in_schema=False)
async def start() -> Response[str]:
    return Response(_START, media_type="text/javascript")


def reference_router() -> AnyRouter:
    assets = create_static_files_router("/assets", directories=[_ASSETS], include_in_schema=False)
    return Router("/docs", route_handlers=[page, start, assets])
