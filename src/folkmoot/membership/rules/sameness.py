"""When two entries may be said to be one person, and what becomes of all that refers to the one that goes.

**A merge is a link and no rewriting. What has happened stays under the id under which it happened; what others may see of
it is shown with the one who remains; what is still going on is that of the one who remains; ways in and what is private
go to nobody.** Every column of the database that refers to a person has its fate here, and a test holds the table against
the schema, so that no feature can forget to say.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.kernel.errors import Refused

# So long a merge can be undone: a quarter would outlast anybody's memory of who was who.
UNDONE_WITHIN = timedelta(days=30)


class Fate(StrEnum):
    """What becomes of what refers to a person who was entered twice."""

    # It stays, and is shown with the one who remains. What is open ends, or forbids the merge.
    SHOWN = "stays, and is shown with the one who remains"
    # They did it for others, who go on seeing it as before.
    STAYS = "stays"
    # Nobody gets it, or anybody could be merged into whoever an officer made up, to be read there.
    SEALED = "stays, and is shown to nobody else"
    # As long as there is one, they are not the one who goes.
    FORBIDS = "forbids the merge"


FATES: Mapping[str, Fate] = {
    "people.Membership.person": Fate.SHOWN,
    "people.Term.person": Fate.SHOWN,
    "membership.PersonMerge.kept": Fate.SHOWN,
    "membership.PersonMerge.gone": Fate.SHOWN,
    "membership.LikelyPair.first": Fate.STAYS,
    "membership.LikelyPair.second": Fate.STAYS,
    # What was offered to one entry is accepted by nobody else; it is forgotten in its time.
    "membership.MembershipOffer.person": Fate.SEALED,
    "membership.OfficeOffer.person": Fate.SEALED,
    "people.Account.person": Fate.FORBIDS,
    # Open ones are ways in that are being made.
    "accounts.ContactChange.person": Fate.FORBIDS,
    "accounts.Slip.person": Fate.FORBIDS,
    "accounts.Recovery.person": Fate.FORBIDS,
    "people.ContactChannel.person": Fate.SEALED,
    # Counted for ever where they were given, under the digest of their batch.
    "decisions.Receipt.person": Fate.SEALED,
    "decisions.InMind.person": Fate.SEALED,
    "consultations.Comment.person": Fate.SEALED,
    "consultations.GivenOpinion.person": Fate.SEALED,
    "news.Letter.writer": Fate.SEALED,
    "library.ListedDocument.person": Fate.SEALED,
    "notices.Recipient.person": Fate.SEALED,
    "notices.CalendarAddress.person": Fate.SEALED,
    "rights.Opening.person": Fate.SEALED,
    "rights.Mention.person": Fate.SEALED,
    "rights.Erasure.person": Fate.STAYS,
    "decisions.Receipt.attested_by": Fate.STAYS,
    "decisions.Decision.drafted_by": Fate.STAYS,
    "news.Item.drafted_by": Fate.STAYS,
    "people.Person.entered_by": Fate.STAYS,
    "people.Term.entered_by": Fate.STAYS,
    "membership.MembershipOffer.offered_by": Fate.STAYS,
    "membership.MembershipOffer.paper_by": Fate.STAYS,
    "membership.OfficeOffer.offered_by": Fate.STAYS,
    "accounts.ContactChange.entered_by": Fate.STAYS,
    "accounts.Slip.printed_by": Fate.STAYS,
    "accounts.Slip.seen_by": Fate.STAYS,
    "accounts.Recovery.asked_by": Fate.STAYS,
    "accounts.Recovery.confirmed_by": Fate.STAYS,
    "circulars.Batch.by": Fate.STAYS,
    # Who came stays who came; those who were there see it as before.
    "meetings.Minutes.checked_by": Fate.STAYS,
    "meetings.MinutesName.person": Fate.STAYS,
    "meetings.Presence.person": Fate.STAYS,
    "meetings.Sitting.chair": Fate.STAYS,
    "meetings.Sitting.minute_taker": Fate.STAYS,
    "meetings.LateTap.by": Fate.STAYS,
    "meetings.Backing.person": Fate.STAYS,
    "meetings.Teller.person": Fate.STAYS,
    "meetings.Voice.person": Fate.STAYS,
    # Whoever did it said yes under that entry; it goes back to the list when its home ends.
    "work.Assignment.holder": Fate.STAYS,
    "work.Offer.person": Fate.STAYS,
    "work.Offer.offered_by": Fate.STAYS,
    "work.Helper.person": Fate.STAYS,
    "work.WorkFile.brought_by": Fate.STAYS,
    "study.Memory.person": Fate.SEALED,
    "study.Answer.person": Fate.SEALED,
    "study.Reading.person": Fate.SEALED,
    "study.Pace.person": Fate.SEALED,
    "study.Learning.person": Fate.SEALED,
    "study.Placement.person": Fate.SEALED,
    "study.Writer.person": Fate.STAYS,
    "structure.ImportJob.by": Fate.STAYS,
    "structure.ImportJob.brought_by": Fate.STAYS,
    "structure.ImportJob.chosen_by": Fate.STAYS,
    "structure.Reorganisation.by": Fate.STAYS,
}


@dataclass(frozen=True)
class Side:
    """One of two entries: what forbids that it goes, or that it remains."""

    name: str
    has_account: bool = False
    # A change of address, a slip or a recovery waits.
    is_let_in: bool = False
    holds_office: bool = False
    is_merged: bool = False


@dataclass(frozen=True)
class Entered:
    """One of two entries: since when it is there, and whether somebody signs in by it."""

    person_id: UUID
    created_at: datetime
    has_account: bool


def first_remaining(one: Entered, other: Entered) -> tuple[UUID, UUID]:
    """Return two entries so that whoever signs in comes first, else whoever was entered first: that one remains."""
    pair = sorted((one, other), key=lambda each: (not each.has_account, each.created_at, each.person_id))
    return pair[0].person_id, pair[1].person_id


def may_be_undone(merged_at: datetime, *, at: datetime) -> bool:
    """Return whether a merge can still be undone at the moment `at`: until thirty days have passed."""
    return at < merged_at + UNDONE_WITHIN


def must_be_one(kept: Side, gone: Side) -> None:
    """Let two entries be merged only if nobody loses or gains a way in or an office by it.

    :raises Refused: if one was merged already, both sign in, the one that goes does, is about to, or holds an office.
    """
    for side in (kept, gone):
        if side.is_merged:
            raise Refused(
                _("%(name)s was found to be somebody else already. Open that entry, and take it back first.")
                % {"name": side.name}
            )
    if kept.has_account and gone.has_account:
        raise Refused(
            _(
                "Both entries sign in, and nobody joins two accounts but their owner. Ask them to leave with the account"
                " that they do not use, and close it."
            )
        )
    _must_be_free_to_go(kept, gone)


def _must_be_free_to_go(kept: Side, gone: Side) -> None:
    names = {"kept": kept.name, "gone": gone.name}
    if gone.has_account:
        raise Refused(
            _("Whoever signs in remains, so that nobody loses their account. Do it the other way round.")
        )
    if gone.is_let_in:
        raise Refused(
            _(
                "A way to sign in is being made for the entry that would go. Take that back first, or wait for it."
            )
        )
    if gone.holds_office:
        raise Refused(
            _(
                "%(gone)s holds an office under the entry that would go. End it first, and give it to the one that remains."
            )
            % names
        )
