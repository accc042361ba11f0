"""What each feature holds about a person: told by the feature, asked by whoever shows, exports or explains it."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from folkmoot.people.models import Person

Text = str | Promise
# Why the id of a row is shown to nobody.
ONLY_REFERS = _("a random number that only refers from one table to another")
_AT_ONCE = 1000


@dataclass(frozen=True)
class Field:
    """One column that says something of a person, and the permissions with which others read it.

    `shown` is the path to what a person can read where the column has an id.
    """

    column: str
    label: Text
    readers: Collection[str] = ()
    shown: str = ""

    @property
    def path(self) -> str:
        """What is read of a row."""
        return self.shown or self.column


Rows = Iterator[Sequence[object]]
# Yields the rows about a person, each with the values of these paths.
Reading = Callable[[Person, Sequence[str]], Rows]


@dataclass(frozen=True)
class Holding:
    """What one table holds about a person: what it is for, its fields, and why its other columns are `withheld`."""

    table: str
    title: Text
    why: Text
    fields: Sequence[Field]
    read: Reading
    withheld: Mapping[str, Text] = field(default_factory=dict)
    # Where those who read it hold the permission, if that is not in the person's own cell.
    where: Text = ""
    # What others read of it, where that is less than the columns say.
    seen_as: Text = ""

    def rows(self, person: Person) -> Rows:
        """Yield the rows about `person`, each with a value for each field, never holding more than a thousand."""
        return self.read(person, [each.path for each in self.fields])


@dataclass(frozen=True)
class Chosen:
    """Reads the rows that `choose` selects of one table."""

    choose: Callable[[Person], "QuerySet[Any]"]

    def __call__(self, person: Person, paths: Sequence[str]) -> Rows:
        """Yield the rows about `person`, each with the values of `paths`."""
        return self.choose(person).values_list(*paths).iterator(_AT_ONCE)


_holdings: list[Holding] = []
_excuses: dict[str, Text] = {}


def hold(holdings: Collection[Holding]) -> None:
    """Add what a feature holds about people; called by `config`."""
    _holdings.extend(each for each in holdings if each not in _holdings)


def holdings() -> Sequence[Holding]:
    """Return everything that is held about people, in the order in which the features were asked."""
    return tuple(_holdings)


def tables_held(person: Person) -> set[str]:
    """Return the tables that hold anything about `person`: one question for all that are chosen from, one for each other."""
    chosen = {each.table: each.read.choose for each in _holdings if isinstance(each.read, Chosen)}
    asked = [Exists(choose(person)) for choose in chosen.values()]
    answers = Person.objects.filter(pk=person.pk).values_list(*asked).first() or ()
    held = {table for table, is_held in zip(chosen, answers, strict=False) if is_held}
    others = (each for each in _holdings if each.table not in chosen)
    return held | {each.table for each in others if any(True for _row in each.rows(person))}


def excuse(tables: Mapping[str, Text]) -> None:
    """Say of tables why nobody is shown what they hold; called by `config`."""
    _excuses.update(tables)


def excused() -> Mapping[str, Text]:
    """Return the tables that nobody is shown, each with the reason."""
    return dict(_excuses)


def reading(choose: Callable[[Person], "QuerySet[Any]"]) -> Reading:
    """Return what reads the rows that `choose` selects of one table."""
    return Chosen(choose)


def about(rows: "QuerySet[Any]", *paths: str, by: Sequence[str] = ("pk",)) -> Reading:
    """Return the reading of those `rows` in which a person stands at one of these `paths`, sorted `by` these columns."""

    def choose(person: Person) -> "QuerySet[Any]":
        stands = Q(*((path, person) for path in paths), _connector=Q.OR)
        return rows.filter(stands).order_by(*by)

    return reading(choose)
