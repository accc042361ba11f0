"""Of which decisions somebody may know because they put them aside: to take them off again, whoever may read them now."""

from uuid import UUID

from folkmoot.decisions.queries.known import made_of
from folkmoot.kernel.sight import Asking
from folkmoot.library.models import ListedDocument


def listed_known(asking: Asking) -> set[UUID]:
    """Return those that are on the reading list of `to`."""
    return made_of(ListedDocument.objects.of(asking.to).values("document"), asking.ids)
