"""What an import did or would do: lines for the terminal, and msgspec encodes it as it is for the web page."""

from collections.abc import Iterator

from msgspec import Struct

from recognize.people.roster import Change, Facts, Plan
from recognize.people.sheets import Sheet

MAX_LINES_OF_A_SORT = 50
NOTHING = "–"


class SkippedLine(Struct, frozen=True):
    """A bad line as its reader is told of it."""

    number: int
    reason: str

    def __str__(self) -> str:
        return f"line {self.number}: {self.reason}"


class FieldChange(Struct, frozen=True):
    """Values as text; None where there is none."""

    field: str
    old: str | None
    new: str | None

    def __str__(self) -> str:
        return f"{self.field} {self.old or NOTHING} → {self.new or NOTHING}"


class Difference(Struct, frozen=True):
    """`key` is the handle of a person or the code of a department."""

    key: str
    fields: list[FieldChange]

    def __str__(self) -> str:
        return f"{self.key}: {', '.join(map(str, self.fields))}"


class DepartmentsImportResult(Struct, frozen=True, kw_only=True):
    """`added` are codes, `bad_lines` were skipped. In a dry run nothing was written."""

    file: str
    dry_run: bool
    added: list[str]
    changed: list[Difference]
    unchanged: int
    bad_lines: list[SkippedLine]

    def sorts(self) -> dict[str, list[str]]:
        """By the word for a sort of difference, its lines."""
        return {"new": self.added, "changed": [str(each) for each in self.changed]}

    def counts(self) -> dict[str, int]:
        by_sort = {word: len(lines) for word, lines in self.sorts().items()}
        return {**by_sort, "unchanged": self.unchanged, "skipped": len(self.bad_lines)}

    def lines(self, at_most: int = MAX_LINES_OF_A_SORT) -> Iterator[str]:
        """A summary, then at most so many lines of each sort of difference."""
        summary = ", ".join(f"{count:,} {word}" for word, count in self.counts().items())
        yield f"{self.file}: {summary}{' (dry run: nothing was written)' if self.dry_run else ''}"
        for word, lines in self.sorts().items():
            yield from (f"{word}: {line}" for line in lines[:at_most])
            if len(lines) > at_most:
                yield f"{word}: … and {len(lines) - at_most:,} more"


class PeopleImportResult(DepartmentsImportResult, frozen=True, kw_only=True):
    """`added` and `left` are handles; `left` are those whom a complete file does not name."""

    left: list[str]
    departments: list[str]

    def sorts(self) -> dict[str, list[str]]:
        return {**super().sorts(), "left": self.left, "new departments": self.departments}


def departments_result(
    file: str, sheet: Sheet, plan: Plan, *, dry_run: bool, locale: str = "en"
) -> DepartmentsImportResult:
    return DepartmentsImportResult(
        file=file,
        dry_run=dry_run,
        added=[change.after.code for change in plan.departments if change.before is None],
        changed=[_difference(change) for change in plan.departments if change.before],
        unchanged=plan.unchanged,
        bad_lines=_skipped(sheet, locale),
    )


def people_result(file: str, sheet: Sheet, plan: Plan, *, dry_run: bool, locale: str = "en") -> PeopleImportResult:
    return PeopleImportResult(
        file=file,
        dry_run=dry_run,
        added=[change.after.handle for change in plan.people if change.before is None],
        changed=[_difference(change) for change in plan.people if change.before and change.after.handle in sheet.good],
        left=[change.after.handle for change in plan.people if change.after.handle not in sheet.good],
        departments=[change.after.code for change in plan.departments],
        unchanged=plan.unchanged,
        bad_lines=_skipped(sheet, locale),
    )


def _skipped(sheet: Sheet, locale: str) -> list[SkippedLine]:
    return [SkippedLine(line.number, line.reason[locale]) for line in sheet.bad_lines]


def _difference(change: Change[Facts]) -> Difference:
    fields = change.fields_of(change.after.__struct_fields__)
    return Difference(change.after.key, [_field_change(change, name) for name in fields])


def _field_change(change: Change[Facts], name: str) -> FieldChange:
    return FieldChange(name, _text(change.old(name)), _text(getattr(change.after, name)))


def _text(value: object) -> str | None:
    return None if value is None else str(value)
