"""Renders pages for tests, and says which of their texts are speech and which structure is broken."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from folkmoot.ui.pseudo import CLOSING, OPENING
from folkmoot.ui.tests.wording import UNSPOKEN_ELEMENTS, VOID_ELEMENTS

_BRACKETED = re.compile(f"{OPENING}[^{OPENING}{CLOSING}]*{CLOSING}")
_LETTERS = re.compile(r"[^\W\d_]{2,}")


class Page(HTMLParser):
    """The texts outside pseudo-brackets, the ids, and every tag that is closed out of turn."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.ids: list[str] = []
        self.misplaced: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self.feed(html)
        self.close()
        self.misplaced += [tag for tag, _is_silent in self._open]

    @property
    def bare_words(self) -> set[str]:
        """Words that no translator saw."""
        return {word for text in self.texts for word in _LETTERS.findall(_without_brackets(text))}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.ids += [named["id"] or ""] if "id" in named else []
        if tag not in VOID_ELEMENTS:
            self._open.append((tag, tag in UNSPOKEN_ELEMENTS or named.get("translate") == "no"))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID_ELEMENTS:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        expected = self._open.pop()[0] if self._open else ""
        if expected != tag:
            self.misplaced.append(tag)

    def handle_data(self, data: str) -> None:
        if not any(is_silent for _tag, is_silent in self._open):
            self.texts.append(data)


def _without_brackets(text: str) -> str:
    shorter = _BRACKETED.sub("", text)
    return shorter if shorter == text else _without_brackets(shorter)
