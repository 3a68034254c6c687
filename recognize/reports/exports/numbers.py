"""Numbers as each language writes them."""

from recognize.reports.exports import words

NO_BREAK = "\u00a0"


def number(value: float | None, locale: str) -> str:
    """Whole, or with one decimal. Spanish parts thousands from five digits on, as the client does."""
    if value is None:
        return "–"
    text = f"{value:,.1f}" if isinstance(value, float) else f"{value:,}"
    if locale == "en":
        return text
    swapped = text.translate({ord(","): ".", ord("."): ","})
    return swapped.replace(".", "") if abs(value) < 10_000 else swapped


def percent(value: float | None, locale: str) -> str:
    if value is None:
        return "–"
    return f"{number(value, locale)}%" if locale == "en" else f"{number(value, locale)}{NO_BREAK}%"


def figure(code: str, value: float | None, locale: str) -> str:
    """A headline figure with its unit."""
    if code in words.UNITS and value is not None:
        return f"{number(value, locale)}{words.UNITS[code][locale]}"
    return percent(value, locale)
