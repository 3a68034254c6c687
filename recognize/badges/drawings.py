"""What stands in a picture, out of the rows of this moment."""

from datetime import date
from uuid import UUID

import msgspec
from asyncpg import Record

from recognize.badges import artwork
from recognize.badges.card import Card, Deed
from recognize.badges.certificate import Certificate
from recognize.badges.definitions import BadgeTexts
from recognize.badges.lettering import can_write
from recognize.badges.queries import card_row, certificate_row, deeds
from recognize.errors import NotFoundError
from recognize.feed.audience import ORG
from recognize.identity.secrets import signature
from recognize.kudos.schemas import KudosItem
from recognize.lib.markdown import Markdown
from recognize.permissions import Principal

VERIFICATION = "/api/awards/{award}/verification?proof={proof}"
PROOF_CHARACTERS = 32
PEOPLE_SHOWN = 3
TIERS = {"es": {"bronze": "Bronce", "silver": "Plata", "gold": "Oro"}, "en": {"bronze": "Bronze", "silver": "Silver", "gold": "Gold"}}  # fmt: skip
MONTHS = {
    "es": ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"),
}  # fmt: skip

_texts = msgspec.json.Decoder(BadgeTexts).decode
_item = msgspec.json.Decoder(KudosItem).decode


def badge_art(row: Record, size: int) -> artwork.Badge:
    return artwork.Badge(row["shape"], row["stage"], row["tier"], row["icon"], size)


async def certificate_art(award: UUID, reader: Principal, locale: str, base: str) -> Certificate:
    """Raises NotFoundError, also for an award that its holder alone sees."""
    row = await certificate_row(award)
    if row is None or row["is_taken"] or (row["is_private"] and row["person_id"] != reader.person_id):
        raise NotFoundError
    url = base + VERIFICATION.format(award=award, proof=proof_of(award))
    certificate = certificate_of(row, locale, url)
    return msgspec.structs.replace(certificate, name=shown_name(row["name"], row["handle"]))


def certificate_of(row: Record, locale: str, url: str) -> Certificate:
    words = getattr(_texts(row["texts"]), locale)
    return Certificate(
        organisation=row["organisation"],
        locale=locale,
        name=row["name"],
        badge=f"{words.name} · {TIERS[locale][row['tier']]}" if row["tier"] else words.name,
        about=words.about,
        reason=row["reason"],
        date=day_text(row["earned_on"], locale),
        shape=row["shape"],
        stage=row["stage"],
        tier=row["tier"],
        icon=row["icon"],
        url=url,
    )


def shown_name(name: str, handle: str) -> str:
    """The handle where our fonts cannot write the name whole."""
    return name if can_write(name) or not can_write(handle) else handle


def proof_of(award: UUID) -> str:
    """Who has a certificate has this; nobody finds it by trying."""
    return signature(f"certificate:{award}")[:PROOF_CHARACTERS]


async def card_art(kudos: UUID, locale: str) -> Card:
    """Only what everybody may see, whoever asks: a card is made to be passed on. Raises NotFoundError for the rest."""
    row = await card_row(kudos, [ORG])
    item = _item(row["item"]) if row else None
    if row is None or item is None or item.visibility != "public" or not item.recipients:
        raise NotFoundError
    people = [shown_name(each.name, each.handle) for each in item.recipients if each.named] if not item.teams else []
    named = [*people, *(each.name for each in item.teams)]
    return Card(
        organisation=row["organisation"],
        locale=locale,
        giver=shown_name(item.giver.name, item.giver.handle),
        people=named[:PEOPLE_SHOWN],
        more=_others(len(named) - PEOPLE_SHOWN, locale),
        message=" ".join(Markdown(item.message).paragraphs()),
        deeds=[Deed(**each) for each in await deeds(item.behaviours, locale)],
        date=day_text(row["day"], locale),
    )


def _others(count: int, locale: str) -> str:
    if count < 1:
        return ""
    if locale == "es":
        return f"y {count} más"
    return f"and {count} more"


def day_text(day: date, locale: str) -> str:
    month = MONTHS[locale][day.month - 1]
    return f"{day.day} de {month} de {day.year}" if locale == "es" else f"{day.day} {month} {day.year}"
