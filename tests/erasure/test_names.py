"""What a text loses when somebody is erased, and what it keeps."""

from uuid import UUID

import pytest

from recognize.erasure.names import Names
from recognize.people.roster import PersonFacts

ROSA = PersonFacts(id=UUID(int=7), handle="rosa", name="Rosa María de la Cruz Quispe", email="rosa@casa.example")
NAMES = Names(ROSA, {"rosa.q"})


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Rosa María de la Cruz Quispe lo hizo.", "[…] lo hizo."),
        ("Rosa de la Cruz, Rosa Quispe, ROSA MARIA.", "[…], […], […]."),
        ("Lo hizo @rosa. Y @Rosa.Q también.", "Lo hizo […]. Y […] también."),
        ("A rosa@casa.example y a rosa.q, no a brosa@casa.example.", "A […] y a […], no a brosa@casa.example."),
        ("Una rosa para María, en Cruz del Sur.", "Una rosa para María, en Cruz del Sur."),
        ("@rosaura y @rosa-b no son ella.", "@rosaura y @rosa-b no son ella."),
        ("Rosa\nQuispe no está junto; Rosa Quispe sí.", "[…] no está junto; […] sí."),
        ("", ""),
    ],
)
def test_elsewhere_only_what_can_be_nobody_else_is_taken_out(text: str, left: str):
    assert NAMES.taken_from(text, alone=False) == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Gracias, rosa.", "Gracias, […]."),
        ("**María**, _Rosa_ y Quispe", "**[…]**, _[…]_ y […]"),
        ("De la mesa a la Cruz", "De la mesa a la […]"),
        ("Primorosa tarea, Rosario", "Primorosa tarea, Rosario"),
    ],
)
def test_where_they_stand_each_word_of_their_name_is(text: str, left: str):
    assert NAMES.taken_from(text, alone=True) == left


def test_a_handle_that_leads_to_somebody_else_in_a_text_stays():
    others = {"rosa": UUID(int=8), "antes": ROSA.id}
    assert NAMES.taken_from("@rosa y @antes", alone=False, mentioned=others) == "@rosa y […]"


def test_every_text_that_loses_something_is_found_by_a_pattern():
    from fnmatch import fnmatchcase

    from recognize.lib.text import fold

    for text in ("Rosa Quispe", "cruz de quispe", "@rosa", "rosa@casa.example", "pregunta a rosa.q hoy"):
        assert NAMES.taken_from(text, alone=False) != text
        assert any(fnmatchcase(fold(text), pattern.replace("%", "*")) for pattern in NAMES.patterns), text
