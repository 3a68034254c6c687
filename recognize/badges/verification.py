"""The page behind a certificate's code: anybody who holds the paper may ask whether it is true."""

import base64
import hashlib
import hmac
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import MediaType, Request, Response, Router, get
from litestar.params import FromPath, QueryParameter

from recognize.badges import artwork
from recognize.badges.drawings import certificate_of, proof_of
from recognize.badges.errors import BadProofError
from recognize.badges.pictures import picture
from recognize.badges.queries import certificate_row
from recognize.identity.middleware import FOR_ANYBODY
from recognize.lib.http import language_of

PAGES = Path(__file__).parents[1] / "emails"
BADGE_PIXELS = 192
# The page needs nothing from elsewhere: its style stands in it and is allowed by its hash.
STYLE = (PAGES / "stop.css").read_text()
_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
_HEADERS = {
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{_HASH}'; img-src 'self' data:; "
    "base-uri 'none'; frame-ancestors 'none'; form-action 'none'",
    "Cache-Control": "no-store",
}
WORDS = {
    "es": {
        "true": "Este certificado es auténtico",
        "holds": "{name} tiene la insignia «{badge}» de {organisation}, obtenida el {date}.",
        "gone": "Esta insignia ya no está vigente",
        "gone_hint": "El certificado fue nuestro, pero la insignia se retiró después.",
        "refused": "No podemos confirmar este certificado",
        "refused_hint": "El enlace está incompleto o no es nuestro. Vuelve a leer el código del certificado.",
        "home": "Ir a Recognize",
    },
    "en": {
        "true": "This certificate is true",
        "holds": "{name} holds the badge “{badge}” of {organisation}, earned on {date}.",
        "gone": "This badge is no longer held",
        "gone_hint": "The certificate was one of ours, but the badge was taken back later.",
        "refused": "We cannot confirm this certificate",
        "refused_hint": "The link is not complete, or not one of ours. Read the certificate's code again.",
        "home": "Go to Recognize",
    },
}
_pages = Environment(loader=FileSystemLoader(PAGES), autoescape=True, undefined=StrictUndefined)


@get("/{award_id:uuid}/verification")
async def verify(
    request: Request[Any, Any, Any],
    award_id: FromPath[UUID],
    proof: Annotated[str, QueryParameter(max_length=100)] = "",
) -> Response[str]:
    """A page. 403 `bad_proof` for a link that is not whole or not ours."""
    locale = language_of(request, "es")
    words = WORDS[locale]
    row = await certificate_row(award_id) if hmac.compare_digest(proof.encode(), proof_of(award_id).encode()) else None
    if row is None:
        return _page(locale, words["refused"], words["refused_hint"], status=BadProofError.status)
    if row["is_taken"]:
        return _page(locale, words["gone"], words["gone_hint"])
    told = certificate_of(row, locale, "")
    _, png = await picture(artwork.Badge(told.shape, told.stage, told.tier, told.icon, BADGE_PIXELS))
    holds = words["holds"].format(name=told.name, badge=told.badge, organisation=told.organisation, date=told.date)
    return _page(locale, words["true"], holds, picture=base64.b64encode(png).decode())


def _page(locale: str, title: str, text: str, picture: str | None = None, status: int = 200) -> Response[str]:
    page = _pages.get_template("certificate.html").render(
        locale=locale, title=title, text=text, picture=picture, home=WORDS[locale]["home"], style=STYLE
    )
    return Response(page, status_code=status, media_type=MediaType.HTML, headers=_HEADERS)


router = Router("/awards", route_handlers=[verify], opt={FOR_ANYBODY: True}, tags=["badges"])
