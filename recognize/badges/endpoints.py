import re
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, Router, delete, get, post
from litestar.params import FromPath, JSONBody, QueryParameter

from recognize.badges import actions, artwork, verification
from recognize.badges.drawings import badge_art, card_art, certificate_art
from recognize.badges.pictures import picture
from recognize.badges.queries import awards_of, badge, badges_for, why
from recognize.badges.schemas import AwardView, AwardWhy, BadgeList, Locale, NewAward
from recognize.errors import NotFoundError
from recognize.permissions import principal_of, requires
from recognize.settings import settings

PNG, PDF = "image/png", "application/pdf"
DEFAULT_PIXELS = 256
_BADGE_FILE = re.compile(r"([a-z][a-z-]{1,60})\.png")

AnyRequest = Request[Any, Any, Any]
Chosen = Annotated[Locale | None, QueryParameter()]


@get("/", guards=[requires("badges.read")])
async def list_badges(request: AnyRequest) -> BadgeList:
    """With the caller's own progress."""
    return await badges_for(principal_of(request).person_id)


@get("/{file:str}", guards=[requires("badges.read")])
async def draw_badge(
    request: AnyRequest,
    file: FromPath[str],
    size: Annotated[int, QueryParameter(ge=artwork.SIZES[0], le=artwork.SIZES[1])] = DEFAULT_PIXELS,
) -> Response[bytes]:
    """`<code>.png`, `size` pixels wide and high."""
    named = _BADGE_FILE.fullmatch(file)
    if named is None:
        raise NotFoundError(file)
    return await _drawn(request, badge_art(await badge(named[1]), size), PNG, "private, max-age=3600")


@post("/{code:str}/awards", guards=[requires("badges.award")])
async def give_badge(request: AnyRequest, code: FromPath[str], data: JSONBody[NewAward]) -> AwardWhy:
    """By hand; the badge says which role gives it."""
    giver = principal_of(request)
    identity = await actions.award(giver.person_id, giver.roles, code, data.person, data.reason)
    return await why(identity, giver)


@get("/{handle:str}/awards", guards=[requires("badges.read")])
async def list_awards(request: AnyRequest, handle: FromPath[str]) -> list[AwardView]:
    """Newest first; of a quiet person only to themselves and to who gave it."""
    return await awards_of(handle, principal_of(request).person_id)


@get("/{award_id:uuid}", guards=[requires("badges.read")])
async def read_award(request: AnyRequest, award_id: FromPath[UUID]) -> AwardWhy:
    return await why(award_id, principal_of(request))


@delete("/{award_id:uuid}", guards=[requires("awards.take")])
async def take_award(
    award_id: FromPath[UUID], reason: Annotated[str, QueryParameter(min_length=3, max_length=300)]
) -> None:
    await actions.take_back(award_id, reason)


@get("/{award_id:uuid}/certificate.png", guards=[requires("badges.read")])
async def draw_certificate(request: AnyRequest, award_id: FromPath[UUID], locale: Chosen = None) -> Response[bytes]:
    reader = principal_of(request)
    art = await certificate_art(award_id, reader, locale or reader.locale, _base(request))
    return await _drawn(request, art, PNG)


@get("/{award_id:uuid}/certificate.pdf", guards=[requires("badges.read")])
async def print_certificate(request: AnyRequest, award_id: FromPath[UUID], locale: Chosen = None) -> Response[bytes]:
    reader = principal_of(request)
    art = await certificate_art(award_id, reader, locale or reader.locale, _base(request))
    return await _drawn(request, artwork.Sheet(art), PDF)


@get("/{kudos_id:uuid}/card.png", guards=[requires("feed.read")])
async def draw_card(request: AnyRequest, kudos_id: FromPath[UUID], locale: Chosen = None) -> Response[bytes]:
    """1200 × 630, of what everybody may see: nothing of a kudos that is private or of an area alone."""
    return await _drawn(request, await card_art(kudos_id, locale or principal_of(request).locale), PNG)


async def _drawn(request: AnyRequest, art: artwork.Art, kind: str, cache: str = "private, no-cache") -> Response[bytes]:
    name = artwork.name_of(art)
    headers = {"ETag": f'"{name[:32]}"', "Cache-Control": cache}
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(b"", status_code=304, headers=headers, media_type=kind)
    return Response((await picture(art))[1], headers=headers, media_type=kind)


def _base(request: AnyRequest) -> str:
    return settings().public_url.rstrip("/") or str(request.base_url).rstrip("/")


routers = [
    Router("/badges", route_handlers=[list_badges, draw_badge, give_badge], tags=["badges"]),
    Router("/awards", route_handlers=[read_award, take_award, draw_certificate, print_certificate], tags=["badges"]),
    Router("/people", route_handlers=[list_awards], tags=["badges"]),
    Router("/kudos", route_handlers=[draw_card], tags=["badges"]),
    verification.router,
]
