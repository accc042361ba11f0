"""Making forms: what the units below are asked to report, how often, and from when on."""

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.access.policy import require
from folkmoot.documents.languages import language_choices
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.people.models import Person
from folkmoot.reports.actions.claiming import MAKING, claim_form, known_kinds
from folkmoot.reports.events import FormEnded, FormMade, FormOpened, FormRevised
from folkmoot.reports.interfaces import kinds_by_source
from folkmoot.reports.models import Form, FormVersion, Report
from folkmoot.reports.rules.definition import (
    Check,
    Definition,
    Indicator,
    Question,
    definition_from,
    must_follow,
    tidy_definition,
    written_as,
)
from folkmoot.reports.rules.naming import (
    ANSWER_DAYS,
    must_be_answered_soon,
    must_be_due_soon,
    tidy_every,
    tidy_names,
)
from folkmoot.reports.rules.periods import must_begin_near, period_of
from folkmoot.reports.rules.standard import standard_form
from folkmoot.structure.actions.claiming import claim_unit


@act("reports.make_form")
def make_form(
    *,
    unit_id: UUID,
    names: dict[str, str],
    every: str,
    unit_kinds: list[str],
    due_days: int,
    answer_days: int = ANSWER_DAYS,
    is_standard: bool = False,
    by: Person | None,
    at: datetime,
) -> UUID:
    """Begin a form for the units of some kinds at and below one, to be filled every `month`, `quarter` or `year`.

    `names` has its name in each language in which it is written. A report is due `due_days` days after the period, and what it
    asks of the level above is answered within `answer_days` days after it was sent. With `is_standard` it begins with the
    figures and questions of the standard report. It asks nobody before it is opened.

    :raises Refused: if `by` may not make forms there, the unit was closed, a name or a language is wrong, there is no such pace
        or kind of unit, or the days are too many.
    """
    unit = claim_unit(unit_id)
    require(by, MAKING, on=unit, at=at)
    must_be_due_soon(due_days)
    must_be_answered_soon(answer_days)
    form = Form.objects.create(
        unit=unit,
        names=tidy_names(names, languages=_languages()),
        every=tidy_every(every),
        unit_kinds=known_kinds(unit_kinds),
        due_days=due_days,
        answer_days=answer_days,
    )
    definition = standard_form(form.languages) if is_standard else Definition()
    FormVersion.objects.create(form=form, number=1, definition=written_as(_tidy(definition, form)))
    record(FormMade(form.pk, unit.pk), by=by, at=at)
    return form.pk


@act("reports.revise_form")
def revise_form(
    *,
    form_id: UUID,
    revision: int,
    names: dict[str, str],
    unit_kinds: list[str],
    due_days: int,
    answer_days: int,
    indicators: list[Indicator],
    questions: list[Question],
    checks: list[Check],
    by: Person | None,
    at: datetime,
) -> UUID:
    """Change what a form asks, whom, and until when: all of it is given, not only what changes.

    What reports used already stays as it was for them, and those that are begun from now on use what is given here. An
    indicator keeps its code as long as it is counted in the same; private ones are refused. `revision` is the one that was
    changed, so that nobody writes over what they have not seen.

    :raises Refused: if `by` may not make forms there, the form ended, was changed by somebody else meanwhile, or something in it
        is wrong.
    """
    form = claim_form(form_id, by=by, at=at)
    if form.revision != revision:
        raise Refused(_("Somebody else changed this form meanwhile. Look at it again, then change it."))
    must_be_due_soon(due_days)
    must_be_answered_soon(answer_days)
    form.names, form.unit_kinds = tidy_names(names, languages=_languages()), known_kinds(unit_kinds)
    form.due_days, form.answer_days = due_days, answer_days
    form.revision += 1
    form.save(update_fields=["names", "unit_kinds", "due_days", "answer_days", "revision"])
    number = _keep(form, _tidy(Definition(indicators, questions, checks), form))
    record(FormRevised(form.pk, number), by=by, at=at)
    return form.pk


@act("reports.open_form")
def open_form(*, form_id: UUID, first: date, by: Person | None, at: datetime) -> UUID:
    """Have a form ask for reports from the period that begins on `first` on.

    :raises Refused: if `by` may not make forms there, it is open or ended, it asks nothing yet, or no period begins then
        within some of today.
    """
    form = claim_form(form_id, by=by, at=at)
    if form.since is not None:
        raise Refused(_("This form is open already. Nothing is left to do."))
    if definition_from(_newest(form).definition).is_empty:
        raise Refused(_("This form asks nothing yet. Add what it shall ask, then open it."))
    period = period_of(first, form.every)
    must_begin_near(period, form.every, form.unit.local(at).date())
    form.since = period.first
    form.save(update_fields=["since"])
    record(FormOpened(form.pk, form.since), by=by, at=at)
    return form.pk


@act("reports.end_form")
def end_form(*, form_id: UUID, first: date, by: Person | None, at: datetime) -> UUID:
    """Have a form ask for no report on the period that begins on `first`, nor on any after it; what was reported stays.

    :raises Refused: if `by` may not make forms there, it was never opened or has ended, no period begins then, or a report on
        that period or a later one was sent.
    """
    form = claim_form(form_id, by=by, at=at)
    if form.since is None:
        raise Refused(_("This form was never opened, so it asks nobody. Nothing is left to do."))
    until = period_of(first, form.every).first
    if Report.objects.sent().filter(form=form, first__gte=until).exists():
        raise Refused(_("Some have sent reports on this period. Choose a later one."), field="first")
    form.until = max(until, form.since)
    form.save(update_fields=["until"])
    record(FormEnded(form.pk, form.until), by=by, at=at)
    return form.pk


def _languages() -> set[str]:
    return {code for code, _name in language_choices()}


def _tidy(definition: Definition, form: Form) -> Definition:
    return tidy_definition(definition, languages=form.languages, sources=kinds_by_source())


def _newest(form: Form) -> FormVersion:
    newest: FormVersion = form.versions.order_by("-number")[:1].get()
    return newest


def _keep(form: Form, definition: Definition) -> int:
    newest = _newest(form)
    # A code that was left out may come back, and what was reported by it still stands in its column.
    for version in form.versions.order_by("number"):
        must_follow(definition, definition_from(version.definition))
    kept = written_as(definition)
    # A report that is begun at this moment fixes the version first and reads it then: one of the two sees the other.
    if FormVersion.objects.filter(pk=newest.pk, fixed_at=None).update(definition=kept):
        return newest.number
    if kept != newest.definition:
        FormVersion.objects.create(form=form, number=newest.number + 1, definition=kept)
        return newest.number + 1
    return newest.number
