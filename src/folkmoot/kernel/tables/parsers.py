"""Parsers of cells: each takes a cell's text and returns a value, or refuses it in a sentence.

All but the simplest are made by a function that takes their limits, to be given to a `Field`.
"""

import re
import unicodedata
import zoneinfo
from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial

from django.conf.locale import LANG_INFO
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from folkmoot.kernel.errors import Refused
from folkmoot.kernel.text import fold, one_line

_CODE = re.compile(r"[^\W_]([\w.:/-]*\w)?")
_PHONE_DRESSING = re.compile(r"[\s().\-/\u2010-\u2015\u00a0]+|\(0\)")
_PHONE = re.compile(r"\+?\d{5,15}")
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|\d{3}))?", re.IGNORECASE)
_LONGEST_CODE = 40
_LONGEST_EMAIL = 254


def text(*, longest: int = 200) -> Callable[[str], str]:
    """Return a parser of one line of text, with its spaces tidied; `longest` in characters."""
    return partial(one_line, longest=longest)


def code(cell: str) -> str:
    """Return a code such as “NORD-12”: letters, digits and . : / - _ between them, at most 40.

    :raises Refused: if it holds anything else.
    """
    if len(cell) > _LONGEST_CODE or not _CODE.fullmatch(cell):
        raise Refused(
            _("“%(cell)s” is not a code. Use letters and digits, with no spaces, at most %(longest)d.")
            % {"cell": cell[: _LONGEST_CODE + 1], "longest": _LONGEST_CODE}
        )
    return unicodedata.normalize("NFC", cell)


def email(cell: str) -> str:
    """Return an e-mail address with its domain in small letters.

    :raises Refused: if it is not one.
    """
    address = cell.removeprefix("mailto:").strip()
    try:
        validate_email(address)
    except ValidationError as error:
        raise Refused(_("“%(cell)s” is not an e-mail address.") % {"cell": cell[:_LONGEST_EMAIL]}) from error
    local, _at, domain = address.rpartition("@")
    return f"{local}@{domain.lower()}"


def phone(*, calling_code: str = "") -> Callable[[str], str]:
    """Return a parser of telephone numbers to bare digits, with + before an international one.

    With a `calling_code` such as "33", a national number (0 and so on) becomes an international one.
    """

    def parse(cell: str) -> str:
        number = _PHONE_DRESSING.sub("", cell.replace("(0)", ""))
        number = f"+{number[2:]}" if number.startswith("00") else number
        if calling_code and number.startswith("0"):
            number = f"+{calling_code}{number[1:]}"
        if not (number.isascii() and _PHONE.fullmatch(number)):
            raise Refused(
                _("“%(cell)s” is not a telephone number. Write it like +33 1 23 45 67 89.")
                % {"cell": cell[:40]}
            )
        return number

    return parse


def language(cell: str) -> str:
    """Return the code of a language given by its code or its name: "pt-BR", "German", "Deutsch".

    :raises Refused: if no language is called so.
    """
    if found := _languages_by_name().get(fold(cell)):
        return found
    match = _LANGUAGE.fullmatch(cell)
    if not match or match[1].lower() not in _language_codes():
        raise Refused(
            _("“%(cell)s” is not a language known here. Write its code, such as fr or pt-BR.")
            % {"cell": cell[:40]}
        )
    main, script, region = match.groups(default="")
    return "-".join(part for part in (main.lower(), script.title(), region.upper()) if part)


def time_zone(cell: str) -> str:
    """Return the name of a time zone as the tz database spells it.

    :raises Refused: if there is none of that name.
    """
    if found := _zones_by_name().get(cell.lower().replace(" ", "_")):
        return found
    raise Refused(
        _("“%(cell)s” is not a time zone. Write it like Europe/Paris or America/Sao_Paulo.")
        % {"cell": cell[:40]}
    )


def one_of(choices: Mapping[str, str]) -> Callable[[str], str]:
    """Return a parser of a choice given by its code or its name: `choices` maps each code to its name."""
    known = {fold(name): choice for choice, name in choices.items()} | {
        fold(choice): choice for choice in choices
    }

    def parse(cell: str) -> str:
        if (choice := known.get(fold(cell))) is not None:
            return choice
        raise Refused(
            _("“%(cell)s” is not one of these: %(known)s.")
            % {"cell": cell[:40], "known": ", ".join(choices.values())}
        )

    return parse


def list_of(parse_one: Callable[[str], str]) -> Callable[[str], tuple[str, ...]]:
    """Return a parser of several values in one cell, parted by ; or | or ,; each is kept once, in order."""

    def parse(cell: str) -> tuple[str, ...]:
        parts: Iterable[str] = (part.strip() for part in re.split(r"[;|,\n]", cell))
        return tuple(dict.fromkeys(parse_one(part) for part in parts if part))

    return parse


@cache
def _zones_by_name() -> dict[str, str]:
    return {name.lower(): name for name in zoneinfo.available_timezones()}


@cache
def _language_codes() -> set[str]:
    return {known.partition("-")[0].lower() for known in LANG_INFO}


@cache
def _languages_by_name() -> dict[str, str]:
    # Where several variants share a name the plain language wins: it is written last.
    named = sorted(
        (entry for entry in LANG_INFO.items() if "name" in entry[1]), key=lambda entry: -len(entry[0])
    )
    return {fold(entry[key]): _as_bcp47(found) for found, entry in named for key in ("name", "name_local")}


def _as_bcp47(known: str) -> str:
    """Django writes "pt-br" and "zh-hans" where the standard writes "pt-BR" and "zh-Hans"."""
    main, _dash, rest = known.partition("-")
    variant = rest.title() if len(rest) > 3 else rest.upper()  # noqa: PLR2004  -- scripts have 4 letters, regions 2 or 3
    return f"{main}-{variant}" if rest else main
