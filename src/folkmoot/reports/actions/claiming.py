"""Taking forms and reports for the act that changes them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.access.policy import may, require
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.models import Entry
from folkmoot.people.models import Person
from folkmoot.reports.models import Form, Report
from folkmoot.units.models import Unit, UnitKind

MAKING = "reports.make_form"
WRITING = "reports.write_report"
SENDING = "reports.send_report"
ACCEPTING = "reports.accept_report"
ANSWERING = "reports.answer_request"


def claim_form(form_id: UUID, *, by: Person | None, at: datetime) -> Form:
    """Lock a form that has not ended for this transaction and return it with its unit, for whoever may change it.

    :raises Refused: if there is none, `by` may not make forms in its unit, or it has ended.
    """
    rows = Form.objects.select_for_update(of=("self",)).select_related("unit__kind")
    form = rows.filter(pk=form_id).first()
    if form is None:
        raise no_such_form()
    require(by, MAKING, on=form.unit, at=at)
    if form.until is not None:
        raise Refused(_("This form has ended. Make a new one."))
    return form


def claim_report(report_id: UUID) -> Report:
    """Lock a report for this transaction and return it with its form, its version and its unit.

    :raises Refused: if there is none.
    """
    rows = Report.objects.select_for_update(of=("self",)).select_related(
        "form", "version", "unit__kind", "unit__parent__kind"
    )
    report = rows.filter(pk=report_id).first()
    if report is None:
        raise Refused(_("There is no such report. Choose it from the list again."), field="report_id")
    return report


def unit_above(unit: Unit) -> Unit:
    """Return the unit whose officers answer: the one above, whatever offices somebody holds in the unit itself.

    :raises Refused: if `unit` stands at the top.
    """
    if unit.parent is None:
        raise Refused(
            _("No level stands above %(unit)s, so nobody answers its reports.") % {"unit": unit.name}
        )
    return unit.parent


def must_not_be_own(unit: Unit, *, by: Person | None, at: datetime, sent_at: datetime | None = None) -> None:
    """Let nobody answer for the level above what they sent themselves, at `sent_at`.

    :raises Refused: if `by` sends the reports of the unit, or did at `sent_at`: an office may have been laid down since.
    """
    if by is not None and any(may(by, SENDING, on=unit, at=moment) for moment in (at, sent_at or at)):
        raise Refused(
            _(
                "You send the reports of %(unit)s yourself, or did. Leave it to another officer above to answer them."
            )
            % {"unit": unit.name}
        )


def must_not_be_brought(unit: Unit, act_id: UUID | None, *, by: Person | None) -> None:
    """Let nobody answer for the level above what they brought themselves, in a file or by a program, by the act `act_id`.

    Whose act it was is in the ledger alone.

    :raises Refused: if it was one of `by`.
    """
    if by is None or act_id is None:
        return
    if Entry.objects.filter(act_id=act_id, by=by.pk).exists():
        raise Refused(
            _("You brought this report of %(unit)s yourself. Leave it to another officer above to answer it.")
            % {"unit": unit.name}
        )


def no_such_form() -> Refused:
    """Return the refusal of an act on a form that is not there, or not for whoever acts."""
    return Refused(_("There is no such form. Choose it from the list again."), field="form_id")


def must_not_have_changed(report: Report | None, revision: int) -> None:
    """Let nobody write over what they have not seen: `revision` is the one they wrote on, 0 for the first.

    :raises Refused: if somebody kept something else meanwhile.
    """
    if (report.revision if report else 0) != revision:
        raise Refused(
            _(
                "Somebody else kept something in this report meanwhile. What you entered stands here, and is not kept yet: look"
                " at what differs, and press the button again."
            ),
            field="revision",
        )


def known_kinds(codes: Sequence[str]) -> list[str]:
    """Return the codes of kinds of unit, each once.

    :raises Refused: if there is none, or one is unknown.
    """
    known = set(UnitKind.objects.values_list("code", flat=True))
    for code in codes:
        if code not in known:
            raise Refused(
                _("There is no kind of unit “%(code)s”. Choose one from the list.") % {"code": code},
                field="unit_kinds",
            )
    if not codes:
        raise Refused(_("Choose which kinds of unit fill the form."), field="unit_kinds")
    return sorted(set(codes))
