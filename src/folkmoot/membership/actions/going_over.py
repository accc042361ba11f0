"""Members and offices of a unit that is merged or split: a batch of transfers as one, and offices that end."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.kernel.errors import Refused
from folkmoot.kernel.inserting import insert_all
from folkmoot.kernel.ledger import record
from folkmoot.membership.actions.counting import count_members
from folkmoot.membership.actions.ending import end_terms
from folkmoot.membership.events import MembersHandedOver, OfficesEnded
from folkmoot.people.models import Membership, Person, Term
from folkmoot.structure.interfaces import Part
from folkmoot.structure.queries.circles import circle_of
from folkmoot.units.models import Unit

BATCH = 250


class CellMembers:
    """Answers to `structure` who the members of a cell are, and transfers them when it is split."""

    def named(self, cell: Unit, *, most: int) -> Sequence[tuple[UUID, str]]:
        """Return up to `most` members of a cell by id and name, in order."""
        people: Any = Membership.objects.open().filter(unit=cell).order_by("person__search_name", "person")
        return list(people.values_list("person", "person__name")[:most])

    def transfer(
        self, people: Sequence[UUID], from_unit: Unit, to_unit: Unit, *, by: Person | None, at: datetime
    ) -> None:
        """Give these members of one cell their home in another.

        :raises Refused: if one of them is no member of it.
        """
        if transfer_all(people, from_unit, to_unit, by=by, at=at) != len(people):
            raise Refused(
                _("Some of the chosen members do not belong to %(unit)s any more. Choose again.")
                % {"unit": from_unit.name},
                field="members",
            )


def transfer_all(
    people: Sequence[UUID], from_unit: Unit, to_unit: Unit, *, by: Person | None, at: datetime
) -> int:
    """Transfer those of `people` who belong to `from_unit` since before the moment `at`, and return how many they are.

    Does what `transfer_member` does to each of them, in a handful of statements.
    """
    # Locked in the order of their ids, as whoever locks several people does.
    list(Person.objects.select_for_update().filter(pk__in=people).order_by("pk").values_list("pk"))
    homes: Any = Membership.objects.open().filter(unit=from_unit, person__in=people, started_at__lte=at)
    moved = list(homes.order_by("person").values_list("person", flat=True))
    if moved:
        homes.update(ended_at=at)
        circle = circle_of(to_unit)
        insert_all(
            [
                Membership(person_id=pk, unit=to_unit, started_at=at, circle_id=circle.id if circle else None)
                for pk in moved
            ]
        )
        count_members({from_unit.pk: -len(moved), to_unit.pk: len(moved)})
        record(MembersHandedOver(from_unit.pk, to_unit.pk, tuple(moved)), by=by, at=at)
    return len(moved)


def hand_over_members(from_unit: Unit, to_unit: Unit, *, by: Person | None, at: datetime) -> int:
    """Transfer the next batch of members of a unit that is merged."""
    homes: Any = Membership.objects.open().filter(unit=from_unit).order_by("person")
    people = list(homes.values_list("person", flat=True)[:BATCH])
    return transfer_all(people, from_unit, to_unit, by=by, at=at)


def end_offices(from_unit: Unit, to_unit: Unit, *, by: Person | None, at: datetime) -> int:  # noqa: ARG001  -- the shape of a part
    """End the next batch of terms in a unit that is merged."""
    terms = list(_unended(from_unit, at).order_by("pk")[:BATCH])
    if terms:
        end_terms(Term.objects.filter(pk__in=[term.pk for term in terms]), at=at)
        people = tuple(sorted({term.person_id for term in terms}))
        record(OfficesEnded(from_unit.pk, tuple(term.pk for term in terms), people), by=by, at=at)
    return len(terms)


def _unended(unit: Unit, at: datetime | None = None) -> Any:  # noqa: ANN401  -- PeriodQuerySet serves several models
    still = Q(ended_at=None) if at is None else Q(ended_at=None) | Q(ended_at__gt=at)
    return Term.objects.filter(still, unit=unit)


def _count_members(unit: Unit) -> int:
    return int(Membership.objects.open().filter(unit=unit).count())


def _count_terms(unit: Unit) -> int:
    return int(_unended(unit).count())


def _fate_of_members(count: int, into: Unit) -> str:
    return ngettext(
        "%(count)d member will be at home in %(into)s.",
        "%(count)d members will be at home in %(into)s.",
        count,
    ) % {"count": count, "into": into.name}


def _fate_of_terms(count: int, into: Unit) -> str:
    return ngettext(
        "%(count)d time in office ends; %(into)s keeps its own officers.",
        "%(count)d times in office end; %(into)s keeps its own officers.",
        count,
    ) % {"count": count, "into": into.name}


MEMBERS_GO = Part("members", _count_members, _fate_of_members, hand_over_members)
OFFICES_END = Part("offices", _count_terms, _fate_of_terms, end_offices)
