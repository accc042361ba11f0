"""Saying which cells get their decisions on paper."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.access.policy import require
from folkmoot.circulars.events import PaperSet
from folkmoot.circulars.models import PaperCell
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.people.models import Person
from folkmoot.structure.actions.claiming import claim_unit


@act("circulars.set_paper")
def set_paper(*, unit_id: UUID, is_on_paper: bool, by: Person | None, at: datetime) -> UUID:
    """Say that the cell `unit_id` gets its decisions on paper, because it has no connection, or no longer.

    :raises Refused: if `by` may not say so there, the unit is no cell or was closed, or it is so already.
    """
    cell = claim_unit(unit_id)
    require(by, "circulars.set_paper", on=cell, at=at)
    if not cell.kind.is_cell:
        raise Refused(
            _("%(unit)s is no cell, and circulars go to cells. Choose one.") % {"unit": cell.name},
            field="unit_id",
        )
    if PaperCell.objects.filter(unit=cell).exists() == is_on_paper:
        raise Refused(_already(cell.name, is_on_paper=is_on_paper), field="is_on_paper")
    if is_on_paper:
        PaperCell.objects.create(unit=cell, since=at)
    else:
        PaperCell.objects.filter(unit=cell).delete()
    record(PaperSet(cell.pk, is_on_paper), by=by, at=at)
    return cell.pk


def _already(name: str, *, is_on_paper: bool) -> str:
    if is_on_paper:
        return _("%(unit)s gets its decisions on paper already.") % {"unit": name}
    return _("%(unit)s gets nothing on paper, so there is nothing to end.") % {"unit": name}
