"""Searching decisions by their words: what one finds is what one may read, and nothing tells of anything else.

There is no count of what was found, and no order by how well it fits: how rare a word is would be reckoned from texts that
the reader may not read.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from folkmoot.decisions.models import Audience, Decision
from folkmoot.decisions.models.decision import DecisionQuerySet
from folkmoot.decisions.models.relations import Relation
from folkmoot.decisions.queries.inbox import shown_to
from folkmoot.decisions.queries.papers import may_read
from folkmoot.decisions.queries.repeals import reason_beside
from folkmoot.documents.searching import Found, is_written_in, matching, points_found
from folkmoot.kernel.text import beginnings
from folkmoot.people.models import Membership, Person, Term
from folkmoot.units.models import Unit
from folkmoot.units.rules.paths import ancestors_of

SIZE = 10
EXPORT_SIZE = 300
# Whoever may read what more units decided is not helped by naming them all.
MOST_BODIES = 60
# The number of a decision is no word of its text.
NUMBER = re.compile(r"\s*\d{4}/\d+\s*")


class Which(StrEnum):
    """Which decisions are searched: those that bind now, those that no longer do, or all."""

    IN_FORCE = "in_force"
    OVER = "over"
    ALL = "all"


@dataclass(frozen=True)
class Search:
    """What is searched for: words, and what narrows it."""

    words: str = ""
    which: Which = Which.IN_FORCE
    body: UUID | None = None
    year: int | None = None
    is_mine: bool = False
    language: str = ""


@dataclass(frozen=True)
class Bodies:
    """Units whose decisions somebody may be able to read, and whether there are no more of them."""

    units: Sequence[Unit]
    are_all: bool


@dataclass(frozen=True)
class Results:
    """One page of what was found, each decision with its points; `following` is the key of the next page, or None."""

    decisions: Sequence[Decision]
    points: Mapping[UUID, Sequence[Found]] = field(default_factory=dict)
    following: int | None = None
    # The beginnings of words by which they were found, where nothing has the words themselves.
    begins: str = ""

    def each(self) -> Iterable[tuple[Decision, Sequence[Found]]]:
        """Yield the decisions, each with the points in which the words occur."""
        return ((each, self.points.get(each.document_id, ())) for each in self.decisions)


def bodies_for(person: Person, *, at: datetime) -> Bodies:
    """Return the units whose decisions `person` may be able to read, from the top down: at most sixty.

    They are the units above their home and their offices, and those below their offices.
    """
    places = set(_places(person, at=at))
    lines = {above for path in places for above in ancestors_of(path)}
    units = Unit.objects.filter(path__in=lines) | Unit.objects.within_paths(sorted(places))
    found = list(units.only("pk", "name", "path").order_by("path")[: MOST_BODIES + 1])
    return Bodies(found[:MOST_BODIES], are_all=len(found) <= MOST_BODIES)


def search_page(
    person: Person,
    search: Search,
    *,
    bodies: Bodies,
    after: int | None = None,
    at: datetime,
    size: int = SIZE,
) -> Results:
    """Return up to `size` of the decisions found that `person` may read, the latest adopted first, with their points.

    Where nothing has the words, what begins alike. `bodies` are those of `bodies_for`; `after` is the key that the page before
    gave.
    """
    found = _results(person, search, bodies, after=after, at=at, size=size)
    begins = beginnings(search.words)
    if found.decisions or after is not None or begins == search.words:
        return found
    alike = _results(person, replace(search, words=begins), bodies, after=None, at=at, size=size)
    return replace(alike, following=None, begins=begins) if alike.decisions else found


def _results(
    person: Person, search: Search, bodies: Bodies, *, after: int | None, at: datetime, size: int
) -> Results:
    shown, following = _page(person, search, bodies, after=after, size=size, at=at)
    languages = [search.language, *person.languages]
    points = points_found([each.document_id for each in shown], search.words, languages=languages)
    return Results(shown, points, following)


def all_found(person: Person, search: Search, *, bodies: Bodies, at: datetime) -> Iterator[Decision]:
    """Yield every decision found, never holding more than one page of them."""
    shown, following = _page(person, search, bodies, after=None, size=EXPORT_SIZE, at=at)
    yield from shown
    while following is not None:
        shown, following = _page(person, search, bodies, after=following, size=EXPORT_SIZE, at=at)
        yield from shown


def bodies_of_documents(documents: Collection[UUID]) -> dict[UUID, UUID]:
    """Return, of those of these documents that are decisions, the body that each is of: who keeps it, for the index."""
    return dict(Decision.objects.filter(document__in=documents).values_list("document", "body"))


def readable_among(person: Person, documents: Iterable[UUID], *, at: datetime) -> DecisionQuerySet:
    """Return the decisions made of these documents that `person` may read, as they are shown to them."""
    return shown_to(
        Decision.objects.filter(may_read(person, at=at), document__in=list(documents)), person, at=at
    )


def readable_decision(decision_id: UUID, person: Person, *, at: datetime) -> Decision | None:
    """Return an adopted decision, or None if `person` may not read it or there is none."""
    return Decision.objects.filter(may_read(person, at=at), pk=decision_id).first()


def document_of(decision_id: UUID) -> QuerySet[Any, Any]:
    """Return the id of the document that a decision is made of, as a query of one row at most."""
    return Decision.objects.filter(pk=decision_id).values("document")


def _page(
    person: Person, search: Search, bodies: Bodies, *, after: int | None, size: int, at: datetime
) -> tuple[list[Decision], int | None]:
    found = _found(person, search, bodies=bodies, after=after, at=at)
    amending = Relation.objects.amending().adopted().filter(target=OuterRef("pk")).order_by("-pk")
    more = {
        "amended_on": Subquery(amending.values("decision__adopted_on")[:1]),
        "repeal_reason": reason_beside(),
    }
    rows = list(shown_to(found, person, at=at).annotate(**more)[: size + 1])
    return rows[:size], vars(rows[size - 1])["place"] if len(rows) > size else None


def _found(
    person: Person, search: Search, *, bodies: Bodies, after: int | None, at: datetime
) -> DecisionQuerySet:
    keepers = [search.body] if search.body else [unit.pk for unit in bodies.units if bodies.are_all]
    if bodies.are_all and not keepers:
        # Whoever belongs nowhere reads nothing; without this the whole index would be walked to say so.
        return Decision.objects.none()
    decisions = _narrowed(Decision.objects.filter(may_read(person, at=at)), search, person, at=at)
    if NUMBER.fullmatch(search.words):
        numbered = decisions.filter(number=search.words.strip())
        if numbered.exists():
            return matching(numbered, "document", "", keepers=keepers, after=after)
    return matching(decisions, "document", search.words, keepers=keepers, after=after)


def _narrowed(
    decisions: DecisionQuerySet, search: Search, person: Person, *, at: datetime
) -> DecisionQuerySet:
    if search.which is Which.IN_FORCE:
        decisions = decisions.in_force(at)
    elif search.which is Which.OVER:
        decisions = decisions.filter(Q(in_force_to__lte=at) | Q(repealed_at__lte=at))
    if search.body:
        decisions = decisions.filter(body=search.body)
    if search.year:
        decisions = decisions.filter(adopted_on__year=search.year)
    if search.language:
        decisions = decisions.filter(is_written_in("document", search.language))
    return decisions.filter(_addressed(person, at=at)) if search.is_mine else decisions


def _addressed(person: Person, *, at: datetime) -> Q:
    reaching = Audience.objects.reaching(person, at).filter(decision=OuterRef("pk"))
    return Q(Exists(reaching), conveyed_at__lte=at)


def _places(person: Person, *, at: datetime) -> Iterable[str]:
    homes = Membership.objects.current(at).filter(person=person).values_list("unit__path", flat=True)
    offices = Term.objects.current(at).filter(person=person).values_list("unit__path", flat=True)
    return homes.union(offices)
