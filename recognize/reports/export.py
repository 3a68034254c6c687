"""A month report as bytes: the same figures are the same bytes, wherever and whenever they are written."""

import hashlib

import msgspec
from msgspec import structs

from recognize.reports.schemas import Figures, MonthReport

_canonical = msgspec.json.Encoder(order="sorted").encode


def sealed(figures: Figures) -> MonthReport:
    """The figures with their checksum."""
    return MonthReport(**structs.asdict(figures), checksum=hashlib.sha256(_canonical(figures)).hexdigest())


def as_json(report: MonthReport) -> bytes:
    """Canonical: sorted keys, no spaces, UTF-8 without escapes, no line break at the end."""
    return _canonical(report)
