"""Every list that can be written at the command line: what `folkmoot export` calls."""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _

from folkmoot.decisions.listing import decision_rows
from folkmoot.decisions.queries.calling import decision_called
from folkmoot.decisions.queries.papers import decisions_of
from folkmoot.decisions.queries.reach import cells_not_reached
from folkmoot.decisions.queries.reach_pages import conveyed_decision
from folkmoot.decisions.reach_screens import not_reached_rows
from folkmoot.kernel.clock import now
from folkmoot.kernel.errors import Refused
from folkmoot.membership.commands import LISTS, Rows, units_within, write_list
from folkmoot.units.models import UnitQuerySet


def export_list(
    name: str,
    *,
    write: Callable[[str], object],
    say: Callable[[str], None],
    under: str = "",
    decision: str = "",
) -> int:
    """Write the list `name` as CSV, a line at a time, however long it is.

    `under` is the code of the unit to which it is narrowed, with all below it; `decision` the number of the decision
    that the cells have not been reached by. Returns 0, or 2 if it was refused, having said why.
    """
    return write_list(lambda: _rows(name, units_within(under), decision, at=now()), write=write, say=say)


def _rows(name: str, within: UnitQuerySet, decision: str, *, at: datetime) -> Rows:
    if name in LISTS:
        return LISTS[name](within, at)
    if name == "decisions":
        return decision_rows(decisions_of(within, at=at))
    if name == "not-reached":
        return _not_reached(within, decision)
    raise Refused(
        _("There is no list called “%(name)s”. There are: %(known)s.")
        % {"name": name, "known": ", ".join([*LISTS, "decisions", "not-reached"])}
    )


def _not_reached(within: UnitQuerySet, decision: str) -> Rows:
    if not decision:
        raise Refused(_("Say by which decision, with --decision and its number."))
    chosen = conveyed_decision(decision_called(decision))
    return not_reached_rows(cells_not_reached(chosen, within).iterator())
