"""Writing news, alone or several together, until it is published or thrown away."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.access.policy import require
from folkmoot.documents.actions.drafting import (
    DraftText,
    discard_document,
    draft_document,
    revise_document,
)
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.ledger import record
from folkmoot.news.actions.claiming import claim_item, must_be_unpublished
from folkmoot.news.events import NewsDiscarded, NewsDrafted, NewsRevised
from folkmoot.news.models import Item
from folkmoot.people.models import Person
from folkmoot.units.models import Unit


@act("news.draft_item")
def draft_item(*, unit_id: UUID, texts: list[DraftText], by: Person | None, at: datetime) -> UUID:
    """Begin a news item of the body `unit_id`, in one language or more.

    :raises Refused: if `by` may not write there, the unit was closed, or a text is not in order.
    """
    body = Unit.objects.open().filter(pk=unit_id).first()
    if body is None:
        raise Refused(_("There is no such unit, or it was closed. Choose another."), field="unit_id")
    require(by, "news.draft_item", on=body, at=at)
    document_id = draft_document(texts, at=at)
    item = Item.objects.create(id=new_id(), body=body, document_id=document_id, drafted_by=by, created_at=at)
    record(NewsDrafted(item.pk, body.pk), by=by, at=at)
    return item.pk


@act("news.revise_item")
def revise_item(
    *, item_id: UUID, revision: int, texts: list[DraftText], by: Person | None, at: datetime
) -> UUID:
    """Replace the texts of unpublished news by `texts`, written on top of what was saved as `revision`.

    :raises Refused: if `by` may not write there, it was published, or somebody else saved it since.
    """
    item = claim_item(item_id)
    require(by, "news.draft_item", on=item.body, at=at)
    must_be_unpublished(item)
    saved = revise_document(item.document_id, texts, revision=revision)
    record(NewsRevised(item.pk, saved), by=by, at=at)
    return item.pk


@act("news.discard_item")
def discard_item(*, item_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Throw away unpublished news with all its texts.

    :raises Refused: if `by` may not write there, or it was published.
    """
    item = claim_item(item_id)
    require(by, "news.draft_item", on=item.body, at=at)
    must_be_unpublished(item)
    item.delete()
    discard_document(item.document_id)
    record(NewsDiscarded(item_id, item.body_id), by=by, at=at)
    return item_id
