"""What is held about a person as one who receives and drafts decisions, and for how long."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from folkmoot.access.holdings import Field, Holding, reading
from folkmoot.decisions.actions.receiving import forget_receipts
from folkmoot.decisions.actions.recirculating import KEPT
from folkmoot.decisions.models import Decision, InMind, Receipt
from folkmoot.kernel.keeping import Aged, Keeping

_NOT_REACHED = ("decisions.see_members_not_reached",)

HOLDINGS = (
    Holding(
        "decisions_receipt",
        _("Decisions I acknowledged"),
        _("to know how far a decision has come; others see numbers, and never who"),
        (
            Field("decision_id", _("Decision"), _NOT_REACHED, shown="decision__number"),
            Field("person_id", _("Acknowledged by"), _NOT_REACHED, shown="person__name"),
            Field("body_id", _("Decision of"), shown="decision__body__name"),
            Field("origin_id", _("Counted in"), shown="origin__name"),
            Field("acknowledged_at", _("When")),
            Field("is_attested", _("Entered for me at a meeting")),
            Field("attested_by_id", _("Entered by"), ("decisions.withdraw_mark",), shown="attested_by__name"),
            Field("is_own_too", _("Acknowledged by myself afterwards")),
        ),
        reading(lambda person: Receipt.objects.of(person).order_by("acknowledged_at", "decision")),
        seen_as=_("which decisions have not reached me yet, while they are conveyed for the first time"),
        withheld={"batch_id": _("a random number of the batch in which the receipt was sealed")},
    ),
    Holding(
        "decisions_inmind",
        _("What I have in mind"),
        _("to leave me in peace with what came back"),
        (
            Field("person_id", _("Who"), shown="person__name"),
            Field("decision_id", _("Decision"), shown="decision__number"),
            Field("begun_at", _("In the round that began")),
        ),
        reading(lambda person: InMind.objects.of(person).order_by("begun_at", "decision")),
    ),
    Holding(
        "decisions_decision",
        _("Decisions I drafted"),
        _("to know who wrote a draft"),
        (
            Field("drafted_by_id", _("Drafted by"), ("decisions.draft_decision",), shown="drafted_by__name"),
            Field("body_id", _("Of"), shown="body__name"),
            Field("number", _("Number")),
            Field("created_at", _("Begun")),
        ),
        reading(lambda person: Decision.objects.filter(drafted_by=person).order_by("created_at", "pk")),
        where=_("in the unit whose decision it is"),
    ),
)
KEEPINGS = (
    Keeping(
        _("until withdrawn, or the person is erased"),
        frozenset({"decisions_receipt"}),
        ended_by=("decisions.withdraw_acknowledgement", "decisions.withdraw_mark", "rights.erase_person"),
    ),
    Keeping(
        _("30 days after the round began"),
        frozenset({"decisions_inmind"}),
        Aged(lambda at: InMind.objects.filter(begun_at__lt=at - KEPT)),
    ),
    Keeping(_("for good"), frozenset({"decisions_decision"})),
)


def erase(person_id: UUID, limit: int) -> int:
    """Forget up to `limit` receipts of somebody who was erased, and what they had in mind; return how many rows."""
    in_mind, _by_model = InMind.objects.filter(person=person_id).delete()
    return in_mind + forget_receipts(person_id, limit=limit)
