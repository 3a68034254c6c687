"""What people write, as HTML and as plain text: the part of CommonMark that a message needs. See decision 17.

Paragraphs, line breaks, lists, emphasis, links and mentions. Everything else, HTML above all, is text as it was written, and
no word of a text gets lost.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock, list_block
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from recognize.lib.text import normal_spelling

MENTION = re.compile(r"(?<![^\s(¡¿\"«*_])@(\w(?:[\w.-]{0,60}\w)?)")
# By id, which neither a new handle nor its next owner changes.
PROFILE = "/people/{}"

MOST_MARKED_CHARACTERS = 10_000  # the time of marks may grow with the square; only imported texts are longer
_MAX_LIST_LEVEL = 8  # two for each list; the parser itself drops what is nested deeper than it likes
_SCHEME = re.compile(r"(?:^|[^a-z0-9])(https?)$", re.IGNORECASE)
_SCHEME_CHARACTERS = 6  # and the one before it
_ADDRESS = re.compile(r"://[^\s<>\"“”«»]+")
_AFTER_ADDRESS = ".,;:!?…'*_~)]"  # the sentence's, where they end an address
_WEB = re.compile(r"https?://[\w.-]+(?::\d{1,5})?(?:[/?#]|$)", re.IGNORECASE | re.ASCII)
_PROFILE = re.compile(r"/people/[0-9a-f-]{36}")


class Markdown:
    """A text, parsed once; of more than MOST_MARKED_CHARACTERS only the paragraphs and lines are seen. `handles`: whom it
    mentions, in their order, existing or not."""

    def __init__(self, source: str) -> None:
        parser = _markdown if len(source) <= MOST_MARKED_CHARACTERS else _unmarked
        self._tokens = parser.parse(source)
        mentions = (token for line in self._lines() for token in line if token.type == "mention")
        self.handles = list(dict.fromkeys(str(token.meta["handle"]) for token in mentions))

    def html(self, people: Mapping[str, UUID]) -> str:
        """Safe to be put into a page as it is. `people`: by handle, whom a mention links to."""
        rendered = _markdown.renderer.render(self._tokens, _markdown.options, {"people": people})
        return _cleaner.clean(rendered).strip()

    def plain(self) -> str:
        """For whom there is no HTML: lists as lists, a link with its address."""
        lines: list[str] = []
        marks: list[str] = []
        for token in self._tokens:
            if token.type == "list_item_open":
                marks.append(f"{token.info}{token.markup} ")
            elif token.type == "list_item_close":
                marks.pop()
            elif token.type == "inline":
                lines += _marked(_plain(token.children or [], with_addresses=True).split("\n"), marks)
            elif token.level == 0 and token.nesting < 0:
                lines.append("")
        return "\n".join(lines).strip()

    def paragraphs(self) -> Iterator[str]:
        """Each, and each line of a list, on one line and without marks or addresses."""
        for line in self._lines():
            if words := " ".join(_plain(line).split()):
                yield words

    def _lines(self) -> Iterator[Sequence[Token]]:
        return (token.children or [] for token in self._tokens if token.type == "inline")


def _marked(lines: list[str], marks: list[str]) -> Iterator[str]:
    """The marks of the lists around it before the first line; what follows stands below it."""
    for line in lines:
        yield "".join(marks) + line
        marks[:] = [" " * len(mark) for mark in marks]


def _plain(tokens: Sequence[Token], *, with_addresses: bool = False) -> str:
    said, label_from, address = list[str](), 0, ""
    for token in tokens:
        if token.type == "link_open":
            label_from, address = len(said), str(token.meta.get("written") or token.attrs["href"])
        elif token.type == "link_close" and with_addresses and "".join(said[label_from:]) != address:
            said.append(f" ({address})")
        else:
            said.append("\n" if token.type in ("softbreak", "hardbreak") else token.content)
    return "".join(said)


def _mention(state: StateInline, silent: bool) -> bool:
    found = MENTION.match(state.src, state.pos)
    if found is None or state.linkLevel:
        return False
    if not silent:
        token = state.push("mention", "", 0)
        token.content = found[0]
        token.meta = {"handle": normal_spelling(found[1])}
    state.pos = found.end()
    return True


def _bare_link(state: StateInline, silent: bool) -> bool:
    """Met at the colon: the scheme before it is text already."""
    scheme = _SCHEME.search(state.pending[-_SCHEME_CHARACTERS:])
    address = _ADDRESS.match(state.src, state.pos, state.posMax)
    if scheme is None or address is None or state.linkLevel:
        return False
    rest = _without_punctuation(address[0])
    href = state.md.normalizeLink(scheme[1].lower() + rest)
    if not state.md.validateLink(href):
        return False
    if not silent:
        state.pending = state.pending[: -len(scheme[1])]
        link = state.push("link_open", "a", 1)
        link.attrs = {"href": href}
        link.meta = {"written": scheme[1] + rest}
        state.push("text", "", 0).content = scheme[1] + rest
        state.push("link_close", "a", -1)
    state.pos += len(rest)
    return True


def _without_punctuation(address: str) -> str:
    """`https://a.example/b_(c)).` is `https://a.example/b_(c)`."""
    kept = address.rstrip(_AFTER_ADDRESS)
    if address[len(kept) :].startswith(")") and kept.count("(") > kept.count(")"):
        return kept + ")"
    return kept


def _shallow_list(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    return state.level < _MAX_LIST_LEVEL and list_block(state, start, end, silent)


def _direct_by_its_letters(
    renderer: RendererHTML, tokens: Sequence[Token], place: int, options: OptionsDict, env: EnvType
) -> str:
    tokens[place].attrSet("dir", "auto")
    return renderer.renderToken(tokens, place, options, env)


def _open_elsewhere(
    renderer: RendererHTML, tokens: Sequence[Token], place: int, options: OptionsDict, env: EnvType
) -> str:
    tokens[place].attrSet("target", "_blank")
    return renderer.renderToken(tokens, place, options, env)


def _link_to_person(
    renderer: RendererHTML, tokens: Sequence[Token], place: int, options: OptionsDict, env: EnvType
) -> str:
    written = renderer.text(tokens, place, options, env)
    person = env["people"].get(tokens[place].meta["handle"])
    return f'<a class="mention" href="{PROFILE.format(person)}">{written}</a>' if person else written


def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"breaks": True})
    parser.enable(["list", "emphasis", "link", "escape", "newline"])
    parser.block.ruler.at("list", _shallow_list, {"alt": ["paragraph"]})
    parser.inline.ruler.push("mention", _mention)
    parser.inline.ruler.push("bare_link", _bare_link)
    parser.validateLink = lambda url: bool(_WEB.match(url))  # type: ignore[method-assign]
    for block in ("paragraph_open", "bullet_list_open", "ordered_list_open"):
        parser.add_render_rule(block, _direct_by_its_letters)
    parser.add_render_rule("link_open", _open_elsewhere)
    parser.add_render_rule("mention", _link_to_person)
    return parser


def _own_page(url: str) -> str | None:
    return url if _PROFILE.fullmatch(url) else None


_markdown = _parser()
_unmarked = MarkdownIt("zero", {"breaks": True}).enable("newline")
# Whatever the parser lets through: these tags, attributes and addresses and no others.
_cleaner = nh3.Cleaner(
    tags={"p", "br", "ul", "ol", "li", "strong", "em", "a"},
    attributes={"a": {"href", "title"}, "ol": {"start"}},
    tag_attribute_values={"a": {"target": {"_blank"}}} | {block: {"dir": {"auto"}} for block in ("p", "ul", "ol")},
    allowed_classes={"a": {"mention"}},
    link_rel="noopener nofollow",
    url_schemes={"http", "https"},
    url_relative=_own_page,
)
