"""The languages a document can be written in, each called as its own speakers call it."""

from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import combining, normalize

from django.conf import settings
from django.conf.locale import LANG_INFO


@dataclass(frozen=True)
class Language:
    """A language by its BCP 47 code, with its name and the direction it is written in."""

    code: str
    name: str
    direction: str


def language_called(code: str) -> Language:
    """Return the language with this code; one that is not known is called by its code."""
    known = LANG_INFO.get(code.lower()) or LANG_INFO.get(code.partition("-")[0].lower())
    if known is None or "name_local" not in known:
        return Language(code, code, "auto")
    return Language(code, _with_a_capital(known["name_local"]), "rtl" if known["bidi"] else "ltr")


def language_choices(first: Sequence[str] = ()) -> list[tuple[str, str]]:
    """Return code and name of every language: those in `first`, then the installation's, then the others by their own name."""
    codes = [code for code, known in LANG_INFO.items() if "name_local" in known and code.islower()]
    others = sorted(codes, key=lambda code: _without_accents(LANG_INFO[code]["name_local"]).casefold())
    own = [code for code, _name in settings.LANGUAGES]
    chosen = dict.fromkeys([*first, *own, *others])
    return [(code, language_called(code).name) for code in chosen]


def preferred(available: Sequence[str], languages: Sequence[str]) -> str:
    """Return the first of `languages` that is among `available`, or else the first there is."""
    return next((code for code in languages if code in available), available[0])


def _without_accents(name: str) -> str:
    return "".join(sign for sign in normalize("NFKD", name) if not combining(sign))


def _with_a_capital(name: str) -> str:
    return name[:1].capitalize() + name[1:]
