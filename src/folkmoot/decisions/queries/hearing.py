"""What many cells have to hear, or heard, read for all of them at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from folkmoot.decisions.models import Audience, Decision, Relation, UnitReached
from folkmoot.decisions.queries.standings import Places, fetch_what_narrows, rule_of
from folkmoot.decisions.rules import audience as rules
from folkmoot.units.models import Unit
from folkmoot.units.rules import paths


@dataclass(frozen=True)
class ToHear:
    """A decision in force that is for the members of a cell: conveyed when, heard on which day, and over when, if ever."""

    decision_id: UUID
    conveyed_at: datetime
    heard_on: date | None
    ends_at: datetime | None


def heard_in(cells: Sequence[Unit], *, at: datetime) -> dict[UUID, list[ToHear]]:
    """Return by its id for each of some cells, with their kinds, what it has to hear or heard of the decisions in force.

    As `cells.to_hear_or_heard`, of any age: at most seven questions, however many cells there are.
    """
    conveyed = _conveyed_to(cells, at=at)
    asked = [(rule_of(each), _to_hear(each)) for each in conveyed]
    places, texts = _places(cells, [rule for rule, _said in asked]), _texts(conveyed, at=at)
    heard = _heard(cells, {said.decision_id for _rule, said in asked}.union(*texts.values()))
    found: dict[UUID, list[ToHear]] = {}
    for cell in cells:
        place, own = places[cell.pk], heard[cell.pk]
        found[cell.pk] = [
            replace(said, heard_on=own[said.decision_id]) if said.decision_id in own else said
            for rule, said in asked
            if rules.matches(place, rule) and texts[said.decision_id] <= own.keys()
        ]
    return found


def _conveyed_to(cells: Sequence[Unit], *, at: datetime) -> list[Audience]:
    lines = sorted({path for cell in cells for path in paths.ancestors_of(cell.path)})
    decisions = Decision.objects.conveyed().standing(at).order_by().values("pk")
    audiences = Audience.objects.filter(
        unit__path__in=lines, narrows_offices=False, decision__in=decisions, decision__conveyed_at__lte=at
    )
    found = list(audiences.select_related("decision", "unit").order_by("decision__conveyed_at", "pk"))
    fetch_what_narrows(found)
    return found


def _places(cells: Sequence[Unit], asked: Iterable[rules.Audience]) -> dict[UUID, rules.Place]:
    places = Places(with_sectors=any(rule.sectors for rule in asked))
    places.learn(cell.path for cell in cells)
    return {cell.pk: places.place(cell.path, cell.kind.code) for cell in cells}


def _heard(cells: Sequence[Unit], decisions: set[Any]) -> Mapping[UUID, dict[UUID, date]]:
    found: dict[UUID, dict[UUID, date]] = defaultdict(dict)
    if decisions:
        rows = UnitReached.objects.filter(unit__in=[cell.pk for cell in cells], decision__in=decisions)
        for unit_id, decision_id, reached_on in rows.values_list("unit", "decision", "reached_on"):
            found[unit_id][decision_id] = reached_on
    return found


def _texts(conveyed: Sequence[Audience], *, at: datetime) -> Mapping[Any, set[UUID]]:
    """Return for each decision the texts that it amends and with which it is conveyed, until a cell has heard them."""
    texts: dict[Any, set[UUID]] = defaultdict(set)
    standing = Q(target__conveyed_at__isnull=False) & Q(
        target__in=Decision.objects.standing(at).order_by().values("pk")
    )
    decisions = [each.decision_id for each in conveyed]
    rows = Relation.objects.filter(standing, shares_audience=True, decision__in=decisions)
    for decision_id, target_id in rows.values_list("decision", "target"):
        texts[decision_id].add(target_id)
    return texts


def _to_hear(audience: Audience) -> ToHear:
    decision: Any = audience.decision
    ends = [each for each in (decision.in_force_to, decision.repealed_at) if each is not None]
    return ToHear(decision.pk, decision.conveyed_at, None, min(ends, default=None))
