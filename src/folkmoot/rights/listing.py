"""The tables that the pages show."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from folkmoot.access.openings import What
from folkmoot.documents.languages import language_called
from folkmoot.kernel.canonical import canonical_json
from folkmoot.people.models import ChannelKind
from folkmoot.rights.models import Opening
from folkmoot.rights.queries.keeping import Kept
from folkmoot.rights.queries.record import Part
from folkmoot.rights.rules.happenings import happened
from folkmoot.ui.tables import Column, Table

# Where the name of an event stands.
_OF_EVENTS = frozenset({"event", "entry_id"})
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def part_table(part: Part, *, own: str = "") -> Table:
    """Return the table of what one table holds about somebody, without the columns in which nothing is held.

    Nor is there one that says in each row that it is about them, by their `own` name.

    The file has all of them.
    """
    fields = part.holding.fields
    told = [place for place in range(len(fields)) if any(not _is_nothing(row[place]) for row in part.rows)]
    held = [place for place in told if not _is_own_name(fields[place].column, part, place, own)] or told
    # An id names nothing to its reader, so no row begins with one.
    held.sort(key=lambda place: any(isinstance(row[place], UUID) for row in part.rows))
    rows = ([_said(fields[place].column, row[place]) for place in held] for row in part.rows)
    return Table(part.holding.title, [Column(fields[place].label) for place in held], rows)


def openings_tables(openings: Sequence[Opening]) -> list[Table]:
    """Return who opened somebody's record, a table for each month of these; one that says so where there is nothing."""
    columns = [Column(_("Day")), Column(_("Office")), Column(_("What"))]
    empty = _("Nobody opened your record in the last 180 days.")
    months = groupby(openings, key=lambda each: each.day.replace(day=1))
    tables = [
        Table(date_format(month, "YEAR_MONTH_FORMAT"), columns, _opening_rows(list(those)))
        for month, those in months
    ]
    return tables or [Table(_("Openings"), columns, [], empty=empty)]


def opening_rows(openings: Iterable[Opening]) -> Iterator[Sequence[object]]:
    """Yield a header and a row for each opening."""
    yield ("day", "office", "of", "what", "members_of")
    for each in openings:
        yield (each.day.isoformat(), each.office.code, each.held_in.name, each.what, each.unit.name)


def kept_tables(kept: Sequence[Kept]) -> tuple[Table, Table]:
    """Return the table of what is kept of somebody, why, and until when, and that of what is kept of others alone."""
    held = _kept_table(_("What is kept, why, and until when"), [each for each in kept if each.is_held])
    rest = _kept_table(_("Nothing is held of these"), [each for each in kept if not each.is_held])
    return held, rest


def _kept_table(caption: str, kept: Iterable[Kept]) -> Table:
    columns = [Column(_("What")), Column(_("Why")), Column(_("Until when"))]
    rows = ([each.title, each.why, "; ".join(each.until)] for each in kept)
    return Table(caption, columns, rows)


def _opening_rows(openings: Iterable[Opening]) -> Iterator[Sequence[object]]:
    said = {
        What.PAGE: _("My page"),
        What.LIST: _("A list of members of %(unit)s, in which I may have stood"),
        What.EXPORT: _("A file of members of %(unit)s, in which I may have stood"),
    }
    for each in openings:
        office = _("%(office)s of %(unit)s") % {"office": each.office.name, "unit": each.held_in.name}
        yield [date_format(each.day, "DATE_FORMAT"), office, said[What(each.what)] % {"unit": each.unit.name}]


def _is_own_name(column: str, part: Part, place: int, own: str) -> bool:
    return column == "person_id" and all(row[place] == own for row in part.rows)


def _is_nothing(value: object) -> bool:
    return value is None or value in ("", [])


def _said(column: str, value: object) -> object:
    if column == "kind" and value in ChannelKind.values:
        return ChannelKind(value).label
    if column in _OF_EVENTS and isinstance(value, str):
        return happened(value)
    return _languages(value) if column == "languages" and value else _in_words(value)


def _languages(codes: object) -> str:
    return ", ".join(language_called(each).name for each in codes) if isinstance(codes, list) else str(codes)


def _in_words(value: object) -> object:
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return date_format(localtime(value), "DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return ", ".join(value) or "–"
    return value if isinstance(value, str | int | UUID | Promise) else _spoken(value)


def _spoken(value: object) -> str:
    if isinstance(value, dict):
        return "; ".join(
            f"{key.replace('_', ' ')}: {_spoken_of(key, each)}" for key, each in sorted(value.items())
        )
    if isinstance(value, list):
        return ", ".join(map(_spoken, value))
    return _moment_or(value) if isinstance(value, str) else canonical_json(value)


def _spoken_of(key: str, value: object) -> str:
    return _languages(value) if key == "languages" else _spoken(value)


def _moment_or(value: str) -> str:
    # The ledger keeps days and moments as texts.
    with suppress(ValueError):
        if _DAY.fullmatch(value):
            return date_format(date.fromisoformat(value), "DATE_FORMAT")
        if _MOMENT.fullmatch(value):
            return date_format(localtime(datetime.fromisoformat(value)), "DATETIME_FORMAT")
    return value
