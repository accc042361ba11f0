"""What figures of how well a text is known are taken from: read by the worker, for sums that leave memory with noise alone."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import numpy as np
from django.db.models import Exists, F, OuterRef, Subquery, UUIDField

from folkmoot.decisions.queries.columns import Columns, columns_of, unpacked
from folkmoot.decisions.queries.grouping import Grouped
from folkmoot.decisions.rules.disclosure import count_groups
from folkmoot.decisions.rules.rollup import Ints
from folkmoot.people.models import Membership
from folkmoot.study.models import Card, KnownGroups, Memory, Spending
from folkmoot.study.queries.amended import Source, amended
from folkmoot.study.rules.known import Floats, add_known
from folkmoot.units.models import Unit
from folkmoot.units.rules.paths import is_within

# So many members at a time: a question of some milliseconds, and columns of some kilobytes.
BLOCK = 2_000
_NOBODY = UUID(int=0)
_SOURCE = ("decision__document", "current__version", "current__point")


@dataclass(frozen=True)
class Scope:
    """A unit with whose members a text is learnt, and the cards they are asked, by the number of their point."""

    unit: Unit
    cards: Mapping[str, Sequence[UUID]]


def texts_waiting(week: date) -> list[UUID]:
    """Return the decisions of which cards are asked and no figures were begun in a week, in order; one question.

    Cards of a programme alone are of none.
    """
    begun = Spending.objects.filter(decision=OuterRef("decision"), week=week)
    rows = (
        Card.objects.asked()
        .filter(~Exists(begun), decision__isnull=False)
        .order_by("decision")
        .values_list("decision", flat=True)
    )
    return list(rows.distinct())


def scopes_of(decision_id: UUID, *, at: datetime) -> list[Scope]:
    """Return the units of a text's programmes that have no other above them, so that everybody is in one of them at the most.

    Cards of programmes further down are asked of a part only, and left out; so are those that rest, as their point was amended.
    """
    rows = Card.objects.asked().filter(decision=decision_id).select_related("programme__unit", "current")
    cards = list(rows.annotate(document=F("decision__document")).order_by("current__point", "pk"))
    sources = {each.pk: _source(each) for each in cards}
    resting = amended(set(sources.values()), at=at)
    there = [each for each in cards if sources[each.pk] not in resting]
    units = {each.programme.unit.path: each.programme.unit for each in there}
    found = []
    for path in sorted(units):
        if not any(is_within(path, other) for other in units if other != path):
            own = (each for each in there if each.programme.unit.path == path)
            found.append(Scope(units[path], _by_point(own)))
    return found


def drawn_again(drawn: KnownGroups) -> Grouped:
    """Return the units and groups with which the figures of a week were begun."""
    columns, groups, addressed = columns_of(drawn), unpacked(drawn.groups), unpacked(drawn.addressed)
    nobody, size = np.zeros(len(addressed), np.int64), int(groups.max()) + 1
    counted = count_groups(columns.tree, groups, addressed=addressed, left=nobody, made=nobody, size=size)
    return Grouped(columns, groups, addressed, counted)


def known_at_cells(cards: Sequence[UUID], columns: Columns, *, points: int, at: datetime) -> Ints:
    """Return for each unit how well those at home in it know a point with these cards, in millionths of members.

    `points` is over how many points that is shared out: 1 for a point alone. Each member is read once for each card, whatever
    they do meanwhile, and is at home where they were at the moment `at`.
    """
    known = np.zeros(len(columns.tree), np.int64)
    for card in cards:
        for units, stability, days in learnt(card, at=at):
            add_known(known, columns.places(units), stability, days, cards=len(cards) * points)
    return known


def learnt(card_id: UUID, *, at: datetime) -> Iterator[tuple[list[UUID], Floats, Floats]]:
    """Yield blocks of those who have learnt the words of a card that are asked: their homes, stability, and days since."""
    homes = Membership.objects.current(at).filter(person=OuterRef("person"))
    # Whoever has several homes counts in one of them.
    first = homes.order_by(F("circle").asc(nulls_first=True)).values("unit")[:1]
    rows = Memory.objects.filter(card=card_id, wording=F("card__current")).order_by("person")
    rows = rows.annotate(home=Subquery(first, output_field=UUIDField()))
    names = ("person", "home", "stability", "answered_at")
    last = _NOBODY
    while block := list(rows.filter(person__gt=last).values_list(*names)[:BLOCK]):
        last = block[-1][0]
        yield (
            [home or _NOBODY for _person, home, *_rest in block],
            np.array([each[2] for each in block], np.float64),
            np.array([(at - each[3]).days for each in block], np.float64),
        )


def _source(card: Card) -> Source:
    if card.current is None:
        raise ValueError(card.pk)
    return Source(vars(card)["document"], card.current.version_id, card.current.point)


def _by_point(cards: Iterator[Card]) -> dict[str, list[UUID]]:
    found: dict[str, list[UUID]] = defaultdict(list)
    for each in cards:
        if each.current is not None:
            found[each.current.point].append(each.pk)
    return dict(found)
