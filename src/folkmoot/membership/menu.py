"""What the page of a unit offers on its members."""

from django.utils.translation import gettext_lazy

from folkmoot.structure.interfaces import UnitAct

RULE_BREAKS = UnitAct(
    "people.see_members",
    gettext_lazy("Who no longer meets the rule"),
    "membership:rule_breaks",
    is_for_circles=True,
)
