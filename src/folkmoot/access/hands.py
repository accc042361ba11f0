"""By whose hand an office is held: what concerns single members is read by nobody who put themselves there."""

from collections.abc import Sequence

from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, Value, When

from folkmoot.access.grants import GRANTS
from folkmoot.people.models import Term

# Past so many others a hand is followed: one more is one more question within the question, asked at every page.
_OTHERS = 2


def is_by_own_hand() -> Case:
    """Return, to be asked beside terms, whether their holder is there by nobody's hand but their own.

    That is, if they entered it themselves, or had it entered by somebody who may appoint by their hand alone, or by the hand of
    one whom they put there. Whoever the operator put there, or one who stands by another hand, is there by that.
    """
    return Case(
        When(entered_by=F("person"), then=Value(True)),  # noqa: FBT003  -- Django's expression
        When(_leads_back(["person"], others=_OTHERS), then=Value(True)),  # noqa: FBT003  -- as above
        default=Value(False),  # noqa: FBT003  -- as above
        output_field=BooleanField(),
    )


def _leads_back(passed: Sequence[str | OuterRef], *, others: int) -> Q:
    """Return whether whoever entered a term may appoint by no other hands than those `passed`, the holder's first."""
    appointing = GRANTS["membership.appoint_officer"].offices
    of_the_hand = Term.objects.filter(person=OuterRef("entered_by"), office__code__in=appointing)
    # One's own hand counts for nothing here either, or whoever was put there would put themselves there once more.
    own = Q(entered_by=F("person"))
    theirs = own
    for each in (before := [OuterRef(each) for each in passed]):
        theirs |= Q(entered_by=each)
    if others > 1:
        theirs |= _leads_back([*before, "person"], others=others - 1)
    by_others = Exists(of_the_hand.filter(~own))
    return Q(by_others) & ~Q(Exists(of_the_hand.filter(Q(entered_by=None) | ~theirs)))
