"""Decisions as they are read: one on its page, many in the list."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from folkmoot.access.policy import permitted, units_where, units_where_each, visible
from folkmoot.decisions.models import Audience, Deadline, Decision, Kind, Relation, State
from folkmoot.decisions.models.audience import Standing, standings_of
from folkmoot.decisions.models.decision import DecisionQuerySet
from folkmoot.decisions.queries.addressees import Addressees, addressees_of
from folkmoot.decisions.queries.drafting import is_amendable, may_amend
from folkmoot.decisions.queries.history import (
    Amendment,
    News,
    amendments_of,
    changes_from,
    changes_made,
    changes_since,
    files_after,
    moment_of,
    news_in,
)
from folkmoot.decisions.queries.inbox import found_by, shown_to, titled
from folkmoot.decisions.queries.paging import EXPORT_PAGE, PAGE, DecisionList, all_pages, page_of, paged
from folkmoot.decisions.queries.reach import earliest, is_counted_in
from folkmoot.decisions.queries.recirculating import rhythm_of
from folkmoot.decisions.queries.relations import NONE, Relations, done_by, relations_of
from folkmoot.decisions.queries.repeals import reason_of
from folkmoot.decisions.rules.recirculation import Rhythm
from folkmoot.documents.queries import Reading, reading_of, reading_of_number
from folkmoot.documents.queries.files import FileChange
from folkmoot.documents.rules.marked_points import MarkedPoint
from folkmoot.kernel.prepared import padded, prepared
from folkmoot.people.models import Membership, Person
from folkmoot.units.models import UnitQuerySet

READING = ("decisions.read_decision", "decisions.draft_decision")
ASKED = (
    *READING,
    "decisions.convey_decision",
    "decisions.repeal_decision",
    "decisions.see_reach",
    "news.publish_openly",
    "bylaws.enter_clause",
)


class Asked(NamedTuple):
    """Which text was asked for: of a day, by its number, or today's marked against that of a day."""

    on: date | None
    since: date | None
    version: int | None

    @property
    def is_earlier(self) -> bool:
        """Whether it is another text than today's."""
        return self.on is not None or self.version is not None

    @property
    def compared(self) -> date | None:
        """The day against whose text today's is marked."""
        return None if self.is_earlier else self.since


@dataclass(frozen=True)
class DecisionPage:
    """One decision on its page: the words, whom it is for, by when, and what the reader may do with it."""

    decision: Decision
    reading: Reading
    addressees: Addressees | None
    deadlines: Sequence[Deadline]
    later_deadlines: Sequence[Deadline]
    read_by: date | None
    is_addressed: bool
    is_in_force: bool
    is_repealed: bool
    may_convey: bool
    may_repeal: bool
    allowed: frozenset[str]
    rhythm: Rhythm | None
    may_set_rhythm: bool
    may_amend: bool
    relations: Relations
    history: Sequence[Amendment]
    news: News
    reason: Reading | None
    marked: Sequence[MarkedPoint]
    file_changes: Sequence[FileChange]
    repeal_reason: str
    asked: Asked
    followed_in: UUID | None

    @property
    def is_earlier(self) -> bool:
        """Whether another text than today's was asked for."""
        return self.asked.is_earlier

    @property
    def of_day(self) -> date | None:
        """The day whose text was asked for."""
        return self.asked.on

    @property
    def of_version(self) -> int | None:
        """The number of the text that was asked for."""
        return self.asked.version

    @property
    def made_by(self) -> Amendment | None:
        """What made the text that was asked for by its number, None if it is as it was adopted."""
        return next((each for each in self.history if each.number == self.of_version), None)

    @property
    def may_publish_openly(self) -> bool:
        """Whether the reader may publish it to everybody."""
        return "news.publish_openly" in self.allowed and self.decision.state is State.CONVEYED

    @property
    def may_enter_clauses(self) -> bool:
        """Whether the reader may say what its articles ask; those of an amendment stand in the text that it changed."""
        return (
            "bylaws.enter_clause" in self.allowed and not self.is_repealed and self.relations.amends is None
        )


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
    units = units_where_each(person, READING, at=at)
    return may_read_from(standings_of(person, at=at), [units[each] for each in READING], at=at)


def may_read_from(standings: Sequence[Standing], units: Sequence[UnitQuerySet], *, at: datetime) -> Q:
    """Return what `may_read` does, once it is known where somebody stands, and where they have what `READING` names."""
    reading, drafting = units
    addressed = Audience.objects.reaching_from(standings).filter(decision=OuterRef("pk"))
    return (
        Q(Exists(reading.filter(pk=OuterRef("body"))), conveyed_at__isnull=False)
        | Q(Exists(drafting.filter(pk=OuterRef("body"))), adopted_on__isnull=False)
        | Q(Exists(addressed), conveyed_at__lte=at)
    )


def decision_page(
    decision_id: UUID,
    person: Person,
    *,
    language: str = "",
    on: date | None = None,
    since: date | None = None,
    version: int | None = None,
    at: datetime,
) -> DecisionPage | None:
    """Return the page of a decision, in `language` if it has it; None if `person` may not read it, or there is none.

    `on` shows the text of a day, `version` the text with that number once it holds. `since` marks in today's what changed
    since a day, or since the reader acknowledged it.

    What `readable` says of many, asked of one, so that the page pays for one.
    """
    found = _found(decision_id, person, at=at)
    if found is None:
        return None
    decision, allowed, is_addressed = found
    text_at, languages = moment_of(on, decision) if on else at, [language, *person.languages]
    if version is None:
        reading = reading_of(decision.document_id, languages, at=text_at)
    elif (one := reading_of_number(decision.document_id, version, languages, at=at)) is not None:
        reading = one
    else:
        return None
    asked = Asked(on, since, version)
    return _page(decision, reading, person, allowed, is_addressed=is_addressed, asked=asked, at=at)


def decision_read_by(
    decision_id: UUID, person: Person, *, at: datetime
) -> tuple[Decision, frozenset[str]] | None:
    """Return a decision with its title and what `person` may do for its body; None if they may not read it."""
    found = _found(decision_id, person, at=at)
    return found[:2] if found else None


def decision_list(person: Person, *, words: str, after: str, at: datetime, size: int = PAGE) -> DecisionList:
    """Return the decisions that are for `person` and still stand, the latest first, `words` in number or title.

    `after` is the key that the page before gave.
    """
    standings = standings_of(person, at=at)
    if not (words or after):
        # What everybody opens: the first page of all.
        rows = _first(person=person.pk, languages=person.languages, standings=standings, at=at, most=size + 1)
        return paged(rows, size=size)
    standing = _standing_for(person, standings, at=at)
    return page_of(found_by(standing, words), after=after, size=size)


@prepared
def _first(
    *, person: UUID, languages: list[str], standings: Sequence[Standing], at: datetime, most: int
) -> DecisionQuerySet:
    reader = Person(pk=person, languages=languages)
    return _standing_for(reader, standings, at=at).newest_first()[:most]


def _standing_for(person: Person, standings: Sequence[Standing], *, at: datetime) -> DecisionQuerySet:
    audiences = Audience.objects.reaching_from(standings)
    return shown_to(Decision.objects.for_audiences(audiences, at).standing(at), person, at=at)


def all_decisions(person: Person, *, words: str, at: datetime) -> Iterator[Decision]:
    """Yield every decision of `decision_list`, never holding more than one page of them."""
    return all_pages(lambda after: decision_list(person, words=words, after=after, at=at, size=EXPORT_PAGE))


def decisions_of(units: UnitQuerySet, *, at: datetime) -> Iterator[Decision]:
    """Yield every decision that one of `units` adopted and conveyed, the latest first, never holding more than a page."""
    conveyed = titled(Decision.objects.conveyed().in_units(units), [], at=at)
    return all_pages(lambda after: page_of(conveyed, after=after, size=EXPORT_PAGE))


def _found(
    decision_id: UUID, person: Person, *, at: datetime
) -> tuple[Decision, frozenset[str], bool] | None:
    """Find a decision with what a reader may do to it and whether it is addressed to them, None if they may not read it."""
    standings = standings_of(person, at=at)
    asked = _one(
        decision=decision_id, person=person.pk, languages=person.languages, standings=standings, at=at
    )
    decision = next(iter(asked), None)
    if decision is None:
        return None
    allowed = permitted(person, ASKED, on=decision.body, at=at)
    is_addressed = decision.conveyed_at is not None and bool(vars(decision)["is_addressed"])
    reads = "decisions.read_decision" if decision.conveyed_at else "decisions.draft_decision"
    return (decision, allowed, is_addressed) if is_addressed or reads in allowed else None


@prepared
def _one(
    *, decision: UUID, person: UUID, languages: list[str], standings: Sequence[Standing], at: datetime
) -> DecisionQuerySet:
    addressed = Audience.objects.reaching_from(standings).filter(decision=OuterRef("pk"))
    # Most decisions have nothing to do with others, and are not asked for it.
    does = Relation.objects.filter(decision=OuterRef("pk"))
    suffers = Relation.objects.adopted().filter(target=OuterRef("pk"))
    related = {
        "is_addressed": Exists(addressed),
        "is_active": Exists(does),
        "is_amended": Exists(suffers.amending()),
        "is_passive": Exists(suffers.exclude(kind=Kind.AMENDS)),
    }
    reader = Person(pk=person, languages=languages)
    shown = shown_to(Decision.objects.adopted().filter(pk=decision), reader, at=at)
    return shown.select_related("body", "audience__unit__kind", "recirculation").annotate(**related)


def _page(
    decision: Decision,
    reading: Reading,
    person: Person,
    allowed: frozenset[str],
    *,
    is_addressed: bool,
    asked: Asked,
    at: datetime,
) -> DecisionPage:
    relations, history, amends = _hanging_together(decision, person, allowed, at=at)
    deadlines, later = _deadlines_seen_by(person, decision, history, at=at)
    comes_back = decision.state is State.CONVEYED and relations.amends is None  # an amendment’s text does
    news = news_in(history if is_addressed and not asked.is_earlier else [], decision.acknowledged_at, at=at)
    return DecisionPage(
        decision=decision,
        reading=reading,
        addressees=addressees_of(decision.audience) if decision.conveyed_at else None,
        deadlines=deadlines,
        later_deadlines=later,
        read_by=_read_by(decision, history, [*deadlines, *later]) if is_addressed else None,
        is_addressed=is_addressed,
        is_in_force=decision.is_in_force(at),
        may_convey="decisions.convey_decision" in allowed and decision.state is State.ADOPTED,
        rhythm=rhythm_of(decision) if comes_back else None,
        may_set_rhythm="decisions.convey_decision" in allowed and comes_back,
        is_repealed=decision.is_repealed(at),
        allowed=allowed,
        may_repeal="decisions.repeal_decision" in allowed and _is_repealable(decision, relations, at=at),
        may_amend=relations.amends is None and _may_amend(person, decision, allowed, at=at),
        relations=relations,
        history=[each for each in history if each.holds_from <= at],
        news=news,
        reason=_reason(news, [reading.language.code, *person.languages], at=at),
        marked=_marked(decision, reading, amends, news=news, since=asked.compared),
        file_changes=files_after(amends) if amends is not None else (),
        repeal_reason=reason_of(decision) if decision.repealed_at else "",
        asked=asked,
        followed_in=_followed_in(person, decision, at=at) if decision.conveyed_at else None,
    )


def _hanging_together(
    decision: Decision, person: Person, allowed: frozenset[str], *, at: datetime
) -> tuple[Relations, Sequence[Amendment], Relation | None]:
    """Return what a decision has to do with others, how its text was amended, and what it amends, asking for what there is."""
    found = vars(decision)
    history = amendments_of(decision, person, allowed=allowed, at=at) if found["is_amended"] else []
    if not (found["is_active"] or found["is_passive"] or history):
        return NONE, history, None
    amendments = [each.decision for each in history]
    does = done_by(decision) if found["is_active"] else []
    relations = relations_of(decision, does, amendments, person, allowed=allowed, at=at)
    return relations, history, next((each for each in does if each.kind == Kind.AMENDS), None)


def _is_repealable(decision: Decision, relations: Relations, *, at: datetime) -> bool:
    # What an amendment in force has changed is part of the other text: it is changed back by another.
    is_done = (
        relations.amends is not None and decision.in_force_from is not None and decision.in_force_from <= at
    )
    return not decision.is_repealed(at) and not is_done


def _may_amend(person: Person, decision: Decision, allowed: frozenset[str], *, at: datetime) -> bool:
    if "decisions.draft_decision" in allowed:
        return is_amendable(decision, at=at)
    # Officers above, who see how it comes to all, may write for a body of their own.
    return "decisions.see_reach" in allowed and may_amend(person, decision, at=at)


def _marked(
    decision: Decision,
    reading: Reading,
    amends: Relation | None,
    *,
    news: News,
    since: date | None,
) -> Sequence[MarkedPoint]:
    """Return what is marked: in an amendment what it changes, in a text what changed since a day or since it was read."""
    if amends is not None:
        return changes_made(amends, reading.language.code)
    if since is not None:
        return changes_from(decision, since, reading.version.pk, reading.language.code)
    return changes_since(news, reading.version.pk, reading.language.code)


def _followed_in(person: Person, decision: Decision, *, at: datetime) -> UUID | None:
    """Return the topmost unit in which `person` sees how far a decision has come, None if there is none."""
    units = units_where(person, "decisions.see_reach", at=at).filter(is_counted_in(decision))
    return units.in_order().values_list("pk", flat=True).first()


def _deadlines_seen_by(
    person: Person, decision: Decision, history: Sequence[Amendment], *, at: datetime
) -> tuple[Sequence[Deadline], Sequence[Deadline]]:
    """Return by when each level reads a decision, and by when what amended it since: one question for both."""
    seen = [each.decision.pk for each in history if each.is_readable and each.is_read_together]
    found = _deadlines(decisions=padded([decision.pk, *seen]), person=person.pk, at=at)
    own = [each for each in found if each.decision_id == decision.pk]
    return own, [each for each in found if each.decision_id != decision.pk]


@prepared
def _deadlines(*, decisions: Sequence[UUID], person: UUID, at: datetime) -> QuerySet[Deadline]:
    homes = Membership.objects.current(at).filter(person=person, unit__kind=OuterRef("kind"))
    found = Deadline.objects.filter(decision__in=decisions).annotate(is_own=Exists(homes))
    return found.select_related("kind", "decision").order_by("kind__rank", "read_by", "pk")


def _read_by(decision: Decision, history: Sequence[Amendment], deadlines: Sequence[Deadline]) -> date | None:
    """Return the first day by which the reader should have read what they have not: the text, or what changed in it."""
    received = {each.decision.pk for each in history if each.is_received}
    if decision.acknowledged_at is not None:
        received.add(decision.pk)
    return earliest(
        *(each.read_by for each in deadlines if vars(each)["is_own"] and each.decision_id not in received)
    )


def _reason(news: News, languages: Sequence[str], *, at: datetime) -> Reading | None:
    """Return what the latest amendment that a reader has not read says itself, None if there is none they may read."""
    told = [each.decision for each in news.amendments if each.is_readable]
    return reading_of(told[-1].document_id, languages, at=at) if told else None
