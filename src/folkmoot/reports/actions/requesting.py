"""Requests: what a report asks of the level above waits there until it is answered."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.access.policy import require
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.kernel.text import plain_text
from folkmoot.people.models import Person
from folkmoot.reports.actions.claiming import ANSWERING, must_not_be_own, unit_above
from folkmoot.reports.events import RequestAnswered
from folkmoot.reports.models import Report, Request, Sent
from folkmoot.reports.rules.definition import Definition
from folkmoot.reports.rules.requests import asked_for
from folkmoot.reports.rules.words import WORDS_LONGEST


@act("reports.answer_request")
def answer_request(*, request_id: UUID, words: str, by: Person | None, at: datetime) -> UUID:
    """Answer what a unit asked for in a report, for the level above; whoever reads the report reads the answer.

    :raises Refused: if there is no such request, `by` holds no office above the unit that may do this, or sends its reports
        themselves or did when this was asked, nothing is said, or it was answered or withdrawn meanwhile.
    """
    request = _claimed(request_id)
    require(by, ANSWERING, on=unit_above(request.unit), at=at)
    must_not_be_own(request.unit, by=by, at=at, sent_at=_sent_at(request))
    answer = plain_text(words, longest=WORDS_LONGEST, field="words")
    if not answer:
        raise Refused(_("Say what you will do, or why not."), field="words")
    _must_wait(request)
    request.answer, request.answered_at = answer, at
    request.save(update_fields=["answer", "answered_at"])
    record(RequestAnswered(request.pk, request.report_id, request.unit_id), by=by, at=at)
    return request.pk


def note_requests(report: Report, definition: Definition, at: datetime) -> None:
    """Put what a report that is being sent asks for to the level above, and withdraw what it no longer asks for.

    What was asked in the same words before waits on, or was answered. At the top nobody is asked.
    """
    if report.unit.parent is None:
        return
    asked = asked_for(definition, report.texts)
    before = {each.code: each for each in report.requests.filter(withdrawn_at=None).order_by("number")}
    for code, request in before.items():
        if request.answered_at is None and asked.get(code) != request.words:
            request.withdrawn_at = at
            request.save(update_fields=["withdrawn_at"])
    due_on = report.unit.parent.local(at).date() + timedelta(days=report.form.answer_days)
    for code, words in asked.items():
        if code not in before or before[code].words != words:
            Request.objects.create(
                report=report,
                unit=report.unit,
                number=report.sent_number,
                code=code,
                words=words,
                due_on=due_on,
            )


def _claimed(request_id: UUID) -> Request:
    rows = Request.objects.select_for_update(of=("self",)).select_related("unit__kind", "unit__parent__kind")
    request = rows.filter(pk=request_id).first()
    if request is None:
        raise Refused(_("There is no such request. Choose it from the list again."), field="request_id")
    return request


def _sent_at(request: Request) -> datetime | None:
    rows = Sent.objects.filter(report=request.report_id, number=request.number)
    return rows.values_list("sent_at", flat=True).first()


def _must_wait(request: Request) -> None:
    if request.answered_at is not None:
        raise Refused(_("This was answered already. Nothing is left to do."))
    if request.withdrawn_at is not None:
        raise Refused(_("The unit no longer asks for this. Nothing is left to do."))
