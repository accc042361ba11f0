"""The public edition: what bodies publish to everybody, and whether the organisation has one at all."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.access.policy import require
from folkmoot.decisions.actions.claiming import claim_decision, must_not_be_repealed
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.ledger import record
from folkmoot.news.actions.claiming import claim_item, must_stand
from folkmoot.news.events import (
    PublicEditionClosed,
    PublicEditionOpened,
    PublishedOpenly,
    TakenBackFromPublic,
)
from folkmoot.news.models import PublicEdition, PublicPaper
from folkmoot.news.queries.openly import is_edition_open
from folkmoot.people.models import Person
from folkmoot.units.models import Unit
from folkmoot.units.rules.paths import ROOT


@act("news.open_public_edition")
def open_public_edition(*, by: Person | None, at: datetime) -> UUID:
    """Let bodies publish decisions and news to everybody, members or not.

    :raises Refused: if `by` may not do so in the topmost unit, or it is open.
    """
    top = Unit.objects.get(path=ROOT)
    require(by, "news.open_public_edition", on=top, at=at)
    if is_edition_open():
        raise Refused(_("The public edition is open. Nothing is left to do."))
    PublicEdition.objects.update_or_create(pk=1, defaults={"is_open": True})
    record(PublicEditionOpened(top.pk), by=by, at=at)
    return top.pk


@act("news.close_public_edition")
def close_public_edition(*, by: Person | None, at: datetime) -> UUID:
    """Show nothing to non-members any more; what was published to them is kept, and shown again if it is opened again.

    :raises Refused: if `by` may not do so in the topmost unit, or it is not open.
    """
    top = Unit.objects.get(path=ROOT)
    require(by, "news.open_public_edition", on=top, at=at)
    must_have_edition()
    PublicEdition.objects.update_or_create(pk=1, defaults={"is_open": False})
    record(PublicEditionClosed(top.pk), by=by, at=at)
    return top.pk


@act("news.publish_openly")
def publish_openly(
    *, decision_id: UUID | None = None, item_id: UUID | None = None, by: Person | None, at: datetime
) -> UUID:
    """Publish a conveyed decision or published news to everybody, members or not, under an address for good.

    :raises Refused: if not exactly one is named, `by` may not do so for its body, the organisation has no public edition,
        the decision was not conveyed or is repealed, the news stands no longer, or it is published so already.
    """
    if (decision_id is None) == (item_id is None):
        raise Refused(_("Name a decision or a news item, and only one of them."))
    body = _body_of(decision_id, item_id, by=by, at=at)
    must_have_edition()
    paper = PublicPaper.objects.filter(decision=decision_id, item=item_id).first()
    if paper is None:
        paper = PublicPaper(id=new_id(), body=body, decision_id=decision_id, item_id=item_id)
    elif paper.taken_back_at is None:
        raise Refused(_("This is in the public edition already. Nothing is left to do."))
    paper.published_at, paper.taken_back_at = at, None
    paper.save()
    record(PublishedOpenly(paper.pk, body.pk, decision_id, item_id), by=by, at=at)
    return paper.pk


@act("news.take_back_paper")
def take_back_paper(*, paper_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Take back from everybody what was published to them; members go on reading it.

    :raises Refused: if there is no such paper, `by` may not publish openly for its body, or it was taken back.
    """
    claimed = PublicPaper.objects.select_for_update(of=("self",)).select_related("body")
    paper = claimed.filter(pk=paper_id).first()
    if paper is None:
        raise Refused(_("There is nothing like this in the public edition. Choose it from the list again."))
    require(by, "news.publish_openly", on=paper.body, at=at)
    if paper.taken_back_at is not None:
        raise Refused(_("This was taken back. Nothing is left to do."))
    paper.taken_back_at = at
    paper.save(update_fields=["taken_back_at"])
    record(TakenBackFromPublic(paper.pk), by=by, at=at)
    return paper.pk


def must_have_edition() -> None:
    """Let something be published to everybody only if the organisation does so at all.

    :raises Refused: if it has no public edition.
    """
    if not is_edition_open():
        raise Refused(
            _(
                "The organisation has no public edition. The chair or secretary of the topmost unit can open one."
            )
        )


def _body_of(decision_id: UUID | None, item_id: UUID | None, *, by: Person | None, at: datetime) -> Unit:
    """Claim what is to be published and return its body, if `by` may publish it so and it still stands."""
    if decision_id is not None:
        decision = claim_decision(decision_id)
        require(by, "news.publish_openly", on=decision.body, at=at)
        must_not_be_repealed(decision, at=at)
        if decision.conveyed_at is None:
            raise Refused(
                _("This was conveyed to nobody yet. Members come first: convey it, then publish it.")
            )
        return decision.body
    item = claim_item(item_id) if item_id else None
    assert item is not None  # noqa: S101  -- one of the two is named
    require(by, "news.publish_openly", on=item.body, at=at)
    must_stand(item)
    return item.body
