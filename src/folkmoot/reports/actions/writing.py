"""Writing reports: what a unit has so far, kept as often as somebody likes."""

from collections.abc import Mapping
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
from folkmoot.reports.actions.claiming import WRITING, must_not_have_changed, no_such_form
from folkmoot.reports.events import ReportWritten
from folkmoot.reports.models import Form, FormVersion, Report
from folkmoot.reports.queries.asking import period_asked
from folkmoot.reports.queries.tree_then import was_there
from folkmoot.reports.rules.definition import Definition, definition_from
from folkmoot.reports.rules.periods import period_of
from folkmoot.reports.rules.values import read_values
from folkmoot.reports.rules.words import TEXT_LONGEST, WORDS_LONGEST
from folkmoot.structure.actions.claiming import claim_unit
from folkmoot.units.models import Unit
from folkmoot.units.rules import paths


@act("reports.write_report")
def write_report(
    *,
    form_id: UUID,
    unit_id: UUID,
    first: date,
    revision: int,
    values: dict[str, str],
    texts: dict[str, str] | None = None,
    reasons: dict[str, str] | None = None,
    by: Person | None,
    at: datetime,
) -> UUID:
    """Keep what a unit has of its report on the period that begins on `first`; nobody above sees it before it is sent.

    `values` are written as people write them, by the codes of the indicators: `12`, `12.50`, `12/15` for a share, `yes`, or the
    code of an option; what is left out or empty is missing, and not zero. `texts` answer the questions, and `reasons` say why a
    check is not passed, or why a figure is another one than the system computes. All of it is given each time. `revision` is that
    of the report that was changed, 0 for the first time.

    :raises Refused: if `by` may not do this in the unit, the form does not ask this unit for this period, somebody else kept
        something meanwhile, or something cannot be read; `field` is the code of what.
    """
    unit = claim_unit(unit_id)
    require(by, WRITING, on=unit, at=at)
    form = _form(form_id, unit)
    period = _must_be_asked(form, unit, first, at)
    report = Report.objects.select_for_update(of=("self",)).filter(form=form, unit=unit, first=first).first()
    must_not_have_changed(report, revision)
    report = report or Report(form=form, unit=unit, first=period.first, revision=0, version=_fixed(form, at))
    definition = definition_from(report.version.definition)
    report.values = read_values(definition, values)
    report.texts = _texts(definition, texts or {})
    report.reasons = _reasons(definition, reasons or {})
    report.revision += 1
    report.save()
    record(ReportWritten(report.pk, unit.pk, report.revision), by=by, at=at)
    return report.pk


def _form(form_id: UUID, unit: Unit) -> Form:
    form = Form.objects.asking().select_related("unit").filter(pk=form_id).first()
    if form is None or not paths.is_within(unit.path, form.unit.path):
        raise no_such_form()
    if unit.kind.code not in form.unit_kinds:
        raise Refused(
            _("This form is not for a %(kind)s. Choose another one.") % {"kind": unit.kind.name},
            field="form_id",
        )
    return form


def _must_be_asked(form: Form, unit: Unit, first: date, at: datetime) -> Period:
    period = period_asked(form, period_of(first, form.every), unit.local(at).date())
    if not was_there(unit, period, at):
        raise Refused(
            _("%(unit)s was not there at the end of this period. Choose a later one.") % {"unit": unit.name},
            field="first",
        )
    return period


def _fixed(form: Form, at: datetime) -> FormVersion:
    # Fixed first and read then, so that nobody changes it in between.
    newest = form.versions.order_by("-number")[:1].get()
    FormVersion.objects.filter(pk=newest.pk, fixed_at=None).update(fixed_at=at)
    newest.refresh_from_db()
    return newest


def _texts(definition: Definition, given: Mapping[str, str]) -> dict[str, str]:
    return _tidy(given, {each.code for each in definition.questions}, TEXT_LONGEST)


def _reasons(definition: Definition, given: Mapping[str, str]) -> dict[str, str]:
    codes = {each.code for each in definition.checks}
    computed = {each.code for each in definition.indicators if each.source}
    return _tidy(given, codes | computed, WORDS_LONGEST)


def _tidy(given: Mapping[str, str], known: set[str], most: int) -> dict[str, str]:
    for code in given:
        if code not in known:
            raise Refused(
                _("This form does not ask for “%(code)s”. Leave it out.") % {"code": code}, field=code
            )
    tidy = {code: plain_text(text, longest=most, field=code) for code, text in given.items()}
    return {code: text for code, text in tidy.items() if text}
