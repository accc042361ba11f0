"""The tables that the pages show."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from folkmoot.membership.queries.members import MemberLine
from folkmoot.membership.queries.people import PersonPage
from folkmoot.people.models import Membership, Term
from folkmoot.ui.tables import Cell, Column, Table
from folkmoot.units.models import Unit


def members_table(lines: Iterable[MemberLine], *, sort: str, empty: str = "") -> Table:
    """Return the table of a page of members; it can be sorted by what `sort` says, and cannot if that is ""."""
    columns = [
        Column(_("Name"), "name" if sort else ""),
        Column(_("Number"), "number" if sort else ""),
        Column(_("Cell")),
        Column(_("Member since")),
    ]
    return Table(
        _("Members"), columns, _member_rows(lines), sort=sort, empty=empty or _("No member was found.")
    )


def memberships_table(memberships: Iterable[Membership]) -> Table:
    """Return the table of where somebody was at home, and when."""
    rows = ([each.unit.name, *_period(each.unit, each.started_at, each.ended_at)] for each in memberships)
    columns = [Column(_("Cell")), Column(_("From")), Column(_("Until"))]
    return Table(_("Memberships"), columns, rows, empty=_("No membership so far."))


def terms_table(terms: Iterable[Term]) -> Table:
    """Return the table of which offices somebody held, where and when."""
    rows = (
        [each.office.name, each.unit.name, *_period(each.unit, each.started_at, each.ended_at)]
        for each in terms
    )
    columns = [Column(_("Office")), Column(_("Unit")), Column(_("From")), Column(_("Until"))]
    return Table(_("Offices"), columns, rows, empty=_("No office so far."))


def two_entries_table(kept: PersonPage, gone: PersonPage) -> Table:
    """Return the table that holds two entries side by side."""
    columns = [Column(_("Entry")), Column(_("Number")), Column(_("Cell")), Column(_("Entered"))]
    rows = (
        [
            Cell(each.person.name, url=reverse("membership:person", args=[each.person.pk])),
            each.person.member_number or "",
            ", ".join(each.home_names) or _("no member now"),
            date_format(each.person.created_at, "DATE_FORMAT"),
        ]
        for each in (kept, gone)
    )
    return Table(_("The one that remains, and the other"), columns, rows)


def day_of(unit: Unit, at: datetime) -> str:
    """Return the day of a moment by the clocks of `unit`, as the reader's language writes days."""
    return date_format(unit.local(at), "DATE_FORMAT")


def _member_rows(lines: Iterable[MemberLine]) -> Iterator[Sequence[object]]:
    for line in lines:
        person = line.person
        name = Cell(person.sort_name, url=reverse("membership:person", args=[person.pk]))
        yield [name, person.member_number or "", line.unit.name, day_of(line.unit, line.home.started_at)]


def _period(unit: Unit, started_at: datetime, ended_at: datetime | None) -> tuple[str, str]:
    return day_of(unit, started_at), _("continues") if ended_at is None else day_of(unit, ended_at)
