"""Where other pages lead to bylaws, and where duties lead that are done today."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.bylaws.rules.duties import Duty
from folkmoot.structure.interfaces import UnitAct
from folkmoot.ui.links import Link
from folkmoot.units.models import Unit

BYLAWS = UnitAct("decisions.read_decision", gettext_lazy("Read the bylaws"), "bylaws:bylaws")


def way_to_reading(duty: Duty, unit: Unit) -> Link:
    """Return the link to where a secretary enters that a decision was read."""
    return Link(_("Confirm it"), reverse("decisions:reading", args=[duty.about, unit.pk]))


def way_to_election(_duty: Duty, unit: Unit) -> Link:
    """Return the link to the officers of a unit, where the term that ends and the next one are entered."""
    return Link(_("See the officers"), reverse("membership:officers", args=[unit.pk]))
