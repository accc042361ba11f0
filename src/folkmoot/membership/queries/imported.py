"""What a batch of an import of members did, and what of it can be taken back: only what nobody changed since.

Whether somebody was changed is asked of what is organisational alone: homes, offices, names, merged entries. What a member
read, said or answered is nobody's business, and so keeps nothing from being taken back, and tells nothing by that.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from folkmoot.access.grants import GRANTS
from folkmoot.kernel.models import Entry, PersonalPayload
from folkmoot.membership.models import PersonMerge
from folkmoot.membership.queries.surroundings import PERMISSION
from folkmoot.people.models import Membership, Person, Term
from folkmoot.structure.queries.circles import circles_around
from folkmoot.structure.queries.reach import units_out_of_reach
from folkmoot.units.models import Unit
from folkmoot.units.rules.paths import ROOT


@dataclass(frozen=True)
class Imported:
    """What the ledger has of a batch: whom it concerned, and what it made of their names."""

    at: datetime
    admitted: frozenset[UUID]
    transferred: frozenset[UUID]
    appointed: frozenset[UUID]
    corrected: frozenset[UUID]
    # By person, what they were called before (None for whoever was new), and what they were called then.
    named: Mapping[UUID, tuple[Sequence[Any] | None, Sequence[Any]]]

    @property
    def everybody(self) -> frozenset[UUID]:
        """Whom it concerned."""
        return self.admitted | self.transferred | self.appointed | self.corrected


@dataclass
class Returnable:
    """What taking a batch back writes, and whom it leaves as they are."""

    ends: list[Membership] = field(default_factory=list)
    # Their home now, and the one they go back to.
    moves: list[tuple[Membership, Membership]] = field(default_factory=list)
    names: dict[UUID, Sequence[Any]] = field(default_factory=dict)
    terms: list[Term] = field(default_factory=list)
    people: Mapping[UUID, Person] = field(default_factory=dict)
    returned: frozenset[UUID] = frozenset()
    left: frozenset[UUID] = frozenset()


def imported_batch(act_id: UUID) -> Imported | None:
    """Return what the ledger has of the batch of an import that was done by the act `act_id`; None if it never was."""
    entry = Entry.objects.filter(act_id=act_id, event="MembersImported").first()
    if entry is None:
        return None
    said = json.loads(entry.payload)
    kept = PersonalPayload.objects.filter(entry_id=entry.pk).values_list("payload", flat=True).first()
    ids = {
        name: frozenset(map(UUID, said[name]))
        for name in ("admitted", "transferred", "appointed", "corrected")
    }
    return Imported(entry.at, named=_named(json.loads(kept) if kept else {}), **ids)


def returnable(
    imported: Imported, *, under: Unit, by: Person | None, at: datetime, holding: bool = False
) -> Returnable:
    """Return what of a batch `by` may take back; the same number of questions for any number of people.

    Whoever was changed since is left as they are whole, and so is whoever lies out of reach now. With `holding` the people
    and the cells they go back to are locked for the running transaction.
    """
    people = Person.objects.filter(pk__in=imported.everybody).order_by("pk")
    found = {person.pk: person for person in (people.select_for_update() if holding else people)}
    begun, before = _homes(imported)
    terms = _terms(imported)
    asks = _asks(imported, begun, before, terms)
    fitting = {pk for pk, fits in asks.items() if fits and pk in found} - _touched(imported, found)
    fitting -= _out_of_reach(fitting, begun, before, terms, under=under, by=by, at=at)
    fitting -= _closed(fitting & imported.transferred, before, holding=holding)
    return Returnable(
        ends=[begun[pk] for pk in sorted(fitting & imported.admitted)],
        moves=[(begun[pk], before[pk]) for pk in sorted(fitting & imported.transferred)],
        names={pk: imported.named[pk][0] or () for pk in sorted(fitting & imported.corrected)},
        terms=[term for pk in sorted(fitting) for term in terms.get(pk, ())],
        people=found,
        returned=frozenset(fitting),
        left=imported.everybody - fitting,
    )


def return_counted(act_id: UUID, under: Unit, by: Person | None, at: datetime) -> tuple[int, int]:
    """Return how many people taking back the batch that the act `act_id` did gives back what they were, and how many not."""
    imported = imported_batch(act_id)
    if imported is None:
        return 0, 0
    found = returnable(imported, under=under, by=by, at=at)
    return len(found.returned), len(found.left)


def _named(personal: Mapping[str, Any]) -> dict[UUID, tuple[Sequence[Any] | None, Sequence[Any]]]:
    named: dict[UUID, tuple[Sequence[Any] | None, Sequence[Any]]] = {
        UUID(pk): (None, made) for pk, made in personal.get("admitted", {}).items()
    }
    return named | {UUID(pk): (made[0], made[1]) for pk, made in personal.get("corrections", {}).items()}


def _homes(imported: Imported) -> tuple[dict[UUID, Membership], dict[UUID, Membership]]:
    moment = Q(started_at=imported.at) | Q(entered_at=imported.at) | Q(ended_at=imported.at)
    rows: Any = Membership.objects.filter(moment, person__in=imported.admitted | imported.transferred)
    begun, before = {}, {}
    for each in rows.select_related("unit").order_by("pk"):
        if each.ended_at is None:
            begun[each.person_id] = each
        elif each.ended_at == imported.at:
            before[each.person_id] = each
    return begun, before


def _terms(imported: Imported) -> Mapping[UUID, list[Term]]:
    rows: Any = Term.objects.open().filter(person__in=imported.appointed, started_at=imported.at)
    found: defaultdict[UUID, list[Term]] = defaultdict(list)
    for term in rows.select_related("office", "unit").order_by("pk"):
        found[term.person_id].append(term)
    return found


def _asks(
    imported: Imported,
    begun: Mapping[UUID, Membership],
    before: Mapping[UUID, Membership],
    terms: Mapping[UUID, list[Term]],
) -> dict[UUID, bool]:
    """Return of everybody whether all that the batch made of them is still there."""
    registrars = GRANTS["membership.appoint_registrar"].below

    def fits(pk: UUID) -> bool:
        held = terms.get(pk, ())
        # Who may have nobody left who can appoint registrars is ended by hand, one by one.
        is_safe = not any(term.office.code in registrars and term.unit.path == ROOT for term in held)
        return (
            is_safe
            and (pk in begun or pk not in imported.admitted | imported.transferred)
            and (pk in before or pk not in imported.transferred)
            and (bool(held) or pk not in imported.appointed)
            and (pk in imported.named or pk not in imported.corrected)
        )

    return {pk: fits(pk) for pk in imported.everybody}


def _touched(imported: Imported, people: Mapping[UUID, Person]) -> set[UUID]:
    """Return whom somebody changed after the batch: their home, an office, their name, or that they are two entries."""
    everybody = imported.everybody
    later = Q(started_at__gt=imported.at) | Q(ended_at__gt=imported.at) | Q(entered_at__gt=imported.at)
    found: set[UUID] = set()
    for model in (Membership, Term):
        rows: Any = model.objects.filter(later, person__in=everybody)
        found.update(rows.order_by().values_list("person", flat=True))
    merges = PersonMerge.objects.filter(Q(merged_at__gt=imported.at) | Q(undone_at__gt=imported.at))
    for pair in merges.filter(Q(kept__in=everybody) | Q(gone__in=everybody)).values_list("kept", "gone"):
        found.update(pair)
    return found | {
        pk for pk in imported.named if pk in people and not _is_named(people[pk], *imported.named[pk])
    }


def _is_named(person: Person, before: Sequence[Any] | None, then: Sequence[Any]) -> bool:
    if before is None:
        return [person.name, person.member_number] == list(then)
    name, sort_name, languages = then
    return (person.name, person.sort_name, person.languages) == (name, sort_name, languages)


def _out_of_reach(
    people: Iterable[UUID],
    begun: Mapping[UUID, Membership],
    before: Mapping[UUID, Membership],
    terms: Mapping[UUID, list[Term]],
    *,
    under: Unit,
    by: Person | None,
    at: datetime,
) -> set[UUID]:
    places: dict[UUID, set[UUID]] = {}
    for pk in people:
        homes = [each[pk].unit_id for each in (begun, before) if pk in each]
        places[pk] = {*homes, *(term.unit_id for term in terms.get(pk, ()))}
    asked = {unit for units in places.values() for unit in units}
    out = {unit.pk for unit in units_out_of_reach(asked, PERMISSION, under=under, by=by, at=at)}
    return {pk for pk, units in places.items() if units & out}


def _closed(people: Collection[UUID], before: Mapping[UUID, Membership], *, holding: bool) -> set[UUID]:
    """Return who cannot go back: their cell was closed, is a cell no more, or belongs to another circle than their home did.

    Into another circle somebody comes by an offer that they accept, and by its rule.
    """
    cells = Unit.objects.filter(pk__in={before[pk].unit_id for pk in people}).order_by("pk")
    if holding:
        list(cells.select_for_update().values_list("pk", flat=True))
    there = dict(cells.open().cells().values_list("pk", "path"))
    circles = circles_around(there.values())

    def is_as_it_was(home: Membership) -> bool:
        circle = circles.around(there[home.unit_id]) if home.unit_id in there else None
        return home.unit_id in there and (circle.id if circle else None) == home.circle_id

    return {pk for pk in people if not is_as_it_was(before[pk])}
