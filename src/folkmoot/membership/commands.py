"""Lists written as CSV at the command line: what `folkmoot export` calls."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from folkmoot.kernel.clock import now
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.tables import csv_lines
from folkmoot.membership.exports import member_rows, officer_rows
from folkmoot.membership.queries import members
from folkmoot.membership.queries.officers import all_officers
from folkmoot.structure.queries import units
from folkmoot.units.models import Unit, UnitQuerySet

Rows = Iterable[Sequence[object]]
DONE, REFUSED = 0, 2


def export_list(
    name: str, *, write: Callable[[str], object], say: Callable[[str], None], under: str = ""
) -> int:
    """Write the list `name` (members, units or officers) as CSV, a line at a time, however long it is.

    `under` is the code of the unit to which it is narrowed, with all below it. Returns 0, or 2 if it was refused,
    having said why.
    """
    try:
        rows = _rows(name, _within(under), at=now())
    except Refused as refusal:
        say(str(refusal))
        return REFUSED
    for line in csv_lines(rows):
        write(line)
    return DONE


def _rows(name: str, within: UnitQuerySet, *, at: datetime) -> Rows:
    if name not in _LISTS:
        raise Refused(
            _("There is no list called “%(name)s”. There are: %(known)s.")
            % {"name": name, "known": ", ".join(_LISTS)}
        )
    return _LISTS[name](within, at)


def _within(code: str) -> UnitQuerySet:
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


_LISTS: dict[str, Callable[[UnitQuerySet, datetime], Rows]] = {
    "members": _members,
    "units": _units,
    "officers": _officers,
}
