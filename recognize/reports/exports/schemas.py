from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct, field

from recognize.organisation.schemas import Locale
from recognize.reports.exports.cells import Delimiter

Kind = Literal["report", "kudos", "people"]
Format = Literal["json", "csv", "xlsx", "pdf"]
State = Literal["waiting", "running", "done", "failed"]
Codes = Annotated[list[Annotated[str, Meta(max_length=200)]], Meta(max_length=500)]


class NewExport(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`report` takes `month` and at most one of `departments`; `kudos` takes `month`, or `from` and `to` (days of the
    organisation, both included, either may be left out), areas, kinds (`individual`, `team`) and columns; `people` takes
    areas, kinds (`employee`, `external`) and columns. Areas are codes, with those below them. `locale` is the reader's
    without; `delimiter` is that of the language: `;` in Spanish, `,` in English. Reports are made in every format, lines in
    `csv` and `xlsx`."""

    kind: Kind
    format: Format
    month: str | None = None
    from_: date | None = field(default=None, name="from")
    to: date | None = None
    departments: Codes = []
    kinds: Codes = []
    columns: Codes = []
    locale: Locale | None = None
    bom: bool = True
    delimiter: Delimiter | None = None


class ExportView(Struct, frozen=True, kw_only=True):
    """`total_rows` is null until they are counted. The file is there from `done` on, until `expires_at`. `error` is the code
    of what made it fail."""

    id: UUID
    kind: Kind
    format: Format
    state: State
    done_rows: int
    total_rows: int | None
    file_name: str
    size_bytes: int | None
    error: str | None
    created_at: datetime
    expires_at: datetime
