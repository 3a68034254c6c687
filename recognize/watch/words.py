"""What the terminal says, in the display's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

MAX_NAMES = 4


@dataclass(frozen=True)
class Words:
    live: str
    lost: str
    nothing: str
    others: str
    now: str
    minutes: str
    hours: str
    days: str

    def age(self, seconds: float) -> str:
        if seconds < 45:
            return self.now
        if seconds < 3600:
            return self.minutes.format(max(1, round(seconds / 60)))
        if seconds < 86_400:
            return self.hours.format(int(seconds // 3600))
        return self.days.format(int(seconds // 86_400))

    def names(self, item: dict[str, Any]) -> str:
        """ "Ventas, Bruno, Carla +5"."""
        names = [plain(each["name"]) for each in (*item["teams"], *item["recipients"])]
        more = len(names) - MAX_NAMES
        return ", ".join(names[:MAX_NAMES]) + (self.others.format(more) if more > 0 else "")


WORDS = {
    "es": Words(
        live="en vivo",
        lost="sin conexión · de {}",
        nothing="¿Quién te ayudó hoy? Un gracias con nombre propio aparece aquí en un segundo.",
        others=" y {} más",
        now="ahora",
        minutes="hace {} min",
        hours="hace {} h",
        days="hace {} d",
    ),
    "en": Words(
        live="live",
        lost="offline · from {}",
        nothing="Who helped you today? A thank-you with a name on it appears here within a second.",
        others=" and {} more",
        now="now",
        minutes="{} min ago",
        hours="{} h ago",
        days="{} d ago",
    ),
}


def behaviours(item: dict[str, Any], known: Sequence[dict[str, Any]]) -> str:
    names = {each["code"]: each["name"] for each in known}
    return ", ".join(plain(names.get(each["code"], each["code"])) for each in item["behaviours"])


def plain(text: str) -> str:
    """Without anything that a terminal would obey, and on one line."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())
