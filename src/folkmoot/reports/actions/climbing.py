"""Reports climb: a unit sends one, and the level above accepts it or asks back."""

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.access.policy import require
from folkmoot.bylaws.rules.calendar import Period
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.kernel.text import plain_text
from folkmoot.people.models import Person
from folkmoot.reports.actions.claiming import (
    ACCEPTING,
    SENDING,
    claim_report,
    must_not_be_own,
    must_not_have_changed,
    unit_above,
)
from folkmoot.reports.actions.requesting import note_requests
from folkmoot.reports.events import ReportAccepted, ReportAskedBack, ReportSent
from folkmoot.reports.models import Answer, Report, Sent, State, ToRollUp, Way
from folkmoot.reports.queries.deadlines import deadlines_over
from folkmoot.reports.queries.filling import computed_for, values_before
from folkmoot.reports.rules.checks import missing, unexplained
from folkmoot.reports.rules.definition import Definition, definition_from
from folkmoot.reports.rules.periods import must_be_over, period_of
from folkmoot.reports.rules.words import WORDS_LONGEST


@act("reports.send_report")
def send_report(
    *,
    report_id: UUID,
    revision: int,
    why: str = "",
    was_on_paper: bool = False,
    by: Person | None,
    at: datetime,
) -> UUID:
    """Send a unit's report, as it was adopted there, to the level above; what is in it counts from now on.

    Sent once more it is a correction: what was sent before stays beside it, and `why` says what was wrong. If the level above
    asked back, that need not be said; `why` may answer it, with the same figures too. Whether it is in time is told by the first
    time.
    `was_on_paper` says that it was filled by hand and entered later.

    :raises Refused: if `by` may not do this in the unit, somebody else changed it meanwhile, the period is not over, something is
        missing, a check is not passed or a computed figure was changed and no reason stands beside it, or nothing was changed.
    """
    report = claim_report(report_id)
    require(by, SENDING, on=report.unit, at=at)
    must_not_have_changed(report, revision)
    today = report.unit.local(at).date()
    period = period_of(report.first, report.form.every)
    must_be_over(period, today)
    definition = definition_from(report.version.definition)
    _must_be_whole(report, definition, at)
    _must_be_needed(report, why)
    if report.first_sent_on is None:
        report.first_sent_on, report.is_in_time = today, today <= _last_day(report, period)
    way = Way.PAPER if was_on_paper else None
    _send(report, plain_text(why, longest=WORDS_LONGEST, field="why"), way, at)
    note_requests(report, definition, at)
    record(ReportSent(report.pk, report.unit_id, report.sent_number, report.is_in_time), by=by, at=at)
    return report.pk


@act("reports.accept_report")
def accept_report(*, report_id: UUID, number: int, by: Person | None, at: datetime) -> UUID:
    """Accept a report as it was sent the time `number`, for the level above.

    :raises Refused: if `by` holds no office above the unit that may do this, or sends its reports themselves, it was sent once
        more meanwhile, or it was answered.
    """
    report = _answered(report_id, number, Answer.ACCEPTED, "", by=by, at=at)
    record(ReportAccepted(report.pk, report.unit_id, number), by=by, at=at)
    return report.pk


@act("reports.ask_back")
def ask_back(*, report_id: UUID, number: int, words: str, by: Person | None, at: datetime) -> UUID:
    """Ask a unit to look once more at the report it sent the time `number`; its figures count until it sends others.

    :raises Refused: if `by` holds no office above the unit that may do this, or sends its reports themselves, nothing is asked,
        or it was sent once more or answered meanwhile.
    """
    asked = plain_text(words, longest=WORDS_LONGEST, field="words")
    if not asked:
        raise Refused(_("Say what the unit should look at."), field="words")
    report = _answered(report_id, number, Answer.ASKED_BACK, asked, by=by, at=at)
    record(ReportAskedBack(report.pk, report.unit_id, number), by=by, at=at)
    return report.pk


def _last_day(report: Report, period: Period) -> date:
    return deadlines_over(report.unit, since=period.first).of(report.form, period).on


def _must_be_whole(report: Report, definition: Definition, at: datetime) -> None:
    if left := missing(definition, report.values, report.texts):
        raise Refused(_("This is still missing. Answer it, then send the report."), field=left[0])
    codes = unexplained(
        definition,
        report.values,
        last=values_before(report.form, report.unit, report.first),
        computed=computed_for(report.unit, definition, report.form, report.first, at=at),
        reasons=report.reasons,
    )
    if codes:
        raise Refused(_("Something does not fit here. Correct it, or say why it is so."), field=codes[0])


def _must_be_needed(report: Report, why: str) -> None:
    if not report.sent_number:
        return
    last = report.sendings.get(number=report.sent_number)
    is_answer = report.state == State.ASKED_BACK and why.strip()
    is_same = (last.values, last.texts, last.reasons) == (report.values, report.texts, report.reasons)
    if is_same and not is_answer:
        raise Refused(_("Nothing was changed since it was sent. Nothing is left to do."))
    if report.state != State.ASKED_BACK and not why.strip():
        raise Refused(
            _("This was sent before. Say what was wrong, so that others understand it."), field="why"
        )


def _send(report: Report, why: str, way: Way | None, at: datetime) -> None:
    report.sent_number += 1
    report.state, report.counted = State.SENT, report.values
    report.revision += 1
    report.save()
    Sent.objects.create(
        report=report,
        number=report.sent_number,
        version=report.version,
        values=report.values,
        texts=report.texts,
        reasons=report.reasons,
        why=why,
        way=way,
        sent_at=at,
    )
    # The worker adds it to the figures: whoever sends waits for no other.
    ToRollUp.objects.create(form=report.form, first=report.first, unit=report.unit)


def _answered(
    report_id: UUID, number: int, answer: Answer, words: str, *, by: Person | None, at: datetime
) -> Report:
    report = claim_report(report_id)
    require(by, ACCEPTING, on=unit_above(report.unit), at=at)
    if report.sent_number != number:
        raise Refused(_("It was sent once more meanwhile. Read it again, then answer."))
    rows = Sent.objects.filter(report=report, number=number, answer="")
    sent_at = rows.values_list("sent_at", flat=True).first()
    must_not_be_own(report.unit, by=by, at=at, sent_at=sent_at)
    if not rows.update(answer=answer, words=words, answered_at=at):
        raise Refused(_("This was answered already. Nothing is left to do."))
    report.state = State(answer.value)
    report.save(update_fields=["state"])
    return report
