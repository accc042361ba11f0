"""Two languages nobody speaks: they show strings that were left out, and layouts that only go one way.

`en-xa` puts accents on every translated string and ⟦brackets⟧ around it; `ar-xb` does the same
from right to left. Both come from the source strings, so they need no catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from gettext import NullTranslations

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import trans_real

PSEUDO_LANGUAGES = ("en-xa", "ar-xb")
OPENING, CLOSING = "⟦", "⟧"
CONTEXT_SEPARATOR = "\x04"
ACCENTS = str.maketrans("aceinouyzACEINOUYZ", "áçéîñöûýžÁÇÉÎÑÖÛÝŽ")
# What must reach the reader as it is: placeholders, tags and character references.
KEPT = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}|<[^>]+>|&#?\w+;")


def accented(message: str) -> str:
    """Accent the letters of a message and put brackets around it, keeping its placeholders."""
    plain = KEPT.split(message)
    kept = [*KEPT.findall(message), ""]
    body = "".join(
        text.translate(ACCENTS) + placeholder for text, placeholder in zip(plain, kept, strict=True)
    )
    return f"{OPENING}{body}{CLOSING}"


class PseudoTranslation(NullTranslations):
    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language

    def language(self) -> str:
        return self._language

    to_language = language

    def gettext(self, message: str) -> str:
        return accented(message.rpartition(CONTEXT_SEPARATOR)[2])

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


def speak(language: str) -> None:
    """Make a pseudo-language the active one in this thread."""
    # Django asks this table before it looks for a catalogue; it offers no public place for one.
    vars(trans_real)["_translations"].setdefault(language, PseudoTranslation(language))
    translation.activate(language)


def pseudo_locale(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Let the language cookie choose a pseudo-language, which LocaleMiddleware does not know."""

    def middleware(request: HttpRequest) -> HttpResponse:
        asked = request.COOKIES.get("django_language", "")
        if asked in PSEUDO_LANGUAGES:
            speak(asked)
            request.LANGUAGE_CODE = asked
        return get_response(request)

    return middleware
