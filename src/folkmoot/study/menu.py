"""Where people find study material from the page of a unit."""

from django.utils.translation import gettext_lazy

from folkmoot.structure.interfaces import UnitAct
from folkmoot.study.rules.permissions import CONFIRMING, WRITING

QUALIFICATIONS = UnitAct(CONFIRMING, gettext_lazy("Qualifications"), "study:qualifications")
STUDY = UnitAct(WRITING, gettext_lazy("Study material"), "study:programmes")
