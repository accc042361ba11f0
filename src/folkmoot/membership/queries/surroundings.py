"""What a batch of rows of members finds around it: read by sets, the same number of questions for any number of rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, Min, OuterRef

from folkmoot.access.policy import units_where
from folkmoot.membership.queries.places import in_answering_order
from folkmoot.membership.queries.reached import emails_of, people_by_email
from folkmoot.membership.queries.sameness import remaining
from folkmoot.membership.rules.entries import name_key_of
from folkmoot.membership.rules.member_differences import differences
from folkmoot.membership.rules.member_rows import CellFound, Known, MemberRow, RowFacts, is_hidden, judge
from folkmoot.people.models import Membership, Person, Term
from folkmoot.structure.queries.circles import circle_of, circles_around
from folkmoot.structure.queries.reach import units_out_of_reach
from folkmoot.structure.rules.circles import Circle
from folkmoot.structure.rules.verdicts import Change, Verdict
from folkmoot.units.models import Unit
from folkmoot.units.rules.paths import ROOT

PERMISSION = "membership.import_members"


@dataclass(frozen=True)
class Surroundings:
    """The people and cells that a batch speaks of."""

    top: Unit
    circle: Circle | None
    cells: Mapping[str, CellFound]
    people: Mapping[UUID, Person]
    stays: Mapping[UUID, Sequence[Membership]]
    offices: Mapping[UUID, frozenset[tuple[str, UUID]]]
    emails: Mapping[UUID, frozenset[str]]
    outside: frozenset[UUID]
    by_number: Mapping[str, UUID]
    by_email: Mapping[str, UUID]
    closed_to_appointing: frozenset[UUID]
    # By the key of a name, somebody within reach who has it.
    alike: Mapping[str, str]
    # By the key of a name and the cell, the number of somebody who has it there.
    namesakes: Mapping[tuple[str, UUID], str]
    # The names of the units where people are at home; None while it is imported.
    homes: Mapping[UUID, str] | None
    at: datetime

    def judge_all(self, rows: Sequence[MemberRow]) -> list[Verdict]:
        """Return what each row does, and what forbids it."""
        seen: dict[UUID, int] = {}
        verdicts = []
        for row in rows:
            verdict, known = judge(row, self._facts(row, seen)), self.known_by(row)
            if known is not None and self.homes is not None and verdict.change is Change.CHANGED:
                changed = differences(row, known, self.cell_of(row), homes=self.homes)
                verdict = replace(verdict, differences=changed)
            verdicts.append(verdict)
            if known is not None:
                seen.setdefault(known.id, row.number)
        return verdicts

    def known_by(self, row: MemberRow) -> Known | None:
        """Return the person whom a row is about: by number, or else by e-mail address."""
        number, email = row.member_number, row.email
        person_id = self.by_number.get(number) if number else self.by_email.get(email)
        person = self.people.get(person_id) if person_id else None
        return self._known(person, self._circle_of(row)) if person else None

    def cell_of(self, row: MemberRow) -> CellFound | None:
        """Return the cell that a row names; for who has no home, the unit chosen for the import if that is a cell."""
        if row.cell:
            return self.cells.get(row.cell)
        known, top = self.known_by(row), self.cells.get(self.top.code)
        has_home = known is not None and known.home_id is not None
        return top if top is not None and top.is_cell and not has_home else None

    def membership_of(self, row: MemberRow) -> Membership | None:
        """Return the open membership of the person a row is about, in the circle of the row."""
        known, circle = self.known_by(row), self._circle_of(row)
        stays = self.stays.get(known.id, ()) if known else ()
        return next((each for each in _in_circle(stays, circle) if each.ended_at is None), None)

    def hidden_by(self, row: MemberRow) -> UUID | None:
        """Return the person out of reach for whose sake a row is refused, if that is why."""
        known = self.known_by(row)
        holder = None if known else self._holder_of(row)
        about = known or holder
        return about.id if about is not None and is_hidden(known, holder) else None

    def _holder_of(self, row: MemberRow) -> Known | None:
        person = self.people.get(self.by_email[row.email]) if row.email in self.by_email else None
        return self._known(person, self._circle_of(row)) if person else None

    def _circle_of(self, row: MemberRow) -> Circle | None:
        cell = self.cells.get(row.cell) if row.cell else None
        return cell.circle if cell else self.circle

    def _known(self, person: Person, circle: Circle | None) -> Known:
        stays = self.stays.get(person.pk, ())
        here = _in_circle(stays, circle)
        latest = here[0] if here else None
        homes = [each for each in stays if each.ended_at is None]
        # Who never had a home belongs to the whole organisation.
        nowhere = self.top.pk if self.top.path == ROOT else None
        is_asked = bool(homes) and (latest is None or latest.ended_at is not None)
        place = stays[0] if is_asked or (latest is None and stays) else latest
        belongs_to = place.unit_id if place else nowhere
        is_within = belongs_to is not None and belongs_to not in self.outside
        return Known(
            id=person.pk,
            name=person.name,
            languages=tuple(person.languages),
            home_id=latest.unit_id if latest is not None and latest.ended_at is None else None,
            left_at=latest.ended_at if latest is not None else None,
            emails=self.emails.get(person.pk, frozenset()),
            offices=self.offices.get(person.pk, frozenset()),
            is_within=is_within,
            is_answered_for=not stays or stays[0].unit_id not in self.outside,
            is_asked=is_asked,
            is_member=any(each.circle_id is None for each in homes),
            number=person.member_number or "",
        )

    def _namesake(self, row: MemberRow, cell: CellFound | None) -> str:
        key = name_key_of(row.whole_name)
        return self.namesakes.get((key, cell.id), "") if cell and row.is_by_name else ""

    def _facts(self, row: MemberRow, seen: Mapping[UUID, int]) -> RowFacts:
        known, cell = self.known_by(row), self.cell_of(row)
        home_id = cell.id if cell else known.home_id if known else None
        return RowFacts(
            known=known,
            cell=cell,
            is_email_taken=row.email in self.by_email,
            same_as=seen.get(known.id, 0) if known else 0,
            is_hidden=self.hidden_by(row) is not None,
            may_appoint=home_id not in self.closed_to_appointing,
            alike=self.alike.get(name_key_of(row.whole_name), "") if known is None else "",
            namesake=self._namesake(row, cell),
            top=self.top.name,
            at=self.at,
        )


def look_around(
    rows: Sequence[MemberRow], top: Unit, *, by: Person | None, at: datetime, holding: bool = False
) -> Surroundings:
    """Return what `rows` speak of; with `holding` the cells and people are locked for this transaction."""
    cells = _units_called({row.cell for row in rows if row.cell} | {top.code}, holding=holding)
    by_email = people_by_email([row.email for row in rows if row.email])
    by_number = _by_number(rows)
    people = _people(rows, by_number, by_email, holding=holding)
    stays = _stays_of(people)
    # Of each, what answers for them, and what they have or had in each circle.
    places = {each.unit_id for theirs in stays.values() for each in _of_note(theirs)}
    asked = {cell.id for cell in cells} | places
    outside = frozenset(unit.pk for unit in units_out_of_reach(asked, PERMISSION, under=top, by=by, at=at))
    offices = _offices_of(people, at=at) if any(row.office for row in rows) else {}
    emails = emails_of([person.pk for person in people])
    return Surroundings(
        top=top,
        circle=circle_of(top),
        cells={cell.code: cell for cell in cells if cell.id not in outside},
        people={person.pk: person for person in people},
        stays=stays,
        offices=offices,
        emails=emails,
        outside=outside,
        by_number=by_number,
        by_email=by_email,
        closed_to_appointing=_closed_to_appointing(rows, asked, top, by=by, at=at),
        alike={} if holding else _alike(rows, top, by=by, at=at),
        # The check alone asks: while it is imported, the file itself brings people of the name.
        namesakes={} if holding else _namesakes(rows, [cell.id for cell in cells if cell.id not in outside]),
        homes=None if holding else dict(Unit.objects.filter(pk__in=places).values_list("pk", "name")),
        at=at,
    )


def _alike(rows: Sequence[MemberRow], top: Unit, *, by: Person | None, at: datetime) -> Mapping[str, str]:
    """Return by the keys of the rows' names who has them already, of those within reach; the check alone asks."""
    keys = {name_key_of(row.whole_name) for row in rows if row.whole_name} - {""}
    units = Unit.objects.within(top)
    if by is not None:
        units &= units_where(by, PERMISSION, at=at)
    homes: Any = Membership.objects.open().in_units(units)
    named = Person.objects.filter(Exists(homes.filter(person=OuterRef("pk"))), name_key__in=keys)
    # One of each name: thousands may have it.
    first = named.order_by().values("name_key").annotate(first=Min("member_number")).values("first")
    rows_of: Any = Membership.objects.open().filter(person__member_number__in=first)
    found = rows_of.values_list("person__name_key", "person__name", "person__member_number", "unit__name")
    return {key: f"{name} ({number}, {unit})" for key, name, number, unit in found}


def _namesakes(rows: Sequence[MemberRow], cells: Sequence[UUID]) -> Mapping[tuple[str, UUID], str]:
    keys = {name_key_of(row.whole_name) for row in rows if row.is_by_name} - {""}
    if not keys:
        return {}
    homes = Membership.objects.open().filter(unit__in=cells, person__name_key__in=keys)
    found = homes.order_by("-person__member_number").values_list(
        "person__name_key", "unit", "person__member_number"
    )
    return {(key, unit_id): number or "–" for key, unit_id, number in found}


def _units_called(codes: Iterable[str], *, holding: bool) -> list[CellFound]:
    units = Unit.objects.filter(code__in=list(codes)).order_by("pk")
    if holding:
        list(units.select_for_update().values_list("pk", flat=True))
    # Plain values: making objects of 250 units and their kinds would take longer than reading them.
    fields = ("pk", "code", "name", "kind__name", "time_zone", "kind__is_cell", "closed_at", "path")
    rows = list(units.values_list(*fields))
    circles = circles_around(path for *_rest, path in rows)
    return [
        CellFound(
            pk,
            code,
            name,
            kind,
            time_zone,
            is_cell=is_cell,
            is_open=closed_at is None,
            circle=circles.around(path),
        )
        for pk, code, name, kind, time_zone, is_cell, closed_at, path in rows
    ]


def _by_number(rows: Sequence[MemberRow]) -> Mapping[str, UUID]:
    numbered = Person.objects.filter(
        member_number__in=[row.member_number for row in rows if row.member_number]
    )
    found = dict(numbered.values_list("member_number", "pk"))
    # The number of an entry that was merged leads to the one who remains.
    one = remaining(found.values())
    return {number: one[pk] for number, pk in found.items() if number}


def _people(
    rows: Sequence[MemberRow], by_number: Mapping[str, UUID], by_email: Mapping[str, UUID], *, holding: bool
) -> list[Person]:
    # Whose address a row has is found as well where its number is nobody's: whether they may be told of is asked.
    unnumbered = [
        by_email[row.email] for row in rows if row.member_number not in by_number and row.email in by_email
    ]
    people = Person.objects.filter(pk__in=[*by_number.values(), *unnumbered]).order_by("pk")
    return list(people.select_for_update() if holding else people)


def _offices_of(people: Sequence[Person], *, at: datetime) -> Mapping[UUID, frozenset[tuple[str, UUID]]]:
    terms: Any = Term.objects.current(at).filter(person__in=[person.pk for person in people])
    held: dict[UUID, set[tuple[str, UUID]]] = {}
    for person_id, office, unit_id in terms.values_list("person", "office__code", "unit"):
        held.setdefault(person_id, set()).add((office, unit_id))
    return {person_id: frozenset(offices) for person_id, offices in held.items()}


def _closed_to_appointing(
    rows: Sequence[MemberRow], asked: Iterable[UUID], top: Unit, *, by: Person | None, at: datetime
) -> frozenset[UUID]:
    if not any(row.office for row in rows):
        return frozenset()
    closed = units_out_of_reach(asked, "membership.appoint_officer", under=top, by=by, at=at)
    return frozenset(unit.pk for unit in closed)


def _stays_of(people: Sequence[Person]) -> Mapping[UUID, Sequence[Membership]]:
    found: dict[UUID, list[Membership]] = {}
    rows = Membership.objects.filter(person__in=[person.pk for person in people])
    for row in in_answering_order(rows):
        found.setdefault(row.person_id, []).append(row)
    return found


def _in_circle(stays: Sequence[Membership], circle: Circle | None) -> Sequence[Membership]:
    circle_id = circle.id if circle else None
    return [each for each in stays if each.circle_id == circle_id]


def _of_note(stays: Sequence[Membership]) -> Iterable[Membership]:
    first: dict[UUID | None, Membership] = {}
    for each in stays:
        first.setdefault(each.circle_id, each)
    return first.values()
