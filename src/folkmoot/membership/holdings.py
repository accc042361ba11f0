"""What is held about a person as a member and an officer, and for how long."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from folkmoot.access.holdings import ONLY_REFERS, Field, Holding, reading
from folkmoot.kernel.keeping import Aged, Keeping
from folkmoot.membership.models import MembershipOffer, OfferMark, OfficeOffer, PersonMerge
from folkmoot.membership.queries.leaving import begun_to_be_forgotten
from folkmoot.people.models import Membership, Person, Term

_MEMBERS = ("people.see_members",)
_ADMITTING = ("membership.readmit_member",)
_APPOINTING = ("membership.appoint_officer",)
_OFFICERS = ("people.see_officers",)
_FOLDED = _("the name again, folded for searching")

HOLDINGS: tuple[Holding, ...] = (
    Holding(
        "people_person",
        _("Who I am"),
        _("to call people by their name and to tell two of one name apart"),
        (
            Field("id", _("Reference")),
            Field("name", _("Name"), _MEMBERS),
            Field("sort_name", _("Name in lists"), _MEMBERS),
            Field("member_number", _("Member number"), _MEMBERS),
            Field("languages", _("Languages"), _MEMBERS),
            Field("created_at", _("Entered")),
            Field("entered_by_id", _("Entered by"), shown="entered_by__name"),
            Field("erased_at", _("Erased")),
        ),
        reading(lambda person: Person.objects.filter(pk=person.pk)),
        {"search_name": _FOLDED, "name_key": _FOLDED},
    ),
    Holding(
        "people_membership",
        _("Where I belong"),
        _("to know who belongs to which cell, and since when"),
        (
            Field("person_id", _("Member"), _MEMBERS, shown="person__name"),
            Field("unit_id", _("Cell"), _MEMBERS, shown="unit__name"),
            Field("circle_id", _("Affiliated organisation"), _MEMBERS, shown="circle__name"),
            Field("started_at", _("From"), _MEMBERS),
            Field("ended_at", _("Until"), _MEMBERS),
            Field("entered_at", _("Entered, where that was later")),
        ),
        reading(lambda person: Membership.objects.filter(person=person).order_by("started_at", "pk")),
        {"id": ONLY_REFERS},
    ),
    Holding(
        "people_term",
        _("Offices I held"),
        _("so that members know who serves them, and later who did"),
        (
            Field("person_id", _("Officer"), _OFFICERS, shown="person__name"),
            Field("office_id", _("Office"), _OFFICERS, shown="office__name"),
            Field("unit_id", _("Unit"), _OFFICERS, shown="unit__name"),
            Field("started_at", _("From"), _OFFICERS),
            Field("ended_at", _("Until"), _OFFICERS),
            Field("entered_at", _("Entered")),
            Field("entered_by_id", _("Entered by"), shown="entered_by__name"),
        ),
        reading(lambda person: Term.objects.filter(person=person).order_by("started_at", "pk")),
        {"id": ONLY_REFERS, "follows_id": ONLY_REFERS},
        where=_("in the unit where the office is held"),
    ),
    Holding(
        "membership_personmerge",
        _("That I was in the roll twice"),
        _("so that a registrar who took two people for one can be put right"),
        (
            # By number alone: if they are two people, neither is told who the other is.
            Field("kept_id", _("Member number that I keep"), _MEMBERS, shown="kept__member_number"),
            Field("gone_id", _("Member number that ended"), _MEMBERS, shown="gone__member_number"),
            Field("merged_at", _("Made one on"), _MEMBERS),
            Field("told_at", _("Told")),
            Field("gone_told_at", _("The other number told")),
            Field("undone_at", _("Made two again on"), _MEMBERS),
        ),
        reading(
            lambda person: PersonMerge.objects.filter(Q(kept=person) | Q(gone=person)).order_by(
                "merged_at", "pk"
            )
        ),
        {"id": ONLY_REFERS, "ended_id": ONLY_REFERS, "begun_id": ONLY_REFERS},
    ),
)
HOLDINGS += (
    Holding(
        "membership_membershipoffer",
        _("Memberships that are offered to me"),
        _("so that I belong to another circle only if I agree"),
        (
            Field("person_id", _("To whom"), shown="person__name"),
            Field("unit_id", _("Cell"), _ADMITTING, shown="unit__name"),
            Field("number", _("Member number as it was given"), _ADMITTING),
            Field("condition", _("Condition that was confirmed"), _ADMITTING),
            Field("offered_by_id", _("Offered by"), shown="offered_by__name"),
            Field("offered_at", _("Offered"), _ADMITTING),
            Field("paper_by_id", _("Acceptance on paper entered by"), shown="paper_by__name"),
            Field("paper_at", _("Acceptance on paper entered"), _ADMITTING),
        ),
        reading(lambda person: MembershipOffer.objects.filter(person=person).order_by("offered_at", "pk")),
        {"id": ONLY_REFERS, "membership_id": ONLY_REFERS},
        where=_("in the cell that offers it"),
    ),
)
HOLDINGS += (
    Holding(
        "membership_officeoffer",
        _("Offices that are offered to me"),
        _("so that I hold an office where I am not seen only if I agree"),
        (
            Field("person_id", _("To whom"), shown="person__name"),
            Field("unit_id", _("Unit"), _APPOINTING, shown="unit__name"),
            Field("office_id", _("Office"), _APPOINTING, shown="office__name"),
            Field("number", _("Member number as it was given"), _APPOINTING),
            Field("from_on", _("From"), _APPOINTING),
            Field("offered_by_id", _("Offered by"), shown="offered_by__name"),
            Field("offered_at", _("Offered"), _APPOINTING),
        ),
        reading(lambda person: OfficeOffer.objects.filter(person=person).order_by("offered_at", "pk")),
        {"id": ONLY_REFERS},
        where=_("in the unit that offers it"),
    ),
)
WITHHELD = {
    "membership_offermark": _(
        "a hash from which nobody reads who was asked by which unit, nor what they answered; only who knows both finds it"
    ),
    "membership_likelypair": _(
        "it says as much of somebody else, who may be entered twice with me: who made somebody up could read there"
        " that a name or a telephone is a member’s"
    ),
}


class OldMemberships:
    """Forgets memberships ten years after they ended.

    The last one of somebody waits until they are erased, so that nobody's name outlives it.
    """

    def due(self, at: datetime) -> int:
        """Return how many have served their time at the moment `at`."""
        return begun_to_be_forgotten(at).count()

    def forget(self, at: datetime, limit: int) -> int:
        """Forget up to `limit` of them and return how many."""
        with transaction.atomic():
            due = _free(begun_to_be_forgotten(at)).order_by("ended_at", "pk")
            ids = list(due.values_list("pk", flat=True)[:limit])
            Membership.objects.filter(pk__in=ids).delete()
        return len(ids)


def _free(memberships: "QuerySet[Membership]") -> "QuerySet[Any]":
    others = Membership.objects.filter(person=OuterRef("person"))
    later = others.filter(Q(ended_at=None) | Q(started_at__gt=OuterRef("started_at")))
    return memberships.filter(Q(person__erased_at__isnull=False) | Exists(later))


_OFFERS_WAIT = timedelta(days=60)
_PAPERS_STAY = timedelta(days=365)

KEEPINGS = (
    Keeping(
        _("until it is answered, 60 days at most; what was entered from a paper, a year"),
        frozenset({"membership_membershipoffer"}),
        clock=Aged(
            lambda at: MembershipOffer.objects.waiting().filter(offered_at__lte=at - _OFFERS_WAIT),
            [lambda at: MembershipOffer.objects.filter(paper_at__lte=at - _PAPERS_STAY)],
        ),
    ),
    Keeping(
        _("until it is answered, 60 days at most"),
        frozenset({"membership_officeoffer"}),
        clock=Aged(lambda at: OfficeOffer.objects.filter(offered_at__lte=at - _OFFERS_WAIT)),
    ),
    Keeping(
        _("30 days"),
        frozenset({"membership_offermark"}),
        clock=Aged(lambda at: OfferMark.objects.filter(until__lt=at.date())),
    ),
    Keeping(_("ten years after it ended"), frozenset({"people_membership"}), clock=OldMemberships()),
    Keeping(_("for good"), frozenset({"people_term", "membership_personmerge"})),
    Keeping(
        _("until one of the two is erased"),
        frozenset({"membership_likelypair"}),
        ended_by=("rights.erase_person",),
    ),
)
