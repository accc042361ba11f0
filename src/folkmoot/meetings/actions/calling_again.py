"""The second call of a meeting that had no quorum, with the notice and the lower quorum of the clause."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from folkmoot.access.policy import require
from folkmoot.bylaws.queries.provisions import clauses_in_force
from folkmoot.bylaws.rules.kinds import Meeting as Kind
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.meetings.actions.claiming import claim_meeting
from folkmoot.meetings.events import MeetingCalled, MeetingCalledAgain
from folkmoot.meetings.models import AgendaItem, Meeting, Sitting
from folkmoot.meetings.rules.permissions import CALLING
from folkmoot.meetings.rules.quorum import earliest_again, must_wait_until
from folkmoot.meetings.rules.times import When, when_of
from folkmoot.people.models import Person
from folkmoot.structure.actions.claiming import claim_unit


@act("meetings.call_again")
def call_again(
    *, meeting_id: UUID, day: date, begins: str, minutes: int, by: Person | None, at: datetime
) -> UUID:
    """Call a meeting again that had no quorum, with the same agenda and in the same place; return the new one.

    Its notice and its quorum are those that the clause has for a second call.

    :raises Refused: if `by` may call no meetings there, the meeting did not fail for want of a quorum or was called again
        already, the bylaws know no second call or ask for a later day, or the time is past or there is none such.
    """
    first = claim_meeting(meeting_id, by=by, at=at)
    unit = claim_unit(first.unit_id)
    require(by, CALLING, on=unit, at=at)
    _must_have_failed(first)
    earliest, article = earliest_second_call(first)
    when = when_of(day, begins, minutes, zone=ZoneInfo(unit.time_zone), at=at)
    must_wait_until(day, earliest, article)
    second = _called(first, when, at=at)
    _record(second, first, article, by=by, at=at)
    return second.pk


def earliest_second_call(first: Meeting) -> tuple[date, str]:
    """Return from which day on a meeting that had no quorum can be called again, and by which article.

    :raises Refused: if the bylaws know no second call.
    """
    day = first.begins.date()
    provisions = clauses_in_force(first.unit, day)
    return earliest_again(provisions, Kind(first.kind), str(first.unit.kind.code), first=day)


def _must_have_failed(first: Meeting) -> None:
    if not Sitting.objects.filter(meeting=first, has_no_quorum_at__isnull=False).exists():
        raise Refused(_("Only a meeting that was closed for want of a quorum is called again."))
    if Meeting.objects.standing().filter(unit=first.unit_id, second_of=first).exists():
        raise Refused(_("It was called again already. Postpone that meeting if it has to be on another day."))


def _called(first: Meeting, when: When, *, at: datetime) -> Meeting:
    second = Meeting.objects.create(
        unit=first.unit,
        kind=first.kind,
        how=first.how,
        place=first.place,
        link=first.link,
        text=first.text,
        second_of=first,
        called_at=at,
        **asdict(when),
    )
    AgendaItem.objects.bulk_create(_copies(first.items.order_by("position"), second))
    return second


def _copies(items: Iterable[AgendaItem], meeting: Meeting) -> list[AgendaItem]:
    return [
        AgendaItem(meeting=meeting, position=item.position, text=item.text, decision_id=item.decision_id)
        for item in items
    ]


def _record(second: Meeting, first: Meeting, article: str, *, by: Person | None, at: datetime) -> None:
    called = MeetingCalled(
        second.pk, second.unit_id, second.kind, second.how, second.begins_at, second.ends_at, article
    )
    # What it deals with stands in the first call.
    record(called, by=by, at=at, personal={"place": second.place, "text": second.text, "agenda": []})
    record(MeetingCalledAgain(second.pk, first.pk, article), by=by, at=at)
