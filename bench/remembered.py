"""What `bench recall` fills in and measures: members who have learnt cards, and how well, as the worker reads it."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from uuid import UUID

import numpy as np
import numpy.typing as npt
from django.db import transaction
from fsrs import Card as LibraryCard
from fsrs import Scheduler, State

from bench import papers
from bench.organisations import act
from bench.reported import fill_units
from folkmoot.decisions.queries.columns import columns_below
from folkmoot.decisions.rules.rollup import Ints
from folkmoot.kernel.batches import batched
from folkmoot.kernel.clock import now
from folkmoot.kernel.inserting import insert_all
from folkmoot.membership.actions.first_officer import found_first_officer
from folkmoot.membership.actions.offices import appoint_officer
from folkmoot.people.models import Membership, Person
from folkmoot.structure.actions.organisation import found_organisation
from folkmoot.study.actions.cards import write_card
from folkmoot.study.actions.programmes import draft_programme, publish_programme
from folkmoot.study.models import Card, Memory, Programme
from folkmoot.study.queries.knowing import BLOCK, learnt
from folkmoot.study.rules import recall
from folkmoot.study.rules.known import Floats, add_known, known_in, retrievabilities
from folkmoot.units.models import Unit
from folkmoot.units.rules import paths

BEGUN = datetime(2025, 1, 1, tzinfo=UTC)
# So many learn as rows: enough that what is read does not lie in the processor's own memory.
LEARNERS = 20_000
_SOME = 2_000
_HISTORIES = 200
_ASKED = 5_000


@dataclass
class Filled:
    """What was filled in, and what the worker reads of it."""

    cards: Sequence[UUID]
    ends: Ints
    units: int
    places: Ints
    stability: Floats
    days: Floats
    at: datetime

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.places)

    @property
    def asked(self) -> int:
        """Of how many of them the library is asked."""
        return min(_ASKED, self.rows)

    def read_rows(self) -> None:
        """Read all rows as the worker does."""
        for card in self.cards:
            for _block in learnt(card, at=self.at):
                pass

    @cached_property
    def _library(self) -> list[LibraryCard]:
        pairs = zip(self.stability[: self.asked].tolist(), self.days[: self.asked].tolist(), strict=True)
        return [
            LibraryCard(1, State.Review, None, stability, 5.0, self.at, self.at - timedelta(days=days))
            for stability, days in pairs
        ]

    def ask_library(self) -> list[float]:
        """Ask the library of one card after the other."""
        scheduler = Scheduler()
        return [scheduler.get_card_retrievability(each, self.at) for each in self._library]

    def furthest_from_library(self) -> float:
        """Return by how much ours differs from the library's at the most."""
        ours = retrievabilities(self.stability[: self.asked], self.days[: self.asked])
        return float(np.abs(ours - np.array(self.ask_library())).max())


class Columns:
    """What was read, gone through as often as it takes for `count` cards, each time from memory."""

    def __init__(self, given: Filled, count: int) -> None:
        self._given = given
        self.count = count // given.rows * given.rows or given.rows
        self._times = self.count // given.rows
        # Each pass in cells of its own, so that all units are written to.
        self._cells = np.flatnonzero(given.ends == np.arange(given.units) + 1)

    def read(self) -> float:
        """Read every column once, and do the least with it."""
        given, found = self._given, 0.0
        for _time in range(self._times):
            found += float(given.stability.sum()) + float(given.days.sum()) + float(given.places.sum())
        return found

    def add_up(self) -> npt.NDArray[np.int64]:
        """Add up what is known at every unit, some members at a time as the worker does."""
        given = self._given
        known = np.zeros(given.units, np.int64)
        for time in range(self._times):
            moved = self._cells[(time * 7_919) % len(self._cells)]
            for start in range(0, given.rows, BLOCK):
                some = slice(start, start + BLOCK)
                places = (given.places[some] + moved) % given.units
                add_known(known, places, given.stability[some], given.days[some], cards=1)
        return known_in(known, given.ends)


def fill(size: int, *, cards: int) -> Filled:
    """Write the tree of an organisation of this size, cards by acts, and those who have learnt them."""
    act(found_organisation, None, name="Bench", code="top", kind_set="mass")
    act(found_first_officer, None, name="First Officer", email="first@bench.example")
    top = Unit.objects.get()
    fill_units(top, size)
    people = _members(min(LEARNERS, size))
    made = _cards(top, people, cards)
    at = now()
    _learn(people, made, at)
    columns = columns_below(paths.ROOT, since=at)
    blocks = [block for card in made for block in learnt(card.pk, at=at)]
    places = [columns.places(units) for units, _stability, _days in blocks]
    stability, days = (np.concatenate([block[side] for block in blocks]) for side in (1, 2))
    ids = [card.pk for card in made]
    return Filled(ids, columns.tree.ends, len(columns.tree), np.concatenate(places), stability, days, at)


def _cards(top: Unit, people: Sequence[Person], count: int) -> list[Card]:
    writer, other = people[:2]
    registrar = Person.objects.get(terms__office__code="registrar")
    for office, person in (("secretary", writer), ("editor", other)):
        act(appoint_officer, registrar, office=office, unit_id=top.pk, person_id=person.pk)
    decision = papers.conveyed_to_everybody(writer)
    programme = act(draft_programme, writer, unit_id=top.pk, title="What we decided")
    for number in range(1, count + 1):
        asked = {"question": f"What says point {number}?", "right": ["This"], "wrong": ["That"]}
        given = {"programme_id": programme, "decision_id": decision, "point": str(number), "kind": "choice"}
        act(write_card, writer, **given, **asked)
    revision = Programme.objects.get(pk=programme).revision
    act(publish_programme, other, programme_id=programme, revision=revision)
    return list(Card.objects.select_related("current").order_by("pk"))


def _members(count: int) -> list[Person]:
    """Write so many members, spread over all cells."""
    cells = list(Unit.objects.filter(kind__is_cell=True).values_list("pk", flat=True))
    people = [_person(number) for number in range(count)]
    for some in batched(enumerate(people), _SOME):
        insert_all([each for _number, each in some])
        homes = ((each, cells[number * 7 % len(cells)]) for number, each in some)
        insert_all([Membership(person=each, unit_id=cell, started_at=BEGUN) for each, cell in homes])
    return people


def _learn(people: Sequence[Person], cards: Sequence[Card], at: datetime) -> None:
    draw = random.Random(5)  # noqa: S311  -- the same each time
    histories = [_history(draw, at) for _each in range(_HISTORIES)]
    for some in batched(people, _SOME):
        with transaction.atomic():
            insert_all([_memory(each, card, draw.choice(histories)) for each in some for card in cards])


def _person(number: int) -> Person:
    name = f"Member {number}"
    return Person(name=name, sort_name=name, search_name=name.lower(), created_at=BEGUN)


def _history(draw: random.Random, at: datetime) -> tuple[recall.Memory, int]:
    """Return what somebody remembers after some answers, and how many these were."""
    answers = draw.randint(1, 6)
    moments = sorted(at - timedelta(days=draw.randint(0, 400)) for _answer in range(answers))
    memory = None
    for moment in moments:
        memory = recall.answered(memory, draw.choice(list(recall.Grade)), at=moment)
    assert memory is not None  # noqa: S101  -- there is one answer at least
    return memory, answers


def _memory(person: Person, card: Card, history: tuple[recall.Memory, int]) -> Memory:
    state, answers = history
    return Memory(
        person=person,
        card=card,
        wording=card.current,
        stability=state.stability,
        difficulty=state.difficulty,
        answered_at=state.answered_at,
        due_at=state.due_at,
        answers=answers,
    )
