"""What a cell may hold: text that a spreadsheet would take for a formula is made harmless, and kept within what cells take."""

from typing import Literal

Value = str | int | float | bool | None
Delimiter = Literal[",", ";", "\t"]

# Also the full-width ones, which spreadsheets of East Asia take for the plain ones.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # fmt: skip
MAX_CELL_UNITS = 32_767  # of UTF-16, as spreadsheets count
CUT = "…"
BOM = b"\xef\xbb\xbf"
DELIMITERS: dict[str, Delimiter] = {"es": ";", "en": ","}


def harmless(value: Value) -> Value:
    """With an apostrophe in front, for files that say nothing of types."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def within_a_cell(text: str) -> str:
    """Cut, and seen to be cut, where a cell of XLSX ends."""
    if len(text) <= MAX_CELL_UNITS // 2:
        return text
    units = text.encode("utf-16-le")
    if len(units) // 2 <= MAX_CELL_UNITS:
        return text
    return units[: 2 * (MAX_CELL_UNITS - 1)].decode("utf-16-le", "ignore") + CUT


def as_text(text: str) -> str:
    """For XlsxWriter. A cell breaks its lines with LF alone, and what looks like rich text would be written as markup."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = within_a_cell(text)
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text


def decimal(value: float, delimiter: Delimiter) -> str:
    """Where the semicolon parts columns, spreadsheets write decimals with a comma."""
    return str(value).replace(".", ",") if delimiter == ";" else str(value)
