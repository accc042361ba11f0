"""The figures of opinions, as they were taken."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from folkmoot.consultations.models import Consultation, OpinionFigure


def figures_of_whole(consultation: Consultation) -> Iterable[OpinionFigure]:
    """Return the figures of all who were asked, of each point for which there are any."""
    return OpinionFigure.objects.filter(consultation=consultation, unit=consultation.audience.unit_id)


def figures_by_unit(consultation_id: UUID) -> Iterator[OpinionFigure]:
    """Yield all figures of a consultation, unit by unit from the top, each with its unit and in the order of the text."""
    rows = OpinionFigure.objects.filter(consultation=consultation_id).select_related("unit")
    return rows.order_by("unit__path", "pk").iterator()
