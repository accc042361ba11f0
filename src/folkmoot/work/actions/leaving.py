"""Work of somebody who belongs to its unit no more: it is open again. The worker reads in the ledger that they left."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q

from folkmoot.kernel.clock import now
from folkmoot.kernel.models import Entry
from folkmoot.kernel.relay import Subscriber
from folkmoot.work.actions.taking_along import take_files_along
from folkmoot.work.models import Assignment, Helper, Offer
from folkmoot.work.queries.belonging import belongs
from folkmoot.work.rules.states import STANDING, State

# Of terms that end by a day there is no entry of that day: `holdings` asks daily.
_LEFT = frozenset(
    {
        "MembershipEnded",
        "MemberTransferred",
        "MembersHandedOver",
        "MembersImported",
        "MembersReturned",
        "OfficeHandedOver",
        "OfficerRelieved",
        "OfficesEnded",
        "PaperTakenBack",
        "PersonsMerged",
    }
)
_ONE, _MANY = ("person_id", "from_person_id", "gone_id"), ("people", "transferred", "ended")
# Of each entry a transaction does the people one after another.
ENTRIES = 20


def hand_back_of_left(entries: Sequence[Entry]) -> None:
    """Let work of people who left be open again, and what they were asked be asked no more; done twice it does no harm."""
    for person in sorted({each for entry in entries for each in _named(json.loads(entry.payload))}):
        _hand_back(person)


def _named(payload: Mapping[str, Any]) -> Iterator[UUID]:
    # Whoever merged entries ended the home of the one that goes.
    said = [payload.get(each) for each in _ONE]
    said += [person for each in _MANY for person in payload.get(each, [])]
    return (UUID(each) for each in said if each is not None)


def _hand_back(person: UUID) -> None:
    at = now()
    own = (
        Q(holder=person, state=State.ACCEPTED),
        Q(offer__person=person),
        Q(helpers__person=person),
        Q(files__brought_by=person),
    )
    # Each by its own index.
    for which in own:
        for assignment in Assignment.objects.select_related("unit").filter(which):
            if not belongs(person, assignment.unit, at=at):
                _free(assignment, person)


def _free(assignment: Assignment, person: UUID) -> None:
    if assignment.stands in STANDING:
        take_files_along(assignment.pk, person)
    held = Assignment.objects.filter(pk=assignment.pk, holder=person, state=State.ACCEPTED)
    held.update(state=State.OPEN, holder=None)
    Offer.objects.filter(assignment=assignment, person=person).delete()
    Helper.objects.filter(assignment=assignment, person=person).delete()


LEFT = Subscriber("work.left", _LEFT, hand_back_of_left, most=ENTRIES)
