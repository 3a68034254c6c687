import csv
import hashlib
import io
import json

import pytest
from msgspec import structs

from recognize.reports.errors import UnknownFormatError
from recognize.reports.export import as_json, sealed
from recognize.reports.exports.csv_file import Dialect, report_csv
from recognize.reports.exports.report_file import format_named
from recognize.reports.schemas import (
    BehaviourRow,
    Directions,
    Figure,
    Figures,
    GroupRow,
    Headline,
    MatrixRow,
    MonthReport,
    PairRow,
    Pairs,
    StageRow,
    Totals,
)

HALF = Figure(value=50.0, numerator=1, denominator=2)
FIGURES = Figures(
    definition_version=1,
    month="2026-11",
    time_zone="America/Lima",
    department="=Logística\n",
    totals=Totals(
        kudos=2, recognitions=3, givers=1, receivers=3, people=8, participation_percent=50.0, points=0, boost_points=0
    ),
    headline=Headline(
        reach=HALF,
        gave=HALF,
        nobody_in_90_days=HALF,
        leaders_who_recognised=HALF,
        recognitions_per_100=HALF,
        concentration=HALF,
        between_areas=HALF,
        stage_tagged=HALF,
        reach_gap=Figure(value=None, numerator=None, denominator=None),
        newcomers=HALF,
    ),
    stages=[StageRow(stage="performing", recognitions=3, percent=100.0)],
    groups=[GroupRow(dimension="shift", key="=noche", people=10, reached=5, reach_percent=50.0)],
    pairs=Pairs(strongest=[PairRow(giver_department="AL", receiver_department="VE", recognitions=3)], silent=[]),
    behaviours=[BehaviourRow(code="ownership", stage="performing", kudos=2, recognitions=3)],
    matrix=[MatrixRow(giver_department=None, receiver_department="-1+1", stage="any", recognitions=3)],
    directions=Directions(up=1, down=2, sideways=0, across=0),
    sections={
        "front_line": [{"department": None, "recognitions": 3, "percent": 50.0}],
        "stories": [{"kudos": "0198", "stage": "closing"}],
        "wins": [{"kind": "result", "wins": 1, "participants": 2, "areas": 1}],
    },
)
REPORT = sealed(FIGURES)
HEADLINE_LINES = [
    f"headline,{name},,,,{field},{'' if value is None else value}"
    for name, figure in structs.asdict(FIGURES.headline).items()
    for field, value in structs.asdict(figure).items()
]


def as_csv(report: MonthReport, dialect: Dialect = Dialect()) -> bytes:  # noqa: B008 — frozen
    return report_csv(json.loads(as_json(report)), dialect=dialect)


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
            *HEADLINE_LINES,
            "stages,,performing,,,recognitions,3",
            "stages,,performing,,,percent,100.0",
            "groups.shift,'=noche,,,,people,10",
            "groups.shift,'=noche,,,,reached,5",
            "groups.shift,'=noche,,,,reach_percent,50.0",
            "pairs.strongest,,,AL,VE,recognitions,3",
            "behaviours,ownership,performing,,,kudos,2",
            "behaviours,ownership,performing,,,recognitions,3",
            "matrix,,any,,'-1+1,recognitions,3",
            "directions,,,,,up,1",
            "directions,,,,,down,2",
            "directions,,,,,sideways,0",
            "directions,,,,,across,0",
            "sections.front_line,,,,,recognitions,3",
            "sections.front_line,,,,,percent,50.0",
            "sections.stories,,closing,,,kudos,0198",
            "sections.wins,result,,,,wins,1",
            "sections.wins,result,,,,participants,2",
            "sections.wins,result,,,,areas,1",
        )
    )


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_text_that_starts_a_formula_is_made_harmless(start: str):
    (department,) = [
        row["value"]
        for row in rows(as_csv(sealed(structs.replace(FIGURES, department=f"{start}1+1"))))
        if row["figure"] == "department"
    ]
    assert department == f"'{start}1+1"


def test_a_format_that_there_is_not_is_refused():
    with pytest.raises(UnknownFormatError, match="'docx' is not one of json, csv, xlsx, pdf"):
        format_named("docx")


def test_with_semicolons_decimals_have_a_comma_and_a_mark_is_put_in_front_where_asked_for():
    body = as_csv(REPORT, Dialect(";", bom=True)).decode()
    assert body.startswith("\ufeffsection;code;stage;giver_department;receiver_department;figure;value\r\n")
    assert "totals;;;;;participation_percent;50,0\r\n" in body
    assert "behaviours;ownership;performing;;;kudos;2\r\n" in body


def test_sections_of_later_are_lines_like_all_others():
    report = json.loads(as_json(REPORT)) | {
        "sections": {
            "front_line": [
                {"department": None, "recognitions": 3, "percent": 50.0},
                {"department": "VE", "recognitions": 3, "percent": 50.0},
            ],
            "stories": [{"kudos": "01a2", "stage": "opening"}],
            "winners": [],
        }
    }
    assert report_csv(report).decode().split("directions,,,,,across,0\r\n")[1] == "".join(
        f"{line}\r\n"
        for line in (
            "sections.front_line,,,,,recognitions,3",
            "sections.front_line,,,,,percent,50.0",
            "sections.front_line,VE,,,,recognitions,3",
            "sections.front_line,VE,,,,percent,50.0",
            "sections.stories,,opening,,,kudos,01a2",
        )
    )
