"""Finds text in templates that no translator would ever see.

What a template says to people must be inside `translate`, `blocktranslate` or `_("…")`. Exempt are
elements marked `translate="no"` and those that hold code.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from django.template.base import Lexer, Token, TokenType

SPOKEN_ATTRIBUTES = ("title", "alt", "aria-label", "aria-description", "placeholder", "label")
UNSPOKEN_ELEMENTS = ("script", "style", "code", "kbd", "pre")
VOID_ELEMENTS = ("area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "use", "wbr")
# Their literals are names of templates, libraries, addresses or values to compare with.
WORDLESS_TAGS = (
    "extends",
    "load",
    "url",
    "static",
    "if",
    "elif",
    "cycle",
    "partialdef",
    "partial",
    "now",
    "lorem",
)
TRANSLATING_TAGS = ("translate", "trans", "blocktranslate", "blocktrans", "plural")
PRODUCT = "Folkmoot"

_WORD = re.compile(r"[^\W\d_]{2,}")
_LITERAL = re.compile(r"""(?P<marked>_\()?(?P<quote>["'])(?P<text>.*?)(?P=quote)""")
_SPEECH = re.compile(r"^[A-Z][a-z]|[^\W\d_] +[^\W\d_]|[.!?]$")
_ENTITY = re.compile(r"&#?\w+;")
_SHOWING_FILTER = re.compile(r"\|(?:default|default_if_none|yesno|pluralize):$")
_SPOKEN_HERE = {"shown": _WORD, "argument": _SPEECH, "hidden": re.compile(r"(?!)")}


def untranslated(template: str) -> list[str]:
    """Return every piece of speech that is not marked for translation, in order."""
    tokens = list(_outside_translation(Lexer(template).tokenize()))
    markup = "".join(token.contents if token.token_type is TokenType.TEXT else "" for token in tokens)
    found = _Markup()
    found.feed(markup)
    found.close()
    return found.spoken + [text for token in tokens for text in _literals(token)]


def _outside_translation(tokens: list[Token]) -> Iterator[Token]:
    closing = ""
    for token in tokens:
        name = _tag(token)
        if closing:
            closing = "" if name == closing else closing
        elif name in {"blocktranslate", "blocktrans", "comment", "verbatim"}:
            closing = f"end{name}"
        elif token.token_type is not TokenType.COMMENT:
            yield token


def _literals(token: Token) -> Iterator[str]:
    if token.token_type is TokenType.TEXT or _tag(token) in (*WORDLESS_TAGS, *TRANSLATING_TAGS):
        return
    for literal in _LITERAL.finditer(token.contents):
        text, before = literal["text"], token.contents[: literal.start()]
        is_ours = literal["marked"] or text == PRODUCT or text.endswith((".html", ".txt"))
        if not is_ours and _SPOKEN_HERE[_place(token, before)].search(text):
            yield text


def _place(token: Token, before: str) -> str:
    """Say what kind of place a literal stands in: a filter that shows it, one that does not, or a tag."""
    if before.endswith(":") and "|" in before:
        return "shown" if _SHOWING_FILTER.search(before) else "hidden"
    return "argument" if token.token_type is TokenType.BLOCK else "hidden"


def _tag(token: Token) -> str:
    return next(iter(token.contents.split()), "") if token.token_type is TokenType.BLOCK else ""


class _Markup(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.spoken: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        is_silent = tag in UNSPOKEN_ELEMENTS or named.get("translate") == "no"
        if (is_silent or self._silent) and tag not in VOID_ELEMENTS:
            self._silent.append(tag)
        if not is_silent:
            self.spoken += [
                value for name in SPOKEN_ATTRIBUTES if (value := named.get(name)) and _speaks(value)
            ]

    def handle_endtag(self, tag: str) -> None:
        if tag in self._silent:
            del self._silent[self._silent.index(tag) :]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        if not self._silent and _speaks(text):
            self.spoken.append(text)


def _speaks(text: str) -> bool:
    return bool(text and text != PRODUCT and _WORD.search(_ENTITY.sub("", text)))
