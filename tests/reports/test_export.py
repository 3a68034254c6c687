import csv
import hashlib
import io
import json

import pytest
from msgspec import structs

from recognize.reports.errors import UnknownFormatError
from recognize.reports.export import as_csv, as_json, format_named, sealed
from recognize.reports.schemas import BehaviourRow, Directions, Figures, MatrixRow, Totals

FIGURES = Figures(
    definition_version=1,
    month="2026-11",
    time_zone="America/Lima",
    department="=Logística\n",
    totals=Totals(
        kudos=2, recognitions=3, givers=1, receivers=3, people=8, participation_percent=50.0, points=0, boost_points=0
    ),
    behaviours=[BehaviourRow(code="ownership", stage="performing", kudos=2, recognitions=3)],
    matrix=[MatrixRow(giver_department=None, receiver_department="-1+1", stage="any", recognitions=3)],
    directions=Directions(up=1, down=2, sideways=0, across=0),
)
REPORT = sealed(FIGURES)


def rows(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode(), newline="")))


def test_the_json_is_canonical():
    body = as_json(REPORT)
    assert body.decode() == json.dumps(json.loads(body), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert "Logística" in body.decode()


def test_the_checksum_is_that_of_the_figures_without_it():
    figures = json.loads(as_json(REPORT))
    checksum = figures.pop("checksum")
    bare = json.dumps(figures, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    assert checksum == hashlib.sha256(bare).hexdigest()


def test_another_figure_is_another_checksum():
    assert sealed(structs.replace(FIGURES, month="2026-12")).checksum != REPORT.checksum


def test_the_csv_says_first_what_it_is_of():
    table = rows(as_csv(REPORT))
    assert [(row["section"], row["figure"], row["value"]) for row in table[:5]] == [
        ("report", "definition_version", "1"),
        ("report", "month", "2026-11"),
        ("report", "time_zone", "America/Lima"),
        ("report", "department", "'=Logística\n"),
        ("report", "checksum", REPORT.checksum),
    ]


def test_the_csv_holds_every_figure_in_a_line_of_its_own():
    assert as_csv(REPORT).decode().split(f"{REPORT.checksum}\r\n")[1] == "".join(
        f"{line}\r\n"
        for line in (
            "totals,,,,,kudos,2",
            "totals,,,,,recognitions,3",
            "totals,,,,,givers,1",
            "totals,,,,,receivers,3",
            "totals,,,,,people,8",
            "totals,,,,,participation_percent,50.0",
            "totals,,,,,points,0",
            "totals,,,,,boost_points,0",
            "behaviours,ownership,performing,,,kudos,2",
            "behaviours,ownership,performing,,,recognitions,3",
            "matrix,,any,,'-1+1,recognitions,3",
            "directions,,,,,up,1",
            "directions,,,,,down,2",
            "directions,,,,,sideways,0",
            "directions,,,,,across,0",
        )
    )


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_text_that_starts_a_formula_is_made_harmless(start: str):
    (department,) = [
        row["value"]
        for row in rows(as_csv(sealed(structs.replace(FIGURES, department=f"{start}1+1"))))
        if row["figure"] == "department"
    ]
    assert department == f"'{start}1+1"


def test_a_format_that_there_is_not_is_refused():
    with pytest.raises(UnknownFormatError, match="'docx' is not one of json, csv"):
        format_named("docx")
