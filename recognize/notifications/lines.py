"""A notification in one line of a mail."""

from typing import Any

LINES = {
    "es": {
        "recognised": ("{who} te reconoció", "{who} y {others} más te reconocieron"),
        "helper": ("{who} contó quién más ayudó", "{who} y {others} más contaron quién más ayudó"),
        "boosted": ("{who} se sumó a un reconocimiento tuyo", "{who} y {others} más se sumaron a un reconocimiento tuyo"),
        "reacted": ("{who} reaccionó a algo en lo que apareces", "{who} y {others} más reaccionaron a algo en lo que apareces"),
        "commented": ("{who} comentó algo en lo que apareces", "{who} y {others} más comentaron algo en lo que apareces"),
        "mention": ("{who} te mencionó", "{who} y {others} más te mencionaron"),
        "badge": ("Ganaste la insignia «{called}»", "Ganaste la insignia «{called}»"),
        "level": ("Llegaste al nivel {level}", "Llegaste al nivel {level}"),
        "challenge": ("Cumpliste el reto «{called}»", "Cumpliste el reto «{called}»"),
        "win": ("{who} compartió un logro en el que participaste", "{who} y {others} más compartieron un logro tuyo"),
        "celebration": ("Celebramos una fecha tuya", "Celebramos una fecha tuya"),
        "month": ("El reporte de un mes cerrado está listo", "El reporte de un mes cerrado está listo"),
    },
    "en": {
        "recognised": ("{who} recognised you", "{who} and {others} more recognised you"),
        "helper": ("{who} said who helped too", "{who} and {others} more said who helped too"),
        "boosted": ("{who} boosted a kudos of yours", "{who} and {others} more boosted a kudos of yours"),
        "reacted": ("{who} reacted to something you are in", "{who} and {others} more reacted to something you are in"),
        "commented": ("{who} commented on something you are in", "{who} and {others} more commented on something you are in"),
        "mention": ("{who} mentioned you", "{who} and {others} more mentioned you"),
        "badge": ("You earned the badge “{called}”", "You earned the badge “{called}”"),
        "level": ("You reached level {level}", "You reached level {level}"),
        "challenge": ("You completed the challenge “{called}”", "You completed the challenge “{called}”"),
        "win": ("{who} shared a win that you took part in", "{who} and {others} more shared a win of yours"),
        "celebration": ("We celebrated a date of yours", "We celebrated a date of yours"),
        "month": ("The report of a closed month is ready", "The report of a closed month is ready"),
    },
}  # fmt: skip


def line(told: dict[str, Any], locale: str) -> str:
    """`told` is `{kind, who, others, called, level}`: the newest who did it, and how many besides; what was earned."""
    alone, together = LINES[locale][told["kind"]]
    return (together if told["others"] > 0 else alone).format(**told)
