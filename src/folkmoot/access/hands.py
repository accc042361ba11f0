"""By whose hand an office is held: what concerns single members is read by nobody who put themselves there."""

from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, Value, When

from folkmoot.access.grants import GRANTS
from folkmoot.people.models import Term


def is_by_own_hand() -> Case:
    """Return, to be asked beside terms, whether their holder is there by nobody's hand but their own.

    That is, if they entered it themselves, or had it entered by somebody who may appoint by their hand alone. Whoever the
    operator put there, or one who stands by another hand, is there by that.
    """
    appointing = GRANTS["membership.appoint_officer"].offices
    of_the_hand = Term.objects.filter(person=OuterRef("entered_by"), office__code__in=appointing)
    by_the_holder = Q(entered_by=OuterRef("person"))
    # One's own hand counts for nothing here either, or whoever was put there would put themselves there once more.
    by_these_two = by_the_holder | Q(entered_by=OuterRef("entered_by"))
    through = Exists(of_the_hand.filter(by_the_holder)) & ~Exists(
        of_the_hand.filter(Q(entered_by=None) | ~by_these_two)
    )
    return Case(
        When(entered_by=F("person"), then=Value(True)),  # noqa: FBT003  -- Django's expression
        When(through, then=Value(True)),  # noqa: FBT003  -- as above
        default=Value(False),  # noqa: FBT003  -- as above
        output_field=BooleanField(),
    )
