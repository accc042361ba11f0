"""By whose hand an office is held: what concerns single members is read by nobody who put themselves there."""

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce, Length, Substr

from folkmoot.access.grants import GRANTS
from folkmoot.kernel.acts import Via, running
from folkmoot.people.models import PeriodQuerySet, Person, Term

# Past so many others a hand is followed: one more is one more question within the question, asked at every page.
_OTHERS = 2
# Two acts at once: on PostgreSQL one may begin before another and write after it. Neither is known by so little.
_AT_ONCE = timedelta(minutes=1)


def hand_of(by: Person | None) -> Person | None:
    """Return the officer by whose hand something is entered, or None where it is the operator's."""
    return None if running().via is Via.OPERATOR else by


def is_by_own_hand() -> Case:
    """Return, to be asked beside terms, whether their holder is there by nobody's hand but their own.

    That is, if they entered it themselves, or had it entered by somebody who might appoint there by their hand alone, or by the
    hand of one whom they put there. Whoever the operator put there, or one who stands there by another hand, is there by that.
    """
    return Case(
        When(entered_by=F("person"), then=Value(True)),  # noqa: FBT003  -- Django's expression
        When(_leads_back(["person"], others=_OTHERS), then=Value(True)),  # noqa: FBT003  -- as above
        default=Value(False),  # noqa: FBT003  -- as above
        output_field=BooleanField(),
    )


def _leads_back(passed: Sequence[str | OuterRef], *, others: int) -> Q:
    """Return whether whoever entered a term might appoint there by no other hands than those `passed`, the holder's first."""
    given = Q()
    for each in (before := [OuterRef(each) for each in passed]):
        given |= Q(entered_by=each)
    if others > 1:
        given |= _leads_back([*before, "person"], others=others - 1)
    # One's own hand counts for nothing here either, or whoever was put there would put themselves there once more.
    neither = Q(entered_by=None) | ~(Q(entered_by=F("person")) | given)
    # An office that one held before, or elsewhere, did not let one appoint here. But where a unit was moved since, which
    # office did is not known any more: hence what speaks for a hand must lie above, and what speaks against it need not.
    # So does one that ended as it was handed over, at that very moment.
    lasted = _above(_appointing_then()).exclude(ended_at=_entered())
    return Q(Exists(_appointing_then(within=_AT_ONCE).filter(given))) & ~Q(Exists(lasted.filter(neither)))


def _appointing_then(within: timedelta = timedelta()) -> PeriodQuerySet:
    sooner, later = (_entered() - within, _entered() + within) if within else (_entered(), _entered())
    then: PeriodQuerySet = Term.objects.filter(
        person=OuterRef("entered_by"), office__code__in=GRANTS["membership.appoint_officer"].offices
    )
    known: PeriodQuerySet = then.annotate(known_at=Coalesce("entered_at", "started_at"))
    return known.filter(
        Q(ended_at=None) | Q(ended_at__gte=sooner), started_at__lte=later, known_at__lte=later
    )


def _entered() -> Coalesce:
    """Return when the term of which one asks was entered."""
    return Coalesce(OuterRef("entered_at"), OuterRef("started_at"))


def _above(terms: PeriodQuerySet) -> PeriodQuerySet:
    start_of_path = Substr(OuterRef("unit__path"), 1, Length("unit__path"))
    return terms.filter(unit__path=start_of_path)
