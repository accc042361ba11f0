"""Of which forms and reports somebody may know: what the acts are given; anything else is to them not there."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from folkmoot.access.policy import units_where_each, visible
from folkmoot.kernel.sight import Asking
from folkmoot.people.models import Person
from folkmoot.reports.models import Form, FormQuerySet, Report, Request
from folkmoot.units.rules import paths

SEEING = "reports.see_report"
WRITING = "reports.write_report"
MAKING = "reports.make_form"


def forms_known(asking: Asking) -> set[UUID]:
    """Return those that `to` keeps, that ask units where they write reports, and those of units whose reports they see."""
    seen = forms_seen(asking.to, at=asking.at).filter(pk__in=asking.ids)
    return set(seen.values_list("pk", flat=True))


def forms_seen(person: Person, *, at: datetime) -> FormQuerySet:
    """Return the forms that `person` keeps, that ask where they write reports, and those of units whose reports they see."""
    units = units_where_each(person, [SEEING, WRITING, MAKING], at=at)
    above = {
        path for unit in units[WRITING].values_list("path", flat=True) for path in paths.ancestors_of(unit)
    }
    seen = Q(unit__in=units[SEEING].order_by().values("pk")) | Q(unit__path__in=above)
    own = Q(unit__in=units[MAKING].order_by().values("pk"))
    return Form.objects.filter((Q(since__isnull=False) & seen) | own)


def reports_known(asking: Asking) -> set[UUID]:
    """Return those of units where `to` writes reports, and those that were sent by units whose reports they see."""
    rows = Report.objects.filter(pk__in=asking.ids)
    sent = visible(rows.sent(), asking.to, SEEING, at=asking.at)
    own = visible(rows, asking.to, WRITING, at=asking.at)
    return {*sent.values_list("pk", flat=True), *own.values_list("pk", flat=True)}


def requests_known(asking: Asking) -> set[UUID]:
    """Return those of units whose reports `to` sees."""
    rows = visible(Request.objects.filter(pk__in=asking.ids), asking.to, SEEING, at=asking.at)
    return set(rows.values_list("pk", flat=True))
