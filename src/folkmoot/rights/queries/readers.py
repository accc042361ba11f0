"""Who may read what of a person, and why: from the table of permissions, the data map and the offices of today."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from folkmoot.access.grants import GRANTS
from folkmoot.access.holdings import Holding, Text, holdings
from folkmoot.access.policy import Holder, holders_over
from folkmoot.membership.queries.places import places_of
from folkmoot.people.models import Office, Person, Term
from folkmoot.units.models import Unit


@dataclass(frozen=True)
class Sight:
    """Fields of one table that somebody may read, and what the table is for."""

    title: Text
    why: Text
    labels: Sequence[Text]


@dataclass(frozen=True)
class Reader:
    """An officer who may read something of a person: by which office, how far it reaches, and what they may read."""

    term: Term
    reaches_below: bool
    is_oneself: bool
    sights: Sequence[Sight]


@dataclass(frozen=True)
class Elsewhere:
    """What others may read where somebody holds an office or did something in one: by which offices, and where."""

    sight: Sight
    offices: Sequence[str]
    is_for_members: bool
    where: Text


@dataclass(frozen=True)
class Vacancy:
    """An office that nobody holds now, and that would let its holder read something."""

    office: str
    unit: Unit


@dataclass(frozen=True)
class Readers:
    """Everybody who may read something of one person."""

    place: Unit
    readers: Sequence[Reader]
    vacancies: Sequence[Vacancy]
    elsewhere: Sequence[Elsewhere]
    nobody_else: Sequence[Sight]

    @property
    def groups(self) -> list[tuple[Sequence[Reader], Sequence[Sight]]]:
        """The readers, those together who may read the same: what that is, is said once."""
        groups: dict[str, list[Reader]] = {}
        for reader in self.readers:
            said = repr([(str(each.title), [str(label) for label in each.labels]) for each in reader.sights])
            groups.setdefault(said, []).append(reader)
        return [(those, those[0].sights) for those in groups.values()]


def readers_of(person: Person, *, at: datetime) -> Readers:
    """Return who may read what of `person` at the moment `at`; four queries, however deep their cell lies.

    Two more for each further home, in an affiliated organisation.
    """
    place, *others = places_of(person.pk)
    names = dict(Office.objects.values_list("code", "name"))
    asked = _asked_at_home()
    found = _Found()
    found.add(place, asked, names, at=at)
    for other in others:
        # Ways in are for those alone who answer for the whole of somebody.
        found.add(other, frozenset(each for each in asked if not each.startswith("accounts.")), names, at=at)
    return Readers(
        place,
        [_reader(holder, person) for holder in found.holders.values()],
        list(found.vacancies.values()),
        list(_elsewhere(names)),
        [_sight(each, [field.label for field in each.fields if not field.readers]) for each in _with_own()],
    )


@dataclass
class _Found:
    """Holders and vacancies over the homes of somebody, each office once: those above two homes read by the first."""

    holders: dict[UUID, Holder] = field(default_factory=dict)
    vacancies: dict[tuple[str, UUID], Vacancy] = field(default_factory=dict)

    def add(self, place: Unit, permissions: Collection[str], names: dict[str, str], *, at: datetime) -> None:
        holders = holders_over(permissions, place, at=at)
        line = list(Unit.objects.above(place).in_order())
        for holder in holders:
            self.holders.setdefault(holder.term.pk, holder)
        for vacancy in _vacancies(holders, permissions, line, place, names):
            self.vacancies.setdefault((vacancy.office, vacancy.unit.pk), vacancy)


def _asked_at_home() -> frozenset[str]:
    return frozenset(
        permission
        for holding in holdings()
        if not holding.where
        for field in holding.fields
        for permission in field.readers
    )


def _reader(holder: Holder, person: Person) -> Reader:
    office = holder.term.office.code
    below = any(office in GRANTS[permission].below for permission in holder.permissions)
    return Reader(
        holder.term, below, holder.term.person_id == person.pk, list(_sights_with(holder.permissions))
    )


def _sights_with(permissions: Collection[str]) -> Iterator[Sight]:
    for holding in holdings():
        read = [field for field in holding.fields if set(field.readers) & set(permissions)]
        # That it is about oneself is said by the page.
        labels = [field.label for field in read if field.column != "person_id"] or [
            each.label for each in read
        ]
        if labels and not holding.where:
            yield _sight(holding, [holding.seen_as] if holding.seen_as else labels)


def _sight(holding: Holding, labels: Sequence[Text]) -> Sight:
    return Sight(holding.title, holding.why, labels)


def _vacancies(
    holders: Sequence[Holder],
    permissions: Collection[str],
    line: Sequence[Unit],
    place: Unit,
    names: dict[str, str],
) -> list[Vacancy]:
    held = {(holder.term.office.code, holder.term.unit_id) for holder in holders}
    below = frozenset().union(*(GRANTS[each].below for each in permissions))
    here = frozenset().union(*(GRANTS[each].here | GRANTS[each].own for each in permissions))
    return [
        Vacancy(names.get(office, office.replace("_", " ")), unit)
        for unit in line
        for office in sorted(below | here if unit.pk == place.pk else below)
        if (office, unit.pk) not in held
    ]


def _elsewhere(names: dict[str, str]) -> Iterator[Elsewhere]:
    for holding in holdings():
        permissions = {permission for field in holding.fields for permission in field.readers}
        if holding.where and permissions:
            grants = [GRANTS[each] for each in permissions]
            offices = frozenset().union(*(grant.offices for grant in grants))
            labels = [field.label for field in holding.fields if field.readers]
            yield Elsewhere(
                _sight(holding, labels),
                sorted(names.get(office, office.replace("_", " ")) for office in offices),
                any(grant.members for grant in grants),
                holding.where,
            )


def _with_own() -> Iterator[Holding]:
    for holding in holdings():
        if any(not field.readers for field in holding.fields):
            yield holding
