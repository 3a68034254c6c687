"""Whatever somebody writes becomes harmless HTML that holds every word of it."""

import re
import time
from collections import Counter
from html import unescape
from html.parser import HTMLParser
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it.common.normalize_url import normalizeLinkText

from recognize.lib.markdown import Markdown

ANA = UUID("0198a0e2-7c3f-7d51-9c55-2f1a6b7c8d9e")
PEOPLE = {"ana": ANA, "ñandú.peña_2": ANA}
LONGEST_SECONDS = 1.0  # of 2,000 characters; they take 17 ms
LETTER = re.compile(r"[^\W\d_]")

ALLOWED = {
    "p": {"dir": r"auto"},
    "ul": {"dir": r"auto"},
    "ol": {"dir": r"auto", "start": r"\d+"},
    "li": {},
    "br": {},
    "strong": {},
    "em": {},
    "a": {
        "href": rf"https?://[^\s\"<>]+|/people/{ANA}",
        "title": r"(?s).*",
        "target": r"_blank",
        "rel": r"noopener nofollow",
        "class": r"mention",
    },
}


class Page(HTMLParser):
    """What stands in some HTML: its words, where it leads, and what has no business there."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.led, self.strange, self.open = "", "", list[str](), list[str]()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        rules = ALLOWED.get(tag)
        if rules is None:
            self.strange.append(tag)
            return
        self.strange += [f"{tag} {name}={value}" for name, value in attrs
                         if name not in rules or not re.fullmatch(rules[name], value or "")]  # fmt: skip
        if tag == "a" and "rel" not in dict(attrs):
            self.strange.append("a without rel")
        self.led += " ".join(normalizeLinkText(value or "") for name, value in attrs if name in ("href", "title"))
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.strange.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.strange.append(f"<!--{data}")

    def handle_decl(self, decl: str) -> None:
        self.strange.append(f"<!{decl}")

    def handle_pi(self, data: str) -> None:
        self.strange.append(f"<?{data}")


def html(text: str) -> str:
    return Markdown(text).html(PEOPLE)


def letters(text: str) -> Counter[str]:
    """An entity counts as the letter that it stands for: in the address of a link it becomes one."""
    return Counter(LETTER.findall(unescape(text)))


def link(href: str, label: str | None = None) -> str:
    return f'<a href="{href}" target="_blank" rel="noopener nofollow">{label or href}</a>'


def mention(written: str) -> str:
    return f'<a class="mention" href="/people/{ANA}" rel="noopener nofollow">{written}</a>'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gracias.\nDe verdad.\n\nAdiós.", '<p dir="auto">Gracias.<br>\nDe verdad.</p>\n<p dir="auto">Adiós.</p>'),
        ("**Todo** a *tiempo*, 2 * 3 * 4", '<p dir="auto"><strong>Todo</strong> a <em>tiempo</em>, 2 * 3 * 4</p>'),
        ("Por:\n- uno\n- dos", '<p dir="auto">Por:</p>\n<ul dir="auto">\n<li>uno</li>\n<li>dos</li>\n</ul>'),
        ("3. tres\n4. cuatro", '<ol start="3" dir="auto">\n<li>tres</li>\n<li>cuatro</li>\n</ol>'),
        ("# No grita\n> ni `cita`", '<p dir="auto"># No grita<br>\n&gt; ni `cita`</p>'),
        ("snake_case_x y \\*así\\*", '<p dir="auto">snake_case_x y *así*</p>'),
    ],
)  # fmt: skip
def test_a_small_part_of_markdown_is_markup_and_the_rest_is_text(text: str, expected: str):
    assert html(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[el mapa](https://map.example/a_b)", link("https://map.example/a_b", "el mapa")),
        ("(https://es.wiki.example/Foo_(bar)).", f"({link('https://es.wiki.example/Foo_(bar)')})."),
        ("**https://a.example/_x_y**", f"<strong>{link('https://a.example/_x_y')}</strong>"),
        ("https://a.example/?a=1&b=<2>", f"{link('https://a.example/?a=1&amp;b=')}&lt;2&gt;"),
        ('https://a.example/"onmouseover="alert(1)', f'{link("https://a.example/")}"onmouseover="alert(1)'),
        ("xhttps://a.example http:// https://", "xhttps://a.example http:// https://"),
        ("https://bank.example@evil.example/", "https://bank.example@evil.example/"),
        ('[a](https://a.example "x")', '<a href="https://a.example" title="x" target="_blank" rel="noopener nofollow">a</a>'),
        ("[a](javascript:alert(1))", "[a](javascript:alert(1))"),
        ("[a](  JaVaScRiPt:alert(1))", "[a](  JaVaScRiPt:alert(1))"),
        ("[a](java&#115;cript:alert(1))", "[a](java&amp;#115;cript:alert(1))"),
        ("[a](data:text/html;base64,PHNjcmlwdD4=)", "[a](data:text/html;base64,PHNjcmlwdD4=)"),
        ("[a](//evil.example) [b](/people/x) [c](mailto:x@a.example)", "[a](//evil.example) [b](/people/x) [c](mailto:x@a.example)"),
        ("![a](https://a.example/a.png)", f"!{link('https://a.example/a.png', 'a')}"),
        ("[a]: https://a.example 'lost'", f"[a]: {link('https://a.example')} 'lost'"),
    ],
)  # fmt: skip
def test_links_lead_to_the_web_and_nowhere_else(text: str, expected: str):
    assert html(text) == f'<p dir="auto">{expected}</p>'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@Ana y **@ana**", f"{mention('@Ana')} y <strong>{mention('@ana')}</strong>"),
        ("(@ñandú.peña_2)", f"({mention('@ñandú.peña_2')})"),
        ("@nadie, mail@ana.example, \\@ana", "@nadie, mail@ana.example, @ana"),
        ("https://a.example/@ana", link("https://a.example/@ana")),
        ("[@ana](https://a.example)", link("https://a.example", "@ana")),
    ],
)
def test_a_mention_leads_to_whoever_has_the_handle(text: str, expected: str):
    assert html(text) == f'<p dir="auto">{expected}</p>'


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script><img src=x onerror=alert(1)>",
        "</p></div><svg/onload=alert(1)><!--",
        "&lt;script&gt; &#60;b&#62; &amp;",
        "<a class=\"mention\" href=\"javascript:alert(1)\">@ana</a>",
        "<![CDATA[<b>]]> <?php ?> <!doctype html>",
        "**<b>**</b> *<i>*",
        "`<b>` ~~~\n<style>*{display:none}</style>",
    ],
)  # fmt: skip
def test_html_is_shown_as_it_was_written(text: str):
    page = Page(html(text))
    assert page.strange == []
    assert page.text.replace("*", "") == text.replace("*", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a\x00b", "a\ufffdb"), ("a\r\nb", "a\nb"), ("\u200fשלום\u200e hola", "\u200fשלום\u200e hola"), ("  \n ", "")],
)
def test_odd_characters_do_no_harm(text: str, expected: str):
    assert Page(html(text)).text == expected


@pytest.mark.parametrize(
    "text",
    [
        "*a **b " * 285, "**a* " * 400, "_*" * 1000, "*" * 2000, "[" * 2000, "![[" * 666, "[a](" * 500, "[](<" * 500,
        "\\" * 2000, "- " * 1000, "1. " * 666, "- a\n" * 500, "@a " * 666, "http://" * 285, "https://a.example/(" * 105,
        "<" * 2000, "&#x" * 666, "`" * 2000, "\n" * 2000, "a\n" * 1000,
    ],
    ids=lambda text: repr(text[:8]),
)  # fmt: skip
def test_the_worst_text_takes_no_time(text: str):
    started = time.process_time()
    page = Page(html(text))
    assert time.process_time() - started < LONGEST_SECONDS
    assert page.strange == []


BITS = st.sampled_from(
    [
        "*", "**", "_", "__", "`", "~~", "[", "]", "(", ")", "](https://a.example/x)", "](javascript:x)", "](<", ">", "<", "</p>",
        "<b onclick=x>", "<!--", "-->", "&amp;", "&#106;", "\\", "!", "\n", "\n\n", "\n- ", "\n  - ", "\n1. ", "\n> ", "\n# ",
        "\n---\n", "\n    ", "\n```\n", "|", '"', "'", " ", "\t", "@", "@ana ", "@nadie", "https://", "http://b.example/y", ":", "//",
        "[a]: ", ' "', "\u200f", "\x00", "=", "•", "🎉", "señal", "Gracias", "ñ", "é", "שלום", "x",
    ]
)  # fmt: skip
TEXTS = st.lists(BITS | st.text(max_size=4), max_size=40).map("".join)


@settings(max_examples=500, deadline=None)
@given(TEXTS)
def test_whatever_is_written_only_what_is_allowed_comes_out_and_no_word_is_lost(text: str):
    page = Page(html(text))
    assert page.strange == []
    assert page.open == []
    assert letters(text) - letters(page.text + page.led) == Counter()


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_the_plain_text_says_the_same_words(text: str):
    written = Markdown(text)
    shown = Page(written.html(PEOPLE)).text
    for plain in (written.plain(), " ".join(written.paragraphs())):
        assert letters(shown) - letters(plain) == Counter()


def test_plain_text_keeps_lists_and_tells_where_links_lead():
    text = "Hola **@ana**,\nmira [el mapa](https://map.example) y https://a.example.\n\n1. uno\n   - once\n     y más\n2. dos\n\nAdiós."
    assert Markdown(text).plain() == (
        "Hola @ana,\nmira el mapa (https://map.example) y https://a.example.\n\n"
        "1. uno\n   - once\n     y más\n2. dos\n\nAdiós."
    )


def test_paragraphs_are_what_is_said_without_marks():
    text = "**Mil gracias** por [el mapa](https://map.example)\nde `bodega_2`.\n\n- uno\n- dos"
    assert list(Markdown(text).paragraphs()) == ["Mil gracias por el mapa de `bodega_2`.", "uno", "dos"]


def test_an_imported_text_of_any_length_takes_no_time_and_keeps_its_words():
    started = time.process_time()
    assert html("[" * 100_000 + "\n**fin**") == '<p dir="auto">' + "[" * 100_000 + "<br>\n**fin**</p>"
    assert time.process_time() - started < LONGEST_SECONDS


def test_whom_it_mentions_is_known_in_their_order():
    assert Markdown("@Bruno, @ana and @bruno; not x@diego or https://a.example/@carla").handles == ["bruno", "ana"]
