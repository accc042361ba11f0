"""Where people find work from the page of a unit."""

from django.utils.translation import gettext_lazy

from folkmoot.structure.interfaces import UnitAct
from folkmoot.work.queries.lists import SEEING

WORK = UnitAct(SEEING, gettext_lazy("Work"), "work:list")
