"""Where other pages lead to bylaws."""

from django.utils.translation import gettext_lazy

from folkmoot.structure.interfaces import UnitAct

BYLAWS = UnitAct("decisions.read_decision", gettext_lazy("Read the bylaws"), "bylaws:bylaws")
