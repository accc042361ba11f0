"""Finding a decision by what people call it: its number, and its body's code where several bodies have that number."""

from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.decisions.models import Decision
from folkmoot.decisions.models.decision import DecisionQuerySet
from folkmoot.kernel.errors import Refused

# So many are named where one has to be chosen.
_ENOUGH = 5


def decisions_called(words: str, *, among: DecisionQuerySet, field: str) -> list[UUID]:
    """Return the ids of the decisions with these numbers, parted by commas or spaces, each as `decision_called` takes it.

    :raises Refused: naming `field`, if one is not among them, or several are called so.
    """
    return [decision_called(each, among=among, field=field) for each in words.replace(",", " ").split()]


def decision_called(words: str, *, among: DecisionQuerySet | None = None, field: str = "decision_id") -> UUID:
    """Return the id of the decision with the number `words`, or "code of the body:number", `among` these or all.

    :raises Refused: if there is none, or several bodies have one with this number.
    """
    body, _colon, number = words.rpartition(":")
    decisions = (Decision.objects.all() if among is None else among).adopted().filter(number=number)
    if body:
        decisions = decisions.filter(body__code=body)
    found = list(decisions.order_by("pk").values_list("pk", "body__code")[:_ENOUGH])
    if not found:
        raise Refused(_("No decision has the number “%(number)s”.") % {"number": words}, field=field)
    if len(found) > 1:
        both = ", ".join(f"{code}:{number}" for _pk, code in found)
        raise Refused(
            _("Several bodies have a decision with this number. Write one of: %(both)s.") % {"both": both},
            field=field,
        )
    return found[0][0]
