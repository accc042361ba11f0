"""Naming a member by number and name, of those too whom one does not see: a few tries a day, kept when they are refused."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.cache import cache
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from folkmoot.accounts.actions import tries
from folkmoot.accounts.actions.tries import claimed_place
from folkmoot.kernel.errors import Refused
from folkmoot.membership.queries.choosing import member_called, nobody_called
from folkmoot.membership.queries.places import may_see
from folkmoot.people.models import Person


@dataclass(frozen=True)
class Named:
    """A member who was named; whom the one who named them does not see took one of their tries, at `place`."""

    person: Person
    place: str = ""

    @property
    def is_seen(self) -> bool:
        """Whether whoever named them sees them anyway."""
        return not self.place

    def told(self, refusal: Refused) -> Refused:
        """Return what is said of `refusal`: of those whom one does not see, the same as if there were nobody."""
        return refusal if self.is_seen else nobody_called()


def name_member(number: str, name: str, *, by: Person, at: datetime) -> Named:
    """Return the member with this number and this name; that `by` does not see them counts as a try, as a miss does.

    :raises Refused: if no member has both, or `by` does not see them and tried too often within a day.
    """
    person = member_called(number, name)
    if person is not None and may_see(by, person.pk, at=at):
        return Named(person)
    place = _claimed_place(by.pk)
    if person is None:
        raise nobody_called()
    # The act that is given the number next counts no second try.
    cache.set(place, _mark(number, person.pk), tries.WITHIN.total_seconds())
    return Named(person, place)


def count_number(
    *, person_id: UUID, member_number: str = "", by: Person | None, at: datetime, **_given: object
) -> None:
    """Count a number given beside somebody whom `by` does not see as a try: ahead of the act, which tells if it is theirs.

    :raises Refused: if `by` tried too often within a day.
    """
    if member_number and by is not None and not may_see(by, person_id, at=at):
        _claimed_place(by.pk, _mark(member_number, person_id))


def give_back(named: Named) -> None:
    """Count the try no longer: something was done, and stands in the ledger."""
    if named.place:
        cache.delete(named.place)


def _mark(number: str, person_id: UUID) -> str:
    said = f"{person_id}:{number.strip()}"
    return salted_hmac("folkmoot.membership.named", said, algorithm="sha256").hexdigest()


def _claimed_place(person_id: UUID, mark: str = "") -> str:
    place = claimed_place(f"named:{person_id}", mark)
    if place:
        return place
    raise Refused(
        _(
            "Within a day you named %(most)d people whom you may not see. Go on tomorrow, or ask the registrar of the whole"
            " organisation."
        )
        % {"most": tries.MOST_TRIES},
        field="member_number",
    )
