"""Where other pages lead to bylaws, and where duties lead that are done today."""

from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.bylaws.queries.pages import has_clauses
from folkmoot.bylaws.rules.duties import Duty
from folkmoot.people.models import Person
from folkmoot.structure.interfaces import UnitAct
from folkmoot.ui.links import Link
from folkmoot.units.models import Unit

BYLAWS = UnitAct("decisions.read_decision", gettext_lazy("Read the bylaws"), "bylaws:bylaws")


def what_articles_ask(decision_id: UUID, _person: Person, at: datetime) -> list[Link]:
    """Return the link from a decision that is bylaws to what its articles ask where somebody belongs."""
    # Whose clocks say which day it is does not matter here: the page goes by those of its unit.
    if not has_clauses(decision_id, at.date()):
        return []
    return [Link(_("What its articles ask of your unit"), reverse("bylaws:own"))]


def way_to_reading(duty: Duty, unit: Unit) -> Link:
    """Return the link to where a secretary enters that a decision was read."""
    return Link(_("Confirm it"), reverse("decisions:reading", args=[duty.about, unit.pk]))


def way_to_election(_duty: Duty, unit: Unit) -> Link:
    """Return the link to the officers of a unit, where the term that ends and the next one are entered."""
    return Link(_("See the officers"), reverse("membership:officers", args=[unit.pk]))


def way_to_visits(_duty: Duty, unit: Unit) -> Link:
    """Return the link to the visits of a unit: those above it see how many are asked, and enter theirs there."""
    return Link(_("See the visits"), reverse("structure:visits", args=[unit.pk]))
