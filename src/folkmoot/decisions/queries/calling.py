"""Finding a decision by what people call it: its number, and its body's code where several bodies have that number."""

from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.decisions.models import Decision
from folkmoot.kernel.errors import Refused

# So many are named where one has to be chosen.
_ENOUGH = 5


def decision_called(words: str) -> UUID:
    """Return the id of the decision with the number `words`, or "code of the body:number".

    :raises Refused: if there is none, or several bodies have one with this number.
    """
    body, _colon, number = words.rpartition(":")
    decisions = Decision.objects.adopted().filter(number=number)
    if body:
        decisions = decisions.filter(body__code=body)
    found = list(decisions.order_by("pk").values_list("pk", "body__code")[:_ENOUGH])
    if not found:
        raise Refused(_("No decision has the number “%(number)s”.") % {"number": words}, field="decision_id")
    if len(found) > 1:
        both = ", ".join(f"{code}:{number}" for _pk, code in found)
        raise Refused(
            _("Several bodies have a decision with this number. Write one of: %(both)s.") % {"both": both},
            field="decision_id",
        )
    return found[0][0]
