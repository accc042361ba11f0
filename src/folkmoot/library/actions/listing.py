"""One's own reading list: private acts, which leave no entry."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.decisions.queries.searching import document_of, readable_decision
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.library.models import ListedDocument
from folkmoot.people.models import Person

# A list to read, not a second library; and so many are printed together.
MOST_LISTED = 100


@act("library.put_on_reading_list", private=True)
def put_on_reading_list(*, decision_id: UUID, by: Person, at: datetime) -> UUID:
    """Put a decision on one's own reading list; again changes nothing.

    :raises Refused: if `by` may not read it or there is none, or a hundred are on the list already.
    """
    decision = readable_decision(decision_id, by, at=at)
    if decision is None:
        raise Refused(
            _("There is no such decision for you to read. Search it in the library again."),
            field="decision_id",
        )
    listed = ListedDocument.objects.of(by)
    if listed.filter(document=decision.document_id).exists():
        return decision_id
    if listed.count() >= MOST_LISTED:
        raise Refused(
            _("Your reading list has %(most)d decisions. Take one off that you have read.")
            % {"most": MOST_LISTED}
        )
    ListedDocument.objects.get_or_create(
        person=by, document_id=decision.document_id, defaults={"listed_at": at}
    )
    return decision_id


@act("library.take_off_reading_list", private=True)
def take_off_reading_list(*, decision_id: UUID, by: Person, at: datetime) -> UUID:  # noqa: ARG001  -- the shape of an act
    """Take a decision off one's own reading list; where it is not on it nothing changes."""
    ListedDocument.objects.of(by).filter(document__in=document_of(decision_id)).delete()
    return decision_id


def forget_list(person_id: UUID) -> int:
    """Delete the reading list of somebody who was erased, in the running transaction, and return how long it was."""
    rows, _by_model = ListedDocument.objects.filter(person=person_id).delete()
    return rows
