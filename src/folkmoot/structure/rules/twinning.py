"""Which units may be twinned."""

from datetime import timedelta

from django.utils.translation import gettext as _

from folkmoot.kernel.errors import Refused
from folkmoot.structure.rules.placing import Place
from folkmoot.units.rules import paths

# Whoever offers is told whether a unit has the code: nobody tries them all. An offer that waits is a hit.
OFFERS_MOST = 10
MISSES_MOST = 10
MISSES_WITHIN = timedelta(days=1)
# So many names stand on one page, and few units know more of each other.
TWINS_MOST = 20


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


def must_not_try_codes(unit: Place, *, misses: int) -> None:
    """Let a unit offer only while few of the codes that were written for it within a day were wrong.

    :raises Refused: if more than ten were, whether or not this one is right.
    """
    if misses > MISSES_MOST:
        raise Refused(
            _(
                "More than %(most)d codes that no unit has were tried for %(unit)s within a day. Ask the officers of the "
                "other unit for theirs, and offer it tomorrow."
            )
            % {"most": MISSES_MOST, "unit": unit.name},
            field="code",
        )


def must_have_room(*units: tuple[Place, int]) -> None:
    """Let two units be twinned only while each has few twins; beside each stands how many it has.

    :raises Refused: if one has twenty.
    """
    for unit, twins in units:
        if twins >= TWINS_MOST:
            raise Refused(
                _("%(unit)s is twinned with %(most)d units, and can be with no more. End one of these first.")
                % {"most": TWINS_MOST, "unit": unit.name}
            )
