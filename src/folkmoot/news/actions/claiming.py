"""Taking a news item for the act that changes it."""

from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.kernel.errors import Refused
from folkmoot.news.models import Item


def claim_item(item_id: UUID) -> Item:
    """Lock the news item for this transaction and return it with its body.

    :raises Refused: if there is none.
    """
    claimed = Item.objects.select_for_update(of=("self",)).select_related("body")
    item = claimed.filter(pk=item_id).first()
    if item is None:
        raise Refused(_("There is no such news. Choose it from the list again."), field="item_id")
    return item


def must_be_unpublished(item: Item) -> None:
    """Let only news through that is still being written.

    :raises Refused: if it was published.
    """
    if not item.is_draft:
        raise Refused(_("This was published, so its words are fixed. Correct it, or withdraw it."))


def must_stand(item: Item) -> None:
    """Let only news through that was published and not withdrawn.

    :raises Refused: if it is another.
    """
    if item.is_draft:
        raise Refused(_("This was not published yet. Change it as you like, or throw it away."))
    if item.withdrawn_at is not None:
        raise Refused(_("This was withdrawn. Write it anew if it should be read again."))
