"""The figures of opinions, as they were taken."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db.models import Q, QuerySet

from folkmoot.consultations.models import Consultation, OpinionFigure


def figures_of_whole(consultation: Consultation) -> Iterable[OpinionFigure]:
    """Return the figures of all who were asked, of each point for which there are any."""
    return OpinionFigure.objects.filter(consultation=consultation, unit=consultation.audience.unit_id)


def figures_by_unit(consultation_id: UUID) -> Iterator[OpinionFigure]:
    """Yield all figures of a consultation, unit by unit from the top, each with its unit and in the order of the text."""
    return _by_unit(consultation_id).iterator()


def figures_listed(
    consultation_id: UUID, *, after: tuple[str, UUID] | None, size: int
) -> list[OpinionFigure]:
    """Return up to `size` figures of a consultation in the same order; `after` is the unit's path and the id of the last."""
    rows = _by_unit(consultation_id)
    if after is not None:
        path, last = after
        rows = rows.filter(Q(unit__path__gt=path) | Q(unit__path=path, pk__gt=last))
    return list(rows[:size])


def _by_unit(consultation_id: UUID) -> QuerySet[OpinionFigure]:
    rows = OpinionFigure.objects.filter(consultation=consultation_id).select_related("unit")
    return rows.order_by("unit__path", "pk")
