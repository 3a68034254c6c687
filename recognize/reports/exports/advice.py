"""What to do next: a few sentences that follow from the figures, and never blame anybody."""

from collections.abc import Iterator
from typing import Any

from recognize.errors import Words
from recognize.reports.exports import words
from recognize.reports.exports.numbers import figure
from recognize.reports.exports.tables import Names

MOST = 5
LOW_REACH, LOW_LEADERS, LOW_BETWEEN, LOW_NEWCOMERS = 60, 70, 40, 80  # percent
HIGH_SILENCE, HIGH_CONCENTRATION, HIGH_GAP = 15, 35, 25
LOW_SHARE = 20  # percent of a stage among the three

NONE_YET = Words(
    "Begin with one recognition for each department: whoever was helped this week says by whom, and with what.",
    "Empieza con un reconocimiento por área: quien recibió ayuda esta semana cuenta de quién y en qué.",
)
KEEP_GOING = Words(
    "Nothing stands out as needing care: keep the habit, and share the stories of this report.",
    "Nada pide atención especial: mantén el hábito y comparte las historias de este reporte.",
)
REACH = Words(
    "Reach is {value}: ask each leader to look for one person whose help went unsaid this month.",
    "El alcance es de {value}: pide a cada líder que busque a una persona cuya ayuda no se dijo este mes.",
)
SILENCE = Words(
    "{value} of those here for 90 days have not been recognised in that time: their leaders have the list and can begin with it.",
    "Al {value} de quienes llevan 90 días nadie le ha reconocido en ese tiempo: sus líderes tienen la lista y pueden empezar por ahí.",
)
LEADERS = Words(
    "{value} of the leaders recognised somebody of their team: set aside five minutes for it in the weekly meeting.",
    "El {value} de los líderes reconoció a alguien de su equipo: reserva cinco minutos para ello en la reunión semanal.",
)
BETWEEN = Words(
    "{value} of the recognitions go from one department to another: invite departments to say who serves them best, and how.",
    "El {value} de los reconocimientos va de un área a otra: invita a las áreas a decir quién les sirve mejor y cómo.",
)
CONCENTRATION = Words(
    "A tenth of the people holds {value} of the recognitions: tell of quiet work, which nobody sees.",
    "Una décima parte de las personas reúne el {value} de los reconocimientos: cuenta el trabajo callado, el que nadie ve.",
)
GAP = Words(
    "The widest reach gap is {value}: look at what the group with the highest reach does, and try it where it is lowest.",
    "La brecha de alcance más amplia es de {value}: mira qué hace el grupo con más alcance y pruébalo donde hay menos.",
)
NEWCOMERS = Words(
    "{value} of the new hires were recognised by their 60th day: make it part of welcoming them.",
    "El {value} de los ingresos fue reconocido hasta su día 60: hazlo parte de la bienvenida.",
)
STAGE = Words(
    "“{stage}” is the stage least spoken of ({value}): ask for examples of it in the next team meeting.",
    "«{stage}» es la etapa de la que menos se habla ({value}): pide ejemplos en la próxima reunión de equipo.",
)
PAIR = Words(
    "{giver} and {receiver} were heard of together before and are silent now: a good moment to ask how the service goes.",
    "Entre {giver} y {receiver} se oían agradecimientos y ahora no: buen momento para preguntar cómo va el servicio.",
)


def advice(report: dict[str, Any], names: Names, locale: str) -> list[str]:
    if not report["totals"]["kudos"]:
        return [NONE_YET[locale]]
    return list(_sentences(report, names, locale))[:MOST] or [KEEP_GOING[locale]]


def _sentences(report: dict[str, Any], names: Names, locale: str) -> Iterator[str]:
    low = {
        "reach": (REACH, LOW_REACH), "leaders_who_recognised": (LEADERS, LOW_LEADERS), "between_areas": (BETWEEN, LOW_BETWEEN),
        "newcomers": (NEWCOMERS, LOW_NEWCOMERS),
    }  # fmt: skip
    high = {
        "nobody_in_90_days": (SILENCE, HIGH_SILENCE), "reach_gap": (GAP, HIGH_GAP), "concentration": (CONCENTRATION, HIGH_CONCENTRATION),
    }  # fmt: skip
    for code, (sentence, limit) in {**low, **high}.items():
        value = report["headline"].get(code, {}).get("value")
        if value is not None and (value < limit if code in low else value > limit):
            yield sentence[locale].format(value=figure(code, value, locale))
    yield from _of_stages(report["stages"], locale)
    for pair in report["pairs"]["silent"][:1]:
        giver, receiver = (names.departments.get(pair[f"{side}_department"], "") for side in ("giver", "receiver"))
        yield PAIR[locale].format(giver=giver, receiver=receiver)


def _of_stages(stages: list[dict[str, Any]], locale: str) -> Iterator[str]:
    """The one least named, where it is far behind; one that nobody named is in no list."""
    shares = dict.fromkeys(("opening", "performing", "closing"), 0.0) | {
        each["stage"]: each["percent"] for each in stages
    }
    least = min(shares, key=lambda code: shares[code])
    if stages and shares[least] < LOW_SHARE:
        yield STAGE[locale].format(stage=words.STAGES[least][locale], value=figure("", shares[least], locale))
