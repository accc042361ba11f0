"""What those see who write decisions for a body: what is being drafted, what waits, and what went out."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from folkmoot.access.policy import Places, permitted_in, places_where, units_at, units_where
from folkmoot.decisions.interfaces import Hindered, Prepared, hindrances_to, preparations_of
from folkmoot.decisions.models import Decision
from folkmoot.decisions.models.decision import DecisionQuerySet
from folkmoot.decisions.queries.addressees import Addressees
from folkmoot.decisions.queries.addressing import PEOPLE_COUNTED, count_people, count_units
from folkmoot.decisions.queries.inbox import found_by, titled
from folkmoot.decisions.queries.paging import EXPORT_PAGE, PAGE, DecisionList, all_pages, page_of, paged
from folkmoot.decisions.rules.defaults import proposed_days
from folkmoot.kernel.prepared import padded, prepared
from folkmoot.people.models import Office, Person
from folkmoot.units.models import Sector, Unit, UnitKind, UnitQuerySet

ADOPTING, CONVEYING = "decisions.adopt_decision", "decisions.convey_decision"
SHOWN = 50
FOUND = 20


@dataclass(frozen=True)
class DraftLine:
    """A draft in a list, with why it has to wait if it has to, and what it has behind it if that is anything."""

    decision: Decision
    hindered: Hindered | None
    prepared: Prepared | None


@dataclass(frozen=True)
class PublishPage:
    """The first screen of whoever writes decisions: their bodies' papers, by how far they have come."""

    bodies: Sequence[Unit]
    drafts: Sequence[DraftLine]
    waiting: Sequence[Decision]
    conveyed: DecisionList
    adopting: frozenset[UUID]
    conveying: frozenset[UUID]


@dataclass(frozen=True)
class Size:
    """How many an audience reaches; `people` is None where there are more than are counted for a page."""

    units: int
    people: int | None
    more_than: int = PEOPLE_COUNTED


@dataclass(frozen=True)
class Narrowings:
    """What an audience can be narrowed to."""

    kinds: Sequence[UnitKind]
    sectors: Sequence[Sector]
    offices: Sequence[Office]


def bodies_of(person: Person, *, at: datetime) -> UnitQuerySet:
    """Return the open units for which `person` may write decisions, from the top down."""
    return _writing_in(units_where(person, "decisions.draft_decision", at=at))


def _writing_in(units: UnitQuerySet) -> UnitQuerySet:
    return units.open().select_related("kind").in_order()


@prepared
def _bodies_at(*, places: Places) -> UnitQuerySet:
    return _writing_in(units_at(places))


def publish_page(person: Person, *, words: str = "", after: str = "", at: datetime) -> PublishPage:
    """Return the papers of the bodies for which `person` may write decisions, the latest first, `words` in number or title.

    `after` is the key that the page before gave: of what was conveyed there can be any number.
    """
    bodies = _bodies_at(places=places_where(person, "decisions.draft_decision", at=at))
    held = permitted_in(person, [ADOPTING, CONVEYING], units=bodies, at=at)
    drafts, waiting, conveyed = _papers(
        [body.pk for body in bodies], person.languages, words=words, after=after, at=at
    )
    return PublishPage(
        bodies=bodies,
        drafts=_lines(drafts, at=at),
        waiting=waiting,
        conveyed=conveyed,
        adopting=frozenset(unit for unit, permissions in held.items() if ADOPTING in permissions),
        conveying=frozenset(unit for unit, permissions in held.items() if CONVEYING in permissions),
    )


def _papers(
    bodies: Sequence[UUID], languages: Sequence[str], *, words: str, after: str, at: datetime
) -> tuple[Sequence[Decision], Sequence[Decision], DecisionList]:
    """Return what is drafted, what waits, and a page of what was conveyed; prepared, unless something is sought."""
    if not (words.strip() or after):
        asked: Any = {"bodies": padded(bodies), "languages": languages, "at": at}
        return _drafted(**asked), _waiting(**asked), paged(_conveyed(**asked), size=PAGE)
    papers = found_by(_of(bodies, languages, at=at), words)
    conveyed = page_of(_with_audiences(papers), after=after, size=PAGE)
    return list(_latest_drafts(papers)), list(_latest_waiting(papers)), conveyed


@prepared
def _drafted(*, bodies: Sequence[UUID], languages: Sequence[str], at: datetime) -> DecisionQuerySet:
    return _latest_drafts(_of(bodies, languages, at=at))


@prepared
def _waiting(*, bodies: Sequence[UUID], languages: Sequence[str], at: datetime) -> DecisionQuerySet:
    return _latest_waiting(_of(bodies, languages, at=at))


@prepared
def _conveyed(*, bodies: Sequence[UUID], languages: Sequence[str], at: datetime) -> DecisionQuerySet:
    return _with_audiences(_of(bodies, languages, at=at)).newest_first()[: PAGE + 1]


def _of(bodies: Sequence[UUID], languages: Sequence[str], *, at: datetime) -> DecisionQuerySet:
    return titled(Decision.objects.filter(body__in=bodies), languages, at=at)


def _latest_drafts(papers: DecisionQuerySet) -> DecisionQuerySet:
    return papers.drafts().order_by("-created_at", "-pk")[:SHOWN]


def _latest_waiting(papers: DecisionQuerySet) -> DecisionQuerySet:
    return papers.waiting().order_by("-adopted_on", "-pk")[:SHOWN]


def _with_audiences(papers: DecisionQuerySet) -> DecisionQuerySet:
    return papers.conveyed().select_related("audience__unit__kind")


def _lines(drafts: Iterable[Decision], *, at: datetime) -> list[DraftLine]:
    by_id = {draft.pk: draft for draft in drafts}
    hindered = hindrances_to(by_id, at=at) if by_id else {}
    prepared = preparations_of(by_id, at=at) if by_id else {}
    return [DraftLine(draft, hindered.get(pk), prepared.get(pk)) for pk, draft in by_id.items()]


def all_conveyed(person: Person, *, words: str, at: datetime) -> Iterator[Decision]:
    """Yield every decision that the bodies for which `person` may write have conveyed, never holding more than one page."""
    papers = found_by(papers_of(person, "decisions.draft_decision", at=at).conveyed(), words)
    return all_pages(lambda after: page_of(papers, after=after, size=EXPORT_PAGE))


def size_of(addressees: Addressees, *, at: datetime) -> Size:
    """Return how many units and people an audience reaches at the moment `at`."""
    people = count_people(addressees.rule, at=at)
    return Size(count_units(addressees.rule), people if people <= PEOPLE_COUNTED else None)


def narrowings_below(unit: Unit) -> Narrowings:
    """Return the sectors and offices to which an audience at `unit` can be narrowed, and the kinds that there are in it."""
    here = Unit.objects.open().within(unit)
    return Narrowings(
        kinds=list(
            UnitKind.objects.filter(Exists(here.filter(kind=OuterRef("pk")))).order_by("rank", "code")
        ),
        sectors=list(Sector.objects.order_by("name", "code")),
        offices=list(Office.objects.order_by("name", "code")),
    )


def kinds_called(codes: Collection[str]) -> Sequence[UnitKind]:
    """Return the kinds of unit with these codes, from the top down; it asks only if there are any."""
    return list(UnitKind.objects.filter(code__in=codes).order_by("rank", "code")) if codes else ()


def units_to_choose(body: Unit, words: str) -> Sequence[Unit]:
    """Return up to 20 open units at or below `body`: those with `words` as code or in the name, or else the nearest."""
    units = Unit.objects.open().within(body).select_related("kind", "parent")
    if not words.strip():
        return list(units.filter(parent=body).in_order()[:FOUND])
    by_code = list(units.filter(code__iexact=words.strip())[:1])
    by_name = units.filter(name__icontains=words.strip()).in_order()[:FOUND]
    return list(dict.fromkeys([*by_code, *by_name]))[:FOUND]


def proposed_deadlines(decision: Decision, kinds: Sequence[UnitKind], *, at: datetime) -> dict[str, str]:
    """Return a reading deadline for each level as an ISO date, by the code of its kind: 7, 14 and 30 days from now.

    None for the level of the body that decided, which has read it, unless there is no other.
    """
    today = decision.body.local(at).date()
    levels = [kind for kind in kinds if kind.pk != decision.body.kind_id] or kinds
    days = proposed_days(len(levels))
    return {
        kind.code: (today + timedelta(days=count)).isoformat()
        for kind, count in zip(levels, days, strict=True)
    }


def papers_of(person: Person, permission: str, *, at: datetime) -> DecisionQuerySet:
    """Return the decisions of the bodies where `person` holds `permission`, with titles as they read them."""
    units = units_where(person, permission, at=at)
    return titled(Decision.objects.in_units(units), person.languages, at=at)
