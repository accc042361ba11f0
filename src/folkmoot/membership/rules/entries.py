"""What a name, a number, an address, a language and a day have to look like; forms, acts and imports ask here."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from folkmoot.accounts.rules.addresses import normal
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.tables import parsers
from folkmoot.kernel.text import fold, name_key, sort_name_of

NUMBER_LONGEST = 40
SEARCH_NAME_LONGEST = 400
# Nobody who lives has been a member, or in office, for longer.
LONGEST_YEARS = 120
_one_line = parsers.text(longest=200)
_phone = parsers.phone()
Value = TypeVar("Value")


def checked_name(name: str) -> str:
    """Return a person's name with its spaces tidied.

    :raises Refused: if it is empty, longer than 200 characters, or holds characters nobody can read.
    """
    if not name.strip():
        raise Refused(_("A member needs a name. Write it as they want to be called."), field="name")
    return _blaming("name", _one_line, name)


def search_name_of(name: str) -> str:
    """Return what a list searches and sorts a name by, at most 400 characters."""
    return fold(sort_name_of(name))[:SEARCH_NAME_LONGEST]


def name_key_of(name: str) -> str:
    """Return by what people are found who may be the same, at most 400 characters."""
    return name_key(name)[:SEARCH_NAME_LONGEST]


def are_unlike(one: str, other: str) -> bool:
    """Return whether two names have no word in common, however they are written; an initial stands for its word."""
    words, others = name_key_of(one).split(), name_key_of(other).split()
    return bool(words and others) and not any(_may_be_one(word, each) for word in words for each in others)


def checked_number(number: str) -> str:
    """Return a member number as it is kept; empty if none is given.

    :raises Refused: if it is longer than 40 characters or has spaces within.
    """
    bare = number.strip()
    if len(bare) > NUMBER_LONGEST or any(not letter.isprintable() or letter.isspace() for letter in bare):
        raise Refused(
            _("“%(number)s” is not a member number: it has at most %(most)d characters and no spaces.")
            % {"number": bare[:NUMBER_LONGEST], "most": NUMBER_LONGEST},
            field="member_number",
        )
    return bare


def checked_email(email: str) -> str:
    """Return an e-mail address as it is kept and compared; empty if none is given.

    :raises Refused: if it is not an e-mail address.
    """
    return _blaming("email", parsers.email, normal(email)) if email.strip() else ""


def checked_phone(phone: str) -> str:
    """Return a telephone number in bare digits; empty if none is given.

    :raises Refused: if it is not a telephone number.
    """
    return _blaming("phone", _phone, phone) if phone.strip() else ""


def telephone_of(given: str) -> str:
    """Return a telephone number in bare digits; empty if what is given is none."""
    try:
        return checked_phone(given)
    except Refused:
        return ""


def checked_languages(languages: Iterable[str]) -> list[str]:
    """Return the codes (BCP 47) of languages given by code or name, without repetition, the preferred one first.

    :raises Refused: if one of them is not a language.
    """
    return list(dict.fromkeys(_blaming("languages", parsers.language, each.strip()) for each in languages))


def start_of(day: date, time_zone: str) -> datetime:
    """Return the moment at which `day` begins by the clocks of `time_zone`."""
    return datetime.combine(day, time.min, tzinfo=ZoneInfo(time_zone))


def entered_late(started_at: datetime, *, at: datetime) -> datetime | None:
    """Return the moment `at` of entering a membership that had begun before, None for one that begins with it."""
    return at if started_at < at else None


def joined_at(joined_on: date | None, *, time_zone: str, at: datetime) -> datetime:
    """Return when a membership begins: with the day of joining, or now if none is given.

    :raises Refused: if that day has not come yet, or lies more than 120 years back.
    """
    if joined_on is not None:
        must_be_in_living_memory(joined_on, at=at, field="joined_on")
    started_at = at if joined_on is None else start_of(joined_on, time_zone)
    if joined_on is not None and started_at > at:
        raise Refused(
            _("%(day)s has not come yet. Admit them on that day, or give the day they joined.")
            % {"day": date_format(joined_on)},
            field="joined_on",
        )
    return started_at


def must_be_in_living_memory(day: date, *, at: datetime, field: str) -> None:
    """Require a day on which somebody who lives at the moment `at` can have begun something.

    :raises Refused: if it lies more than 120 years back.
    """
    if day.year < at.year - LONGEST_YEARS:
        raise Refused(
            _("%(day)s is more than %(years)d years ago. Look at the year again.")
            % {"day": date_format(day), "years": LONGEST_YEARS},
            field=field,
        )


def _may_be_one(word: str, other: str) -> bool:
    return word == other or (1 in {len(word), len(other)} and word[0] == other[0])


def _blaming(field: str, parse: Callable[[str], Value], given: str) -> Value:
    try:
        return parse(given)
    except Refused as refusal:
        raise Refused(refusal.sentence, field=field) from refusal
