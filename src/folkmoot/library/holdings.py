"""What is held about a person as one who reads in the library, and for how long."""

from uuid import UUID

from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from folkmoot.access.holdings import ONLY_REFERS, Field, Holding, reading
from folkmoot.documents.queries import title_of
from folkmoot.kernel.keeping import Keeping
from folkmoot.library.actions.listing import forget_list
from folkmoot.library.models import ListedDocument

HOLDINGS = (
    Holding(
        "library_listeddocument",
        _("My reading list"),
        _("to find again what I want to read"),
        (
            Field("person_id", _("Whose list"), shown="person__name"),
            Field("document_id", _("What"), shown="title"),
            Field("listed_at", _("Put on it")),
        ),
        reading(
            lambda person: (
                ListedDocument.objects.of(person)
                .annotate(title=title_of("document", person.languages, at=Now()))
                .latest_first()
            )
        ),
        {"id": ONLY_REFERS},
    ),
)
KEEPINGS = (
    Keeping(
        _("until taken off, or the person is erased"),
        frozenset({"library_listeddocument"}),
        ended_by=("library.take_off_reading_list", "rights.erase_person"),
    ),
)


def erase(person_id: UUID, limit: int) -> int:  # noqa: ARG001  -- a list has a hundred places at the most
    """Forget the reading list of somebody who was erased, and return how many places it had."""
    return forget_list(person_id)
