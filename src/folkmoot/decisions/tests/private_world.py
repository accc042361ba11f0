"""A small organisation over some weeks, with everything that is ever published about one decision in it.

People join, leave, transfer; cells are founded and moved; members acknowledge and withdraw. `shown` is what the rules
publish, over the tree of the day and the tree the decision was conveyed on; `exact` is what a system without rules would.
A set of people is an integer, one bit a person.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

import numpy as np

from folkmoot.decisions.rules import disclosure
from folkmoot.decisions.rules.groups import partition
from folkmoot.decisions.rules.rollup import Ints, Tree, tree_of
from folkmoot.units.rules.paths import step_of

UNION = 0


@dataclass
class Member:
    origin: int
    home: int | None
    has_acknowledged: bool = False


Belongs = Callable[[Member], bool]


def anybody(_member: Member) -> bool:
    return True


def has_left(member: Member) -> bool:
    return member.home is None


def has_acknowledged(member: Member) -> bool:
    return member.has_acknowledged


def within(units: list[int], where: Callable[[Member], int | None]) -> Belongs:
    return lambda member: where(member) in units


@dataclass(frozen=True)
class Item:
    """At least `low` and at most `high` of these people have acknowledged: so much is told of a unit at a moment."""

    moment: int
    unit: int
    people: int
    low: int
    high: int


class PrivateWorld:
    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 -- a world has to be the same on every run
        self.above: dict[int, int] = {}
        self.cells: set[int] = set()
        self.members: list[Member] = []
        self.moment = 0
        self.shown: list[Item] = []
        self.exact: list[Item] = []
        self._build()
        self.founded_below = dict(self.above)
        order, tree = self.tree(self.above)
        numbers = partition(tree, self._column(order, anybody))
        self.groups = {unit: int(numbers[place]) for place, unit in enumerate(order)}
        self.published = disclosure.unpublished(numbers)
        self.was_full = np.zeros(len(self.published.value), np.bool_)

    def _build(self) -> None:
        for _ in range(self.random.randint(1, 4)):
            region = self._found(UNION, is_cell=False)
            for _ in range(self.random.randint(0, 3)):
                district = self._found(region, is_cell=False)
                for _ in range(self.random.randint(0, 6)):
                    self._found(district, is_cell=True)
        for _ in range(self.random.randint(1, 3)):
            self._found(self.random.choice(self._committees()), is_cell=True)
        for cell in sorted(self.cells):
            for _ in range(self.random.choice([0, 3, 7, 12, 20])):
                self._join(cell)

    def _committees(self) -> list[int]:
        return [UNION, *(unit for unit in self.above if unit not in self.cells)]

    def _found(self, parent: int, *, is_cell: bool) -> int:
        unit = len(self.above) + 1
        self.above[unit] = parent
        if is_cell:
            self.cells.add(unit)
        return unit

    def _join(self, cell: int) -> None:
        self.members.append(Member(cell, cell))

    def _present(self) -> list[Member]:
        return [member for member in self.members if member.home is not None]

    def live(self, *, days: int) -> None:
        """Let so many days pass: something happens, the larger groups publish; something more, all do."""
        for _ in range(days):
            for is_new_day in (False, True):
                self.moment += 1
                for _ in range(self.random.randint(0, 4)):
                    self.random.choice(
                        [self._arrive, self._leave, self._transfer, self._move, self._found_cell]
                    )()
                self.acknowledge()
                self.publish(is_new_day=is_new_day)

    def _arrive(self) -> None:
        for _ in range(self.random.randint(1, 6)):
            self._join(self.random.choice(sorted(self.cells)))

    def _leave(self) -> None:
        for member in self.random.sample(present := self._present(), min(3, len(present))):
            member.home = None

    def _transfer(self) -> None:
        for member in self.random.sample(present := self._present(), min(2, len(present))):
            member.home = self.random.choice(sorted(self.cells))

    def _move(self) -> None:
        self.above[self.random.choice(sorted(self.cells))] = self.random.choice(self._committees())

    def _found_cell(self) -> None:
        parent = self.random.choice(self._committees())
        cell = self._found(parent, is_cell=True)
        self.founded_below[cell] = parent
        self.groups[cell] = self.groups[parent]

    def acknowledge(self) -> None:
        eagerness = self.random.choice([0, 0, 0.05, 0.1, 0.3])
        for member in self._present():
            if self.random.random() < eagerness:
                member.has_acknowledged = True
            elif self.random.random() < eagerness / 9:
                member.has_acknowledged = False

    def tree(self, above: dict[int, int]) -> tuple[list[int], Tree]:
        paths = {UNION: "0000"}
        waiting = sorted(above)
        while waiting:
            for unit in [unit for unit in waiting if above[unit] in paths]:
                paths[unit] = paths[above[unit]] + step_of(unit)
                waiting.remove(unit)
        order = sorted(paths, key=paths.__getitem__)
        return order, tree_of([paths[unit] for unit in order], [unit in self.cells for unit in order])

    def _column(self, order: list[int], counts: Belongs) -> Ints:
        column = dict.fromkeys(order, 0)
        for member in self.members:
            column[member.origin] += counts(member)
        return np.array([column[unit] for unit in order], np.int64)

    def publish(self, *, is_new_day: bool) -> None:
        order, tree = self.tree(self.founded_below)
        numbers = np.array([self.groups[unit] for unit in order])
        self.counted = counted = self._counted(order, tree, numbers)
        self.published = disclosure.publish_all(
            self.published, counted, due=disclosure.due(counted, is_new_day=is_new_day)
        )
        ceilings = disclosure.ceilings_of(counted)
        self.was_full |= (ceilings == 0) | (self.published.value >= ceilings)
        for above in (self.founded_below, self.above):
            self.shown += self.shown_over(above)
        self.exact += self.exact_now()

    def _counted(self, order: list[int], tree: Tree, numbers: Ints) -> disclosure.CountedAll:
        return disclosure.count_groups(
            tree,
            numbers,
            addressed=self._column(order, anybody),
            left=self._column(order, has_left),
            made=self._column(order, has_acknowledged),
            size=len(self.published.value),
        )

    def shown_over(self, above: dict[int, int]) -> Iterator[Item]:
        order, tree = self.tree(above)
        numbers = np.array([self.groups[unit] for unit in order])
        addressed = self._column(order, anybody)
        figures = disclosure.figures(tree, numbers, addressed, self.counted, self.published)
        # What somebody who knows the rule can add: fewer than five more, unless the group is as full as it can show.
        most = np.where(self.was_full, self.counted.addressed, self.published.value + 4)
        for place in np.flatnonzero(figures.shown):
            inside = slice(place, tree.ends[place])
            people = self.people(within(order[inside], lambda member: member.origin))
            assert people.bit_count() == figures.addressed[place]
            high = int(most[np.unique(numbers[inside])].sum())
            yield Item(self.moment, order[place], people, int(figures.value[place]), high)

    def exact_now(self) -> Iterator[Item]:
        order, tree = self.tree(self.above)
        for place in np.flatnonzero(~tree.cells):
            people = self.people(within(order[place : tree.ends[place]], lambda member: member.home))
            done = self.people(has_acknowledged) & people
            yield Item(self.moment, order[place], people, done.bit_count(), done.bit_count())

    def people(self, belongs: Belongs) -> int:
        return sum(1 << number for number, member in enumerate(self.members) if belongs(member))
