"""What the page of a unit shows of its reports."""

from django.utils.translation import gettext_lazy

from folkmoot.reports.queries.known import SEEING
from folkmoot.structure.interfaces import UnitAct

REPORTS = UnitAct(SEEING, gettext_lazy("Reports"), "reports:reports")
