"""How often somebody is asked: by keyed marks, which name nobody, are made when they are asked, and say nothing of an answer."""

from datetime import datetime
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from folkmoot.kernel.errors import Refused
from folkmoot.membership.actions.wearing import mark_offers
from folkmoot.work.models import Assignment, Offer
from folkmoot.work.rules.states import HELD
from folkmoot.work.rules.words import same_words

# So often a unit asks one person in 30 days, whatever the work and whatever they answer.
ASKINGS_MOST = 5


def mark_asking(assignment: Assignment, person_id: UUID, *, at: datetime) -> None:
    """Mark that a unit asks somebody to do some work.

    :raises Refused: if they were asked to do work of these words within the last 30 days, or were asked five times.
    """
    work = uuid5(assignment.unit_id, f"work:{same_words(assignment.title)}")
    if mark_offers([(work, person_id)], at=at):
        raise Refused(
            _(
                "They were asked to do this within the last 30 days, and nobody is asked again before that. They find it on"
                " the list of open work."
            ),
            field="person_id",
        )
    if mark_next(assignment.unit_id, person_id, ASKINGS_MOST, at=at) is None:
        raise Refused(
            _(
                "They were asked five times within the last 30 days, and nobody is asked more often. They find it on the list"
                " of open work."
            ),
            field="person_id",
        )


def mark_said_yes(assignment: Assignment, person_id: UUID, meeting_id: UUID, *, at: datetime) -> None:
    """Mark that somebody said yes at a meeting to some work.

    :raises Refused: if what they had said yes to there is theirs no more, or they said yes to five things.
    """
    turn = mark_next(meeting_id, person_id, ASKINGS_MOST, at=at)
    if turn is None or turn > _still_theirs(person_id, meeting_id):
        raise Refused(
            _(
                "No more can be entered for them at this meeting. Leave it open: they can take it themselves from the list of"
                " open work."
            ),
            field="person_id",
        )
    mark_asking(assignment, person_id, at=at)


def mark_next(about: UUID, person_id: UUID, most: int, *, at: datetime) -> int | None:
    """Mark that somebody comes once more to something, and return how often they had lately; None if `most` times."""
    for turn in range(most):
        if not mark_offers([(uuid5(about, f"turn:{turn}"), person_id)], at=at):
            return turn
    return None


def _still_theirs(person_id: UUID, meeting_id: UUID) -> int:
    waiting = Offer.objects.filter(person=person_id, meeting=meeting_id).count()
    held = Assignment.objects.filter(holder=person_id, meeting=meeting_id, state__in=sorted(HELD))
    return waiting + held.count()
