"""What forms ask of the units of a desk, read once: for the duties that bylaws ask, and for what is to be sent by forms alone."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from folkmoot.bylaws.interfaces import Known
from folkmoot.bylaws.queries.duties import around
from folkmoot.bylaws.rules.clauses import Provision
from folkmoot.reports.models import Form, Report
from folkmoot.reports.queries.asked_of import Asked, PeriodLine, Place, asked_of_unit, lines_to_send
from folkmoot.reports.queries.deadlines import deadlines_by
from folkmoot.reports.queries.facts import forms_over, known_of, looks_back_to
from folkmoot.units.models import Unit


@dataclass(frozen=True)
class AskedByForms:
    """The forms that ask units, on which periods, and the reports that were begun or sent."""

    forms: Sequence[Form] = ()
    asked: Sequence[Asked] = ()
    reports: Mapping[Place, Report] = field(default_factory=dict)

    def known(self, units: Sequence[Unit], at: datetime) -> dict[UUID, Known]:
        """Return, by the id of each unit, the reports that forms ask of it, as duties take them."""
        sent = {place: each.first_sent_on for place, each in self.reports.items() if each.sent_number}
        return known_of(units, self.forms, sent, around(at))

    def to_send(
        self, units: Sequence[Unit], clauses: Mapping[str, Sequence[Provision]], at: datetime
    ) -> dict[UUID, list[PeriodLine]]:
        """Return what each of `units` has to send now, the latest first, by its id; `clauses` say until when."""
        chosen = {unit.pk for unit in units}
        asked = [each for each in self.asked if each[0].pk in chosen]
        return lines_to_send(units, asked, self.reports, deadlines_by(units, clauses), at=at)


def asked_by_forms(units: Sequence[Unit], *, at: datetime) -> AskedByForms:
    """Return what forms ask of `units`, which come with their kinds: two questions, one where no form asks them."""
    forms = forms_over(units)
    if not forms:
        return AskedByForms()
    by_path: dict[str, list[Form]] = defaultdict(list)
    for form in forms:
        by_path[form.unit.path].append(form)
    asked = [each for unit in units for each in asked_of_unit(unit, by_path, at)]
    since = min([looks_back_to(around(at)), *(period.first for _unit, _form, period in asked)])
    rows = Report.objects.filter(form__in=forms, unit__in=units, first__gte=since)
    found = rows.defer("values", "texts", "reasons", "counted")
    return AskedByForms(forms, asked, {(each.form_id, each.unit_id, each.first): each for each in found})
