import pytest

from recognize.lib.sentences import sentences, shortened


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("¡Gracias, Ana! Me salvaste el día. ¿Repetimos?", ["¡Gracias, Ana!", "Me salvaste el día.", "¿Repetimos?"]),
        (
            "El Sr. Pérez vino a las 3.30 p. m. y J. Soto firmó. Listo.",
            ["El Sr. Pérez vino a las 3.30 p. m. y J. Soto firmó.", "Listo."],
        ),
        ("Te dije que no. Y sí.", ["Te dije que no.", "Y sí."]),
        ("¿Viste? eso dije. «Así es.» Dijo.", ["¿Viste? eso dije.", "«Así es.»", "Dijo."]),
        ("Dr. Lee called at 9 a.m. and it worked... in the end. Great!", ["Dr. Lee called at 9 a.m. and it worked... in the end.", "Great!"]),
        ("¡Enorme! 🎉 Gracias", ["¡Enorme! 🎉", "Gracias"]),
        ("¡Enorme! 🎉", ["¡Enorme! 🎉"]),
    ],
)  # fmt: skip
def test_sentences_are_whole(text: str, expected: list[str]):
    assert list(sentences(text)) == expected


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("cabe", 4, "cabe"),
        ("una frase, bastante larga", 12, "una frase…"),
        ("una frase entera", 9, "una…"),
        ("x" * 50, 10, "xxxxxxxxx…"),
    ],
)
def test_what_is_too_long_is_cut_between_words(text: str, limit: int, expected: str):
    assert shortened(text, limit) == expected
    assert len(shortened(text, limit)) <= limit
