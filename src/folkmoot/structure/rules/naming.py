"""What units may be called; the same for a form, a file and the API."""

import re
from collections.abc import Callable

from django.utils.translation import gettext as _

from folkmoot.kernel.errors import Refused
from folkmoot.kernel.tables import parsers

_line = parsers.text(longest=200)
_short_line = parsers.text(longest=80)


def unit_name(given: str) -> str:
    """Return a unit's name with its spaces tidied; at most 200 characters.

    :raises Refused: if nothing is left, or it is too long.
    """
    return _named("name", given, _line)


def kind_name(given: str) -> str:
    """Return the name of a kind or sector with its spaces tidied; at most 80 characters.

    :raises Refused: if nothing is left, or it is too long.
    """
    return _named("name", given, _short_line)


def unit_code(given: str) -> str:
    """Return a code of letters and digits, with . : / - _ between them; at most 40 characters.

    :raises Refused: if it is empty or holds anything else.
    """
    return _named("code", given, parsers.code)


def short_code(given: str) -> str:
    """Return a code for a kind, a sector or an office, in small letters.

    :raises Refused: if it is empty or holds more than plain letters, digits, - and _.
    """
    code = _named("code", given, parsers.code).lower()
    if not re.fullmatch(r"[a-z0-9_-]+", code):
        raise Refused(
            _("“%(code)s” is not a short code. Use the letters a to z, digits, - and _.") % {"code": code},
            field="code",
        )
    return code


def visit_purpose(given: str) -> str:
    """Return in one line what a visit was for, with its spaces tidied; at most 200 characters.

    :raises Refused: if nothing is left, or it is too long.
    """
    return _named("purpose", given, _line)


def zone_name(given: str) -> str:
    """Return the name of a time zone as the tz database spells it.

    :raises Refused: if there is no such zone.
    """
    return _named("time_zone", given, parsers.time_zone)


def _named(field: str, given: str, parse: Callable[[str], str]) -> str:
    stripped = given.strip()
    if not stripped:
        raise Refused(_("This is empty. Fill it in."), field=field)
    try:
        return parse(stripped)
    except Refused as refusal:
        raise Refused(refusal.sentence, field=field) from refusal
