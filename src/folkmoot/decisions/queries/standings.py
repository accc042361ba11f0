"""Where people stood since a decision was conveyed, asked for many at once; `rules.audience` judges each."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, prefetch_related_objects

from folkmoot.decisions.models import Audience
from folkmoot.decisions.rules import audience as rules
from folkmoot.kernel.prepared import padded, prepared
from folkmoot.people.models import Membership, Term
from folkmoot.units.models import Unit
from folkmoot.units.rules import paths

_LISTS = {
    "narrows_kinds": "kinds__kind",
    "narrows_sectors": "sectors__sector",
    "narrows_offices": "offices__office",
}


@dataclass(frozen=True)
class Conveyed:
    """A conveyed decision as the rules see it."""

    audience: rules.Audience
    conveyed_at: datetime


def conveyed_in_force(decision_ids: Collection[UUID], *, at: datetime) -> dict[UUID, Conveyed]:
    """Return those of the decisions that are conveyed and in force at the moment `at`, by id."""
    audiences = _audiences(decisions=padded(list(decision_ids)), at=at)
    fetch_what_narrows(audiences)
    return {each.decision_id: _conveyed(each) for each in audiences if each.decision_id is not None}


def fetch_what_narrows(audiences: Sequence[Audience]) -> None:
    """Fetch the lists that narrow audiences, of all at once; the common one for everybody has none."""
    for narrows, listed in _LISTS.items():
        prefetch_related_objects([each for each in audiences if getattr(each, narrows)], listed)


@prepared
def _audiences(*, decisions: Sequence[UUID], at: datetime) -> QuerySet[Audience]:
    return (
        Audience.objects.filter(decision__in=decisions, decision__conveyed_at__lte=at)
        .filter(Q(decision__repealed_at=None) | Q(decision__repealed_at__gt=at))
        .filter(Q(decision__in_force_to=None) | Q(decision__in_force_to__gt=at))
        .select_related("decision", "unit")
    )


def stays_of(
    people: Collection[UUID], conveyed: Collection[Conveyed], *, at: datetime
) -> Mapping[UUID, list[rules.Stay]]:
    """Return where each of the people stood from the earliest conveying until `at`: homes, and offices if any counts."""
    since = min((each.conveyed_at for each in conveyed), default=at)
    places = Places(with_sectors=any(each.audience.sectors for each in conveyed))
    stays: dict[UUID, list[rules.Stay]] = defaultdict(list)
    rows = list(_homes(people, since, at))
    if any(each.audience.offices for each in conveyed):
        rows += _offices(people, since, at)
    places.learn(path for _person, _office, path, *_rest in rows)
    standing_at = cache(places.standing)
    for person, office, path, kind, started, ended, entered, circle in rows:
        # Those of one cell stand alike: one of each is enough.
        standing = standing_at(path, kind, office)
        stays[person].append(rules.Stay(standing, started, ended, entered, rules.rank_of(circle)))
    return stays


def is_addressed_now(stays: Iterable[rules.Stay], conveyed: Conveyed, *, at: datetime) -> bool:
    """Return whether somebody with these stays is addressed at the moment `at`."""
    return any(
        rules.is_addressed(stay.standing, conveyed.audience)
        for stay in stays
        if stay.since <= at and (stay.until is None or stay.until > at)
    )


@dataclass
class Places:
    """Units as audiences see them; sectors hold for all below, and are asked only where an audience names some."""

    with_sectors: bool

    def __post_init__(self) -> None:
        self.sectors: dict[str, set[str]] = {}

    def learn(self, found: Iterable[str]) -> None:
        if self.with_sectors:
            above = {path for each in found for path in paths.ancestors_of(each)}
            rows = Unit.objects.filter(path__in=above, sectors__isnull=False).values_list(
                "path", "sectors__code"
            )
            for path, code in rows:
                self.sectors.setdefault(path, set()).add(code)

    def standing(self, path: str, kind: str, office: str) -> rules.Standing:
        place = self.place(path, kind)
        return rules.Standing(offices=frozenset({(office, place)})) if office else rules.Standing(home=place)

    def place(self, path: str, kind: str) -> rules.Place:
        if not self.with_sectors:
            return rules.Place(path, kind, frozenset())
        sectors = (self.sectors.get(above, set()) for above in paths.ancestors_of(path))
        return rules.Place(path, kind, frozenset().union(*sectors))


def _homes(people: Collection[UUID], since: datetime, at: datetime) -> Iterable[tuple[Any, ...]]:
    rows = _memberships(people=padded(list(people)), since=since, at=at)
    return [(person, "", *rest) for person, *rest in rows]


@prepared
def _memberships(*, people: Sequence[UUID], since: datetime, at: datetime) -> QuerySet[Any, Any]:
    rows: QuerySet[Any, Any] = _overlapping(Membership.objects.filter(person__in=people), since, at)
    return rows.values_list(
        "person", "unit__path", "unit__kind__code", "started_at", "ended_at", "entered_at", "circle"
    )


def _offices(people: Collection[UUID], since: datetime, at: datetime) -> Iterable[tuple[Any, ...]]:
    rows = _overlapping(Term.objects.filter(person__in=people), since, at)
    found: Iterable[tuple[Any, ...]] = rows.values_list(
        "person", "office__code", "unit__path", "unit__kind__code", "started_at", "ended_at"
    )
    return ((*row, None, None) for row in found)


def _overlapping(rows: Any, since: datetime, at: datetime) -> Any:  # noqa: ANN401  -- memberships and terms share no type
    return rows.filter(Q(ended_at=None) | Q(ended_at__gt=since), started_at__lte=at).order_by(
        "started_at", "pk"
    )


def _conveyed(audience: Audience) -> Conveyed:
    decision = audience.decision
    assert decision is not None  # noqa: S101  -- the filter above says so
    assert decision.conveyed_at is not None  # noqa: S101  -- as above
    return Conveyed(rule_of(audience), decision.conveyed_at)


def rule_of(audience: Audience) -> rules.Audience:
    """Return an audience as the rules see it; what narrows it was fetched before, or is asked for."""
    return rules.Audience(
        audience.unit.path,
        kinds=_codes(audience.narrows_kinds, audience.kinds, "kind"),
        sectors=_codes(audience.narrows_sectors, audience.sectors, "sector"),
        offices=_codes(audience.narrows_offices, audience.offices, "office"),
    )


def _codes(narrows: bool, rows: Any, noun: str) -> frozenset[str]:  # noqa: ANN401, FBT001  -- three kinds of related rows
    return frozenset(getattr(row, noun).code for row in rows.all()) if narrows else frozenset()
