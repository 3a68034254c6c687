"""The built web client: files from memory, and its one page for every address that is the client's own."""

import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from litestar import MediaType, Request, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect

from recognize.errors import NotFoundError

BUILT = Path(__file__).parent / "web"
INDEX = "index.html"
HASHED = ("assets/", "wall/assets/")  # Vite puts a hash of the content into these names
MIN_GZIP_BYTES = 1_000
PACKED = (".js", ".css", ".html", ".svg", ".json", ".webmanifest")
FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
PAGE_POLICY = "; ".join(
    [
        "default-src 'self'",
        "img-src 'self' data: blob:",
        "object-src 'none'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'self'",
    ]
)
NOT_BUILT = b"""<!doctype html><html lang="en"><meta charset="utf-8"><title>Recognize</title>
<h1>The web client is not built</h1><p>Run <code>make setup</code> and start again. The API is at <a href="/api/docs">/api/docs</a>.</p></html>
"""


# The wall's page may stand in a frame of ours: administrators look at what a display shows. There is nothing to click.
WALL = "wall/index.html"
WALL_POLICY = PAGE_POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
_BUILD = re.compile(r"/wall/assets/[\w-]+?-([\w-]{8})\.(?:js|css)")


@dataclass(frozen=True, slots=True)
class File:
    content: bytes
    packed: bytes | None
    media_type: str
    etag: str
    cache: str
    policy: str = PAGE_POLICY


def wall_build(folder: Path = BUILT) -> str:
    """Names the build of the wall's page by what it loads, as the page itself finds it (`frontend/wall/src/build.ts`);
    empty where it is not built."""
    page = folder / WALL
    return ".".join(_BUILD.findall(page.read_text())) if page.exists() else ""


def page_handlers(folder: Path = BUILT) -> list[HTTPRouteHandler]:
    """The files are read once: an upgrade or a rebuild shows after a restart, and never by halves."""
    files = _read(folder)
    index = files.get(INDEX) or _file(INDEX, NOT_BUILT)

    @get("/", include_in_schema=False)
    async def home(request: Request[Any, Any, Any]) -> Response[bytes]:
        return _answer(request, index)

    @get("/{path:path}", include_in_schema=False)
    async def anywhere(request: Request[Any, Any, Any], path: FromPath[str]) -> Response[bytes]:
        """A file, a folder's page (the wall is one), or the client's, which knows its own addresses and says when there is nothing."""
        name = path.lstrip("/")
        if name.startswith(HASHED) and name not in files:
            raise NotFoundError(path)
        return _answer(request, files.get(name) or files.get(f"{name.rstrip('/')}/{INDEX}") or index)

    @get("/pair", include_in_schema=False)
    async def pair(request: Request[Any, Any, Any]) -> Redirect:
        """Short, because somebody types it from a screen; the page is that of the displays."""
        code = request.query_params.get("code", "")
        return Redirect(f"/displays?{urlencode({'code': code})}", headers={"Cache-Control": ASK_AGAIN})

    return [home, pair, anywhere]


def _read(folder: Path) -> dict[str, File]:
    names = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    return {name: _file(name, (folder / name).read_bytes()) for name in names if not name.startswith(".")}


def _file(name: str, content: bytes) -> File:
    packable = name.endswith(PACKED) and len(content) >= MIN_GZIP_BYTES
    return File(
        content=content,
        packed=gzip.compress(content, mtime=0) if packable else None,
        media_type=_media_type(name),
        etag=f'"{hashlib.sha256(content).hexdigest()[:20]}"',
        cache=FOR_EVER if name.startswith(HASHED) else ASK_AGAIN,
        policy=WALL_POLICY if name == WALL else PAGE_POLICY,
    )


def _media_type(name: str) -> str:
    """Said here: what `mimetypes` knows of these depends on the machine, and a module script insists on its type."""
    known = {".js": "text/javascript", ".webmanifest": "application/manifest+json", ".woff2": "font/woff2"}
    return known.get(Path(name).suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"


def _answer(request: Request[Any, Any, Any], file: File) -> Response[bytes]:
    headers = {"ETag": file.etag, "Cache-Control": file.cache, "Vary": "Accept-Encoding"}
    if file.media_type.startswith(MediaType.HTML):
        headers["Content-Security-Policy"] = file.policy
    if request.headers.get("if-none-match") == file.etag:
        return Response(b"", status_code=304, headers=headers, media_type=file.media_type)
    if file.packed and "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return Response(file.packed, headers=headers, media_type=file.media_type)
    return Response(file.content, headers=headers, media_type=file.media_type)
