"""Planning a study circle, and counting the groups of its quiz. Of anybody in a group nothing is entered."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.decisions.queries.binding import point_binding
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.meetings.actions.claiming import claim_led, claim_open
from folkmoot.meetings.queries.running import count_here
from folkmoot.people.models import Person
from folkmoot.study.events import CirclePlanned, QuizCounted
from folkmoot.study.models import Circle, Programme, QuizCount
from folkmoot.study.queries.circles import STUDY_CIRCLE, cards_of_circle
from folkmoot.study.rules.circles import circle_length, must_be_groups
from folkmoot.units.models import Unit
from folkmoot.units.rules import paths


@act("study.plan_circle")
def plan_circle(
    *,
    meeting_id: UUID,
    minutes: int,
    programme_id: UUID | None = None,
    decision_id: UUID | None = None,
    by: Person | None,
    at: datetime,
) -> UUID:
    """Say what a study circle studies, a programme or a decision, and in how many minutes; said again, it is planned anew.

    What its quiz had counted of other cards is deleted then.

    :raises Refused: if `by` may not run the meeting, it is closed or no study circle, or what it is to study is not offered
        or in force in its unit.
    """
    meeting = claim_led(meeting_id, by=by, at=at)
    if meeting.kind != STUDY_CIRCLE:
        raise Refused(_("Only a study circle is planned so. Call one."), field="meeting_id")
    studied = _studied(meeting.unit, programme_id, decision_id, at=at)
    circle, _is_new = Circle.objects.update_or_create(
        meeting_id=meeting.pk, defaults={"minutes": circle_length(minutes), **studied}
    )
    cards = cards_of_circle(circle, meeting.unit.path).order_by().values("pk")
    QuizCount.objects.filter(circle=circle).exclude(card__in=cards).delete()
    record(CirclePlanned(meeting.pk, meeting.unit_id, circle.minutes), by=by, at=at)
    return meeting.pk


@act("study.count_quiz")
def count_quiz(
    *, meeting_id: UUID, card_id: UUID, groups: int, right: int, by: Person | None, at: datetime
) -> UUID:
    """Count of how many groups of a study circle so many had a card right; counted again, it takes the place of the first.

    Which group it was is not entered, and a group has at least two people.

    :raises Refused: if `by` may not run the meeting, it is not open, its plan has no such card, or the numbers do not fit who
        is here.
    """
    meeting = claim_open(meeting_id, by=by, at=at).meeting
    circle = Circle.objects.filter(meeting=meeting.pk).first()
    if circle is None or not cards_of_circle(circle, meeting.unit.path).filter(pk=card_id).exists():
        raise Refused(_("This circle does not ask this card. Choose one of its quiz."), field="card_id")
    must_be_groups(groups=groups, right=right, here=count_here(meeting.pk))
    QuizCount.objects.update_or_create(
        circle=circle, card_id=card_id, defaults={"groups": groups, "right": right}
    )
    record(QuizCounted(meeting.pk, meeting.unit_id), by=by, at=at)
    return meeting.pk


def _studied(
    unit: Unit, programme_id: UUID | None, decision_id: UUID | None, *, at: datetime
) -> dict[str, UUID | None]:
    if (programme_id is None) == (decision_id is None):
        raise Refused(_("Choose one thing to study: a programme, or a decision."), field="studied")
    if programme_id is not None:
        offered = Programme.objects.offered().for_lines(paths.ancestors_of(unit.path))
        is_there = offered.filter(pk=programme_id).exists()
    else:
        is_there = decision_id is not None and point_binding(decision_id, unit, at=at) is not None
    if not is_there:
        raise Refused(
            _("This is not offered or in force in %(unit)s. Choose something that is.") % {"unit": unit.name},
            field="studied",
        )
    return {"programme_id": programme_id, "decision_id": decision_id}
