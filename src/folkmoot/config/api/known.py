"""How well texts are known in a unit."""

from uuid import UUID

from folkmoot.access.policy import visible
from folkmoot.config.api.answers import not_found
from folkmoot.config.api.asked import Asked
from folkmoot.config.api.nouns_of_study import Known, KnownPart, KnownWeek
from folkmoot.study.queries.known_pages import SEE, WeekKnown, texts_known
from folkmoot.units.queries import units_above_cells


def known(asked: Asked, unit_id: UUID) -> Known:
    """Return how well texts are known in a unit above cells, as far as that is shown.

    :raises NotAnswered: 404 if it is not there, is a cell, or not for whoever asks.
    """
    units = visible(units_above_cells(), asked.person, SEE, at=asked.at)
    unit = units.filter(pk=unit_id).first()
    if unit is None:
        raise not_found()
    texts = texts_known(unit, asked.person, at=asked.at)
    return Known(unit_id=unit.pk, weeks=[_week(week) for text in texts for week in text.weeks])


def _week(week: WeekKnown) -> KnownWeek:
    parts = [
        KnownPart(point=point, low=shown.low, likely=shown.likely, high=shown.high)
        for point, shown in {"": week.text, **week.points}.items()
    ]
    return KnownWeek(decision_id=week.decision_id, week=week.week, members=week.text.members, parts=parts)
