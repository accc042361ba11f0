"""Lists that the command line writes as CSV: those of units and people, and how any of them is written."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from folkmoot.kernel.errors import Refused
from folkmoot.kernel.tables import csv_lines
from folkmoot.membership.exports import member_rows, officer_rows
from folkmoot.membership.queries import members
from folkmoot.membership.queries.officers import all_officers
from folkmoot.structure.queries import units
from folkmoot.units.models import Unit, UnitQuerySet

Rows = Iterable[Sequence[object]]
DONE, REFUSED = 0, 2


def write_list(
    rows: Callable[[], Rows], *, write: Callable[[str], object], say: Callable[[str], None]
) -> int:
    """Write `rows` as CSV, a line at a time, however many there are.

    Returns 0, or 2 if they were refused, having said why.
    """
    try:
        found = rows()
    except Refused as refusal:
        say(str(refusal))
        return REFUSED
    for line in csv_lines(found):
        write(line)
    return DONE


def units_within(code: str) -> UnitQuerySet:
    """Return the unit with this code and all below it, the whole organisation if it is empty.

    :raises Refused: if there is none.
    """
    top = Unit.objects.filter(code=code).first() if code else None
    if code and top is None:
        raise Refused(_("There is no unit with the code “%(code)s”.") % {"code": code})
    return Unit.objects.all() if top is None else Unit.objects.within(top)


def _members(within: UnitQuerySet, _at: datetime) -> Rows:
    return member_rows(members.all_members(within, members.Wanted()))


def _units(within: UnitQuerySet, _at: datetime) -> Rows:
    return units.unit_rows(within, units.Wanted())


def _officers(within: UnitQuerySet, at: datetime) -> Rows:
    return officer_rows(all_officers(within, at=at))


LISTS: dict[str, Callable[[UnitQuerySet, datetime], Rows]] = {
    "members": _members,
    "units": _units,
    "officers": _officers,
}
