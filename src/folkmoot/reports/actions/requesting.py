"""Requests: what a report asks of the level above waits there until it is answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.access.policy import require
from folkmoot.bylaws.rules.clauses import Provision
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.kernel.text import plain_text
from folkmoot.people.models import Person
from folkmoot.reports.actions.claiming import ANSWERING, must_not_be_own, unit_above
from folkmoot.reports.events import RequestAnswered
from folkmoot.reports.models import Report, Request, Sent
from folkmoot.reports.queries.deadlines import answer_due, answers_asked_of
from folkmoot.reports.rules.definition import Definition
from folkmoot.reports.rules.requests import asked_for
from folkmoot.reports.rules.words import WORDS_LONGEST
from folkmoot.units.models import Unit


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


@dataclass(frozen=True)
class Sending:
    """A report that is being sent, and what its form asks."""

    report: Report
    definition: Definition


def note_requests(sendings: Sequence[Sending], at: datetime) -> None:
    """Put what reports that are being sent ask for to the level above, and withdraw what they no longer ask for.

    What was asked in the same words before waits on, or was answered. At the top nobody is asked. Until when is answered says the
    bylaws' clause that holds for whoever answers, or else the form: one question for all reports.
    """
    asking = [each for each in sendings if asked_for(each.definition, each.report.texts)]
    above = {each.report.unit.parent for each in asking if each.report.unit.parent is not None}
    clauses = answers_asked_of(above, at=at)
    for each in sendings:
        if each.report.unit.parent is not None:
            clause = clauses.get(each.report.unit.parent.pk)
            _note(each.report, each.report.unit.parent, each.definition, clause, at)


def _note(
    report: Report, above: Unit, definition: Definition, clause: Provision | None, at: datetime
) -> None:
    asked = asked_for(definition, report.texts)
    before = {each.code: each for each in report.requests.filter(withdrawn_at=None).order_by("number")}
    for code, request in before.items():
        if request.answered_at is None and asked.get(code) != request.words:
            request.withdrawn_at = at
            request.save(update_fields=["withdrawn_at"])
    due = answer_due(report.form, clause, above.local(at).date())
    for code, words in asked.items():
        if code not in before or before[code].words != words:
            Request.objects.create(
                report=report,
                unit=report.unit,
                number=report.sent_number,
                code=code,
                words=words,
                due_on=due.on,
                article=due.article or None,
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
