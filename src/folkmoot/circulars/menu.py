"""What the page of a unit shows of circulars."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.circulars.queries.batches import is_on_paper
from folkmoot.people.models import Person
from folkmoot.structure.interfaces import UnitAct
from folkmoot.units.models import Unit


def paper_of(unit: Unit, viewer: Person, at: datetime) -> Iterator[tuple[str, object]]:  # noqa: ARG001  -- of its shape
    """Say that a cell gets its decisions on paper, to whoever sees the cell."""
    if unit.kind.is_cell and is_on_paper(unit):
        yield _("Decisions come"), _("on paper")


PAPER = UnitAct(
    "circulars.set_paper", gettext_lazy("Decisions on paper"), "circulars:paper", is_for_cells=True
)
