"""Naming a member by number and name, of those too whom one does not see: a few tries a day, kept when they are refused."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core.cache import cache
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from folkmoot.access.policy import units_where
from folkmoot.kernel.errors import Refused
from folkmoot.membership.queries.choosing import member_called, nobody_called
from folkmoot.membership.queries.places import may_see
from folkmoot.membership.queries.surroundings import PERMISSION as IMPORTING
from folkmoot.people.models import Person
from folkmoot.units.rules.paths import ROOT

MOST_TRIES = 20
_WITHIN = timedelta(days=1)


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
    return Named(person, place)


def give_back(named: Named) -> None:
    """Count the try no longer: something was done, and stands in the ledger."""
    if named.place:
        cache.delete(named.place)


def count_hidden(people: Collection[UUID], *, by: Person | None, at: datetime) -> None:
    """Count those whom a file is about and whom `by` may not touch, each once a day however often the file is checked.

    The operator and the registrar of the whole organisation are told of everybody, and counted nothing.

    :raises Refused: if they are too many within a day.
    """
    if not people or by is None or units_where(by, IMPORTING, at=at).filter(path=ROOT).exists():
        return
    for person_id in people:
        mark = salted_hmac(
            "folkmoot.membership.hidden", f"{by.pk}:{person_id}", algorithm="sha256"
        ).hexdigest()
        if not _place(f"hidden:{by.pk}", mark):
            raise Refused(
                _(
                    "Within a day your files were about more than %(most)d people who cannot be entered here. Bring those"
                    " alone whom you admit yourself, and ask the registrar of the whole organisation for the others."
                )
                % {"most": MOST_TRIES}
            )


def must_have_tries(by: Person | None, *, at: datetime) -> None:
    """Let a number or an address be tried only while `by` may be told once more that somebody out of sight has it.

    Past that nothing is told of any, taken or free.

    :raises Refused: if they were told too often within a day.
    """
    if by is None or units_where(by, IMPORTING, at=at).filter(path=ROOT).exists():
        return
    places = _places(f"hidden:{by.pk}")
    if len(cache.get_many(places)) == len(places):
        raise Refused(
            _(
                "Within a day you gave numbers or addresses of %(most)d people whom you may not see. Leave both empty, or ask the"
                " registrar of the whole organisation."
            )
            % {"most": MOST_TRIES}
        )


def _claimed_place(person_id: UUID) -> str:
    place = _place(f"named:{person_id}")
    if place:
        return place
    raise Refused(
        _(
            "Within a day you named %(most)d people whom you may not see. Go on tomorrow, or ask the registrar of the whole"
            " organisation."
        )
        % {"most": MOST_TRIES},
        field="member_number",
    )


def _place(counted: str, mark: str = "") -> str:
    # Outside every act, so that it stays when one refuses; and `add` alone is atomic, so that many at once are no way around.
    places = _places(counted)
    taken = cache.get_many(places)
    for place in places:
        if mark and taken.get(place) == mark:
            return place
        if place not in taken and cache.add(place, mark, _WITHIN.total_seconds()):
            return place
    return ""


def _places(counted: str) -> list[str]:
    return [f"{counted}:{number}" for number in range(MOST_TRIES)]
