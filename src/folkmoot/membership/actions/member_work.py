"""Doing a batch of rows of members: in memory row by row, in the database by sets."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from folkmoot.access.hands import hand_of
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.inserting import insert_all
from folkmoot.kernel.text import sort_name_of
from folkmoot.membership.actions.called import Named, name_person, write_names
from folkmoot.membership.actions.contacts import enter_contacts_of_many
from folkmoot.membership.actions.counting import count_members
from folkmoot.membership.actions.numbers import follow_numbers, next_numbers
from folkmoot.membership.actions.offices import office_called
from folkmoot.membership.actions.wearing import mark_offers
from folkmoot.membership.events import MembersImported
from folkmoot.membership.models import MembershipOffer
from folkmoot.membership.queries.surroundings import Surroundings
from folkmoot.membership.rules.entries import entered_late, joined_at
from folkmoot.membership.rules.member_rows import Aspect, CellFound, Known, MemberRow, aspects_changed
from folkmoot.people.models import Membership, Person, Term


@dataclass
class Work:
    """What a batch does, row by row in memory, and writes by sets."""

    around: Surroundings
    by: Person | None
    at: datetime
    # Which of some numbers the rest of the file brings along: those are not given to anybody else.
    brought: Callable[[Sequence[str]], set[str]]
    people: list[Person] = field(default_factory=list)
    corrected: dict[UUID, MemberRow] = field(default_factory=dict)
    memberships: list[Membership] = field(default_factory=list)
    moves: dict[tuple[UUID, UUID], list[UUID]] = field(default_factory=dict)
    left: list[UUID] = field(default_factory=list)
    conditions: dict[UUID, str] = field(default_factory=dict)
    emails: dict[UUID, str] = field(default_factory=dict)
    phones: dict[UUID, str] = field(default_factory=dict)
    appointed: list[tuple[str, UUID, UUID]] = field(default_factory=list)
    admitted_ids: list[UUID] = field(default_factory=list)
    offers: list[MembershipOffer] = field(default_factory=list)
    earlier_names: dict[UUID, str] = field(default_factory=dict)
    # What a correction made of whom, so that it can be taken back: name, name to sort by and languages, before and after.
    corrections: dict[UUID, tuple[Named, Named]] = field(default_factory=dict)
    counts: Counter[UUID] = field(default_factory=Counter)

    def admit(self, row: MemberRow, cell: CellFound) -> None:
        """Admit somebody new."""
        person = Person(id=new_id(), member_number=row.member_number or None, created_at=self.at)
        person.entered_by = hand_of(self.by)
        _name(person, row)
        person.languages = list(row.languages)
        self.people.append(person)
        self._begin(person.pk, row, cell)
        if row.email:
            self.emails[person.pk] = row.email
        if row.phone:
            self.phones[person.pk] = row.phone
        if row.office:
            self.appointed.append((row.office, cell.id, person.pk))

    def change(self, row: MemberRow, known: Known) -> None:
        """Change what a row changes of somebody who is known."""
        cell = self.around.cell_of(row)
        for aspect in aspects_changed(row, known, cell):
            if aspect is Aspect.PERSON:
                self.corrected[known.id] = row
            elif aspect is Aspect.HOME and cell is not None and known.home_id is not None:
                self._move(row, known.id, known.home_id, cell)
            elif aspect is Aspect.MEMBERSHIP and cell is not None:
                self._begin(known.id, row, cell)
            elif aspect is Aspect.OFFER and cell is not None:
                self._offer(row, known, cell)
            elif aspect is Aspect.OFFICE:
                self._appoint(row, known, cell)

    def write(self) -> None:
        """Write all of it, by a number of statements that hardly depends on the number of rows."""
        self._give_numbers()
        insert_all(self.people)
        self._write_corrections()
        if self.left:
            Membership.objects.open().filter(pk__in=self.left).update(ended_at=self.at)
        insert_all(self.memberships)
        count_members(self.counts)
        self._write_offers()
        enter_contacts_of_many(emails=self.emails, phones=self.phones, by=self.by, at=self.at)
        self._write_terms()

    def event(self, job_id: UUID, batch: int) -> MembersImported:
        """Return the event that tells of the whole batch."""
        return MembersImported(
            job_id,
            batch,
            admitted=tuple(self.admitted_ids),
            transferred=tuple(person_id for people in self.moves.values() for person_id in people),
            corrected=tuple(self.corrected),
            appointed=tuple(person_id for _office, _unit, person_id in self.appointed),
        )

    def personal(self) -> dict[str, object]:
        """Return what the event says of people by name: kept apart."""
        admitted = {str(person.pk): [person.name, person.member_number] for person in self.people}
        said: dict[str, object] = {
            "admitted": admitted,
            "earlier_names": {str(pk): name for pk, name in self.earlier_names.items()},
        }
        if self.corrections:
            said["corrections"] = {str(pk): made for pk, made in self.corrections.items()}
        if self.conditions:
            said["conditions_confirmed"] = {str(pk): words for pk, words in self.conditions.items()}
        return said

    def _begin(self, person_id: UUID, row: MemberRow, cell: CellFound) -> None:
        started_at = joined_at(row.joined_on, time_zone=cell.time_zone, at=self.at)
        entered_at = entered_late(started_at, at=self.at)
        self.memberships.append(
            Membership(
                person_id=person_id,
                unit_id=cell.id,
                started_at=started_at,
                entered_at=entered_at,
                circle_id=cell.circle.id if cell.circle else None,
            )
        )
        if cell.circle and cell.circle.condition:
            self.conditions[person_id] = cell.circle.condition
        self.counts[cell.id] += 1
        self.admitted_ids.append(person_id)

    def _move(self, row: MemberRow, person_id: UUID, home_id: UUID, cell: CellFound) -> None:
        ended = self.around.membership_of(row)
        assert ended is not None  # noqa: S101  -- it was found to be their home
        self.left.append(ended.pk)
        circle_id = cell.circle.id if cell.circle else None
        self.memberships.append(
            Membership(person_id=person_id, unit_id=cell.id, started_at=self.at, circle_id=circle_id)
        )
        self.counts.update({cell.id: 1})
        self.counts.subtract({home_id: 1})
        self.moves.setdefault((home_id, cell.id), []).append(person_id)

    def _appoint(self, row: MemberRow, known: Known, cell: CellFound | None) -> None:
        unit_id = cell.id if cell else known.home_id
        if unit_id is not None:
            self.appointed.append((row.office, unit_id, known.id))

    def _offer(self, row: MemberRow, known: Known, cell: CellFound) -> None:
        self.offers.append(
            MembershipOffer(
                person_id=known.id,
                unit_id=cell.id,
                number=row.member_number,
                condition=cell.circle.condition if cell.circle else "",
                offered_by=hand_of(self.by),
                offered_at=self.at,
            )
        )

    def _write_offers(self) -> None:
        # Whom the cell asked lately it does not ask again, and a file is told nothing of that: it may be brought once a week.
        lately = mark_offers([(each.unit_id, each.person_id) for each in self.offers], at=self.at)
        new = [each for each in self.offers if (each.unit_id, each.person_id) not in lately]
        MembershipOffer.objects.bulk_create(new, ignore_conflicts=True)

    def _give_numbers(self) -> None:
        follow_numbers(person.member_number for person in self.people if person.member_number)
        unnumbered = [person for person in self.people if not person.member_number]
        numbers = next_numbers(len(unnumbered), brought=self.brought) if unnumbered else []
        for person, number in zip(unnumbered, numbers, strict=True):
            person.member_number = number

    def _write_corrections(self) -> None:
        people = list(Person.objects.filter(pk__in=self.corrected).order_by("pk"))
        for person in people:
            row, before = self.corrected[person.pk], Named.of(person)
            if row.whole_name not in {"", person.name}:
                self.earlier_names[person.pk] = person.name
                _name(person, row)
            person.languages = list(row.languages) or person.languages
            self.corrections[person.pk] = (before, Named.of(person))
        if people:
            write_names(people)

    def _write_terms(self) -> None:
        offices = {code: office_called(code) for code in {office for office, *_where in self.appointed}}
        terms: Any = [
            Term(
                office=offices[office],
                unit_id=unit_id,
                person_id=person_id,
                started_at=self.at,
                entered_by=hand_of(self.by),
            )
            for office, unit_id, person_id in self.appointed
        ]
        insert_all(terms)


def _name(person: Person, row: MemberRow) -> None:
    name_person(person, row.whole_name, row.sorting_name or sort_name_of(row.whole_name))
