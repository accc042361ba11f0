"""Decisions as they are read: one on its page, many in the list."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from folkmoot.access.policy import permitted, units_where_each, visible
from folkmoot.decisions.models import Audience, Deadline, Decision, State
from folkmoot.decisions.models.decision import DecisionQuerySet
from folkmoot.decisions.queries.addressees import Addressees, addressees_of
from folkmoot.decisions.queries.inbox import found_by, shown_to, titled
from folkmoot.decisions.queries.paging import EXPORT_PAGE, PAGE, DecisionList, all_pages, page_of
from folkmoot.decisions.queries.recirculating import rhythm_of
from folkmoot.decisions.rules.recirculation import Rhythm
from folkmoot.documents.queries import Reading, reading_of
from folkmoot.people.models import Membership, Person
from folkmoot.units.models import UnitQuerySet

ASKED = (
    "decisions.read_decision",
    "decisions.draft_decision",
    "decisions.convey_decision",
    "decisions.repeal_decision",
)


@dataclass(frozen=True)
class DecisionPage:
    """One decision on its page: the words, whom it is for, by when, and what the reader may do with it."""

    decision: Decision
    reading: Reading
    addressees: Addressees | None
    deadlines: Sequence[Deadline]
    read_by: date | None
    is_addressed: bool
    is_in_force: bool
    may_convey: bool
    may_repeal: bool
    rhythm: Rhythm | None
    may_set_rhythm: bool


def readable(person: Person, *, at: datetime) -> DecisionQuerySet:
    """Return what `person` may read: what is addressed to them, and what bodies in their line or below their office conveyed.

    Those who write for a body may also read what it has adopted and not conveyed yet.
    """
    conveyed = visible(Decision.objects.conveyed(), person, "decisions.read_decision", at=at)
    written = visible(Decision.objects.adopted(), person, "decisions.draft_decision", at=at)
    addressed = Decision.objects.addressed_to(person, at)
    return Decision.objects.filter(
        Q(pk__in=conveyed.values("pk")) | Q(pk__in=written.values("pk")) | Q(pk__in=addressed.values("pk"))
    )


def may_read(person: Person, *, at: datetime) -> Q:
    """Return what `readable` says of all as a condition on each row: for lists that end after a page of a great many."""
    units = units_where_each(person, ("decisions.read_decision", "decisions.draft_decision"), at=at)
    addressed = Audience.objects.reaching(person, at).filter(decision=OuterRef("pk"))
    return (
        Q(Exists(units["decisions.read_decision"].filter(pk=OuterRef("body"))), conveyed_at__isnull=False)
        | Q(Exists(units["decisions.draft_decision"].filter(pk=OuterRef("body"))), adopted_on__isnull=False)
        | Q(Exists(addressed), conveyed_at__lte=at)
    )


def decision_page(
    decision_id: UUID, person: Person, *, language: str = "", at: datetime
) -> DecisionPage | None:
    """Return the page of a decision, in `language` if it has it; None if `person` may not read it, or there is none.

    What `readable` says of many, asked of one, so that the page pays for one.
    """
    found = Decision.objects.adopted().filter(pk=decision_id)
    addressed = Exists(Audience.objects.reaching(person, at).filter(decision=OuterRef("pk")))
    shown = shown_to(found, person).select_related("body", "audience__unit", "recirculation")
    decision = shown.annotate(is_addressed=addressed).first()
    if decision is None:
        return None
    allowed = permitted(person, ASKED, on=decision.body, at=at)
    is_addressed = decision.conveyed_at is not None and bool(vars(decision)["is_addressed"])
    reads = "decisions.read_decision" if decision.conveyed_at else "decisions.draft_decision"
    if not is_addressed and reads not in allowed:
        return None
    reading = reading_of(decision.document_id, [language, *person.languages])
    return _page(decision, reading, person, allowed, is_addressed=is_addressed, at=at)


def decision_list(person: Person, *, words: str, after: str, at: datetime, size: int = PAGE) -> DecisionList:
    """Return the decisions that are for `person` and still stand, the latest first, `words` in number or title.

    `after` is the key that the page before gave.
    """
    standing = Decision.objects.addressed_to(person, at).standing(at)
    return page_of(found_by(shown_to(standing, person), words), after=after, size=size)


def all_decisions(person: Person, *, words: str, at: datetime) -> Iterator[Decision]:
    """Yield every decision of `decision_list`, never holding more than one page of them."""
    return all_pages(lambda after: decision_list(person, words=words, after=after, at=at, size=EXPORT_PAGE))


def decisions_of(units: UnitQuerySet) -> Iterator[Decision]:
    """Yield every decision that one of `units` adopted and conveyed, the latest first, never holding more than a page."""
    conveyed = titled(Decision.objects.conveyed().in_units(units), [])
    return all_pages(lambda after: page_of(conveyed, after=after, size=EXPORT_PAGE))


def _page(
    decision: Decision,
    reading: Reading,
    person: Person,
    allowed: frozenset[str],
    *,
    is_addressed: bool,
    at: datetime,
) -> DecisionPage:
    deadlines = list(_deadlines_seen_by(person, decision, at=at))
    own = [deadline.read_by for deadline in deadlines if vars(deadline)["is_own"]]
    return DecisionPage(
        decision=decision,
        reading=reading,
        addressees=addressees_of(decision.audience) if decision.conveyed_at else None,
        deadlines=deadlines,
        read_by=own[0] if own and is_addressed else None,
        is_addressed=is_addressed,
        is_in_force=decision.is_in_force(at),
        may_convey="decisions.convey_decision" in allowed and decision.state is State.ADOPTED,
        may_repeal="decisions.repeal_decision" in allowed and decision.state is not State.REPEALED,
        rhythm=rhythm_of(decision) if decision.state is State.CONVEYED else None,
        may_set_rhythm="decisions.convey_decision" in allowed and decision.state is State.CONVEYED,
    )


def _deadlines_seen_by(person: Person, decision: Decision, *, at: datetime) -> QuerySet[Deadline]:
    homes = Membership.objects.current(at).filter(person=person, unit__kind=OuterRef("kind"))
    deadlines = decision.deadlines.annotate(is_own=Exists(homes))
    return deadlines.select_related("kind").order_by("kind__rank")
