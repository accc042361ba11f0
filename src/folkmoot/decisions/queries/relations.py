"""What a decision does to others and others do to it, as far as somebody may read of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from folkmoot.access.policy import permitted_in
from folkmoot.decisions.models import Decision, Kind, Relation
from folkmoot.decisions.models.relations import RelationQuerySet
from folkmoot.decisions.queries.inbox import titled
from folkmoot.kernel.prepared import prepared
from folkmoot.people.models import Person

READING, WRITING = "decisions.read_decision", "decisions.draft_decision"
SHOWN = 20


@dataclass(frozen=True)
class Related:
    """A decision at the other end of a relation; where it may not be read, as an amendment not yet conveyed, it has no name.

    Whoever writes on top of it knows its number: `is_named`.
    """

    kind: Kind
    is_to_it: bool
    decision: Decision
    title: str
    is_named: bool = False

    @property
    def decision_id(self) -> UUID | None:
        """Its id, None where it may not be read."""
        return self.decision.pk if self.is_readable else None

    @property
    def number(self) -> str:
        """Its number, "" where it may not be known."""
        return self.decision.number if self.is_readable or self.is_named else ""

    @property
    def is_readable(self) -> bool:
        """Whether the one for whom this was asked may read it."""
        return bool(self.title)


@dataclass(frozen=True)
class Relations:
    """All relations of one decision that somebody may know of, those it has to others first; `has_more` if not all are here."""

    lines: Sequence[Related]
    has_more: bool = False

    @property
    def amends(self) -> Related | None:
        """The decision that it amends."""
        return next((each for each in self.lines if each.kind is Kind.AMENDS and not each.is_to_it), None)


NONE = Relations(())


def relations_of(
    decision: Decision,
    does: Sequence[Relation],
    amendments: Sequence[Decision],
    person: Person,
    *,
    allowed: frozenset[str],
    at: datetime,
) -> Relations:
    """Return what a decision does to others, and the latest 20 of its amendments and of what adopted others do to it.

    Amendments change what everybody reads, so that there is one is told to every reader, and its name to those who may
    read it. `does` are the relations that `done_by` found, and `allowed` is what `person` may do for the decision's own
    body; the decision comes from `papers`, with what there is to ask for.
    """
    adopted = Relation.objects.adopted().exclude(kind=Kind.AMENDS)
    back = adopted.filter(target=decision).select_related("decision__body").order_by("-kind", "-pk")
    done = list(back[: SHOWN + 1]) if vars(decision)["is_passive"] else []
    ends = [
        *map(_end, does),
        *((Kind.AMENDS, True, each) for each in amendments[-SHOWN:]),
        *((Kind(each.kind), True, each.decision) for each in done[:SHOWN]),
    ]
    others = [other for _kind, _to, other in ends]
    titles = titles_read_by(person, others, known={decision.body_id: allowed}, at=at)
    lines = [Related(kind, is_to_it, other, titles.get(other.pk, "")) for kind, is_to_it, other in ends]
    shown = [each for each in lines if each.is_readable or each.kind is Kind.AMENDS]
    return Relations(shown, len(done) > SHOWN or len(amendments) > SHOWN)


def relations_of_draft(draft: Decision, person: Person, *, at: datetime) -> Relations:
    """Return what a draft is to do to others, of which its writers see every number; one query where it does nothing."""
    ends = [_end(each) for each in done_by(draft)]
    titles = titles_read_by(person, [other for _kind, _to, other in ends], at=at)
    return Relations(
        [
            Related(kind, is_to_it, other, titles.get(other.pk, ""), is_named=True)
            for kind, is_to_it, other in ends
        ]
    )


def done_by(decision: Decision) -> Sequence[Relation]:
    """Return what a decision does to others, with these and their bodies; one question."""
    return _done_by(decision=decision.pk)


@prepared
def _done_by(*, decision: UUID) -> RelationQuerySet:
    return Relation.objects.filter(decision=decision).select_related("target__body").order_by("pk")


def _end(row: Relation) -> tuple[Kind, bool, Decision]:
    return Kind(row.kind), False, row.target


def titles_read_by(
    person: Person,
    decisions: Collection[Decision],
    *,
    known: Mapping[UUID, frozenset[str]] | None = None,
    at: datetime,
) -> dict[UUID, str]:
    """Return today's titles of those of the decisions, which come with their bodies, that `person` may read; by id.

    `known` is what they may do for some of the bodies, which is not asked again.
    """
    read = read_among(person, decisions, known=known, at=at)
    return titles_of(read, person.languages, at=at)


def titles_of(decision_ids: Collection[UUID], languages: Sequence[str], *, at: datetime) -> dict[UUID, str]:
    """Return today's titles of some decisions that somebody may read, by id: one query, none for none."""
    found = titled(Decision.objects.filter(pk__in=decision_ids), languages, at=at) if decision_ids else []
    return {decision.pk: decision.title for decision in found}


def read_among(
    person: Person,
    decisions: Collection[Decision],
    *,
    known: Mapping[UUID, frozenset[str]] | None = None,
    at: datetime,
) -> set[UUID]:
    """Return the ids of those of the decisions, which come with their bodies, that `person` may read: conveyed, or to be written.

    `known` is what they may do for some of the bodies, which is not asked again.
    """
    allowed = dict(known or {})
    if bodies := [each.body for each in decisions if each.body_id not in allowed]:
        allowed |= permitted_in(person, [READING, WRITING], units=bodies, at=at)
    return {
        each.pk
        for each in decisions
        if WRITING in allowed[each.body_id] or (each.conveyed_at and READING in allowed[each.body_id])
    }
