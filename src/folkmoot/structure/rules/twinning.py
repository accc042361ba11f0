"""Which units may be twinned."""

from django.utils.translation import gettext as _

from folkmoot.kernel.errors import Refused
from folkmoot.structure.rules.placing import Place
from folkmoot.units.rules import paths

# Whoever offers is told whether a unit has the code: nobody tries them all.
OFFERS_MOST = 10


def must_be_apart(unit: Place, other: Place) -> None:
    """Let a unit be twinned only with one that is neither itself nor above or below it.

    :raises Refused: if it is.
    """
    if paths.is_within(unit.path, other.path) or paths.is_within(other.path, unit.path):
        raise Refused(
            _("%(unit)s and %(other)s belong together already. Choose a unit elsewhere in the organisation.")
            % {"unit": unit.name, "other": other.name},
            field="code",
        )


def must_wait_for_answers(unit: Place, *, offers: int) -> None:
    """Let a unit offer only while few of its offers wait.

    :raises Refused: if ten do.
    """
    if offers >= OFFERS_MOST:
        raise Refused(
            _("%(most)d offers of %(unit)s wait for an answer. Withdraw one of them first.")
            % {"most": OFFERS_MOST, "unit": unit.name}
        )
