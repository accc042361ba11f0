"""What has come back to a person, and how often a decision does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from django.db.models import Exists, OuterRef

from folkmoot.decisions.interfaces import Question, questions_on
from folkmoot.decisions.models import Audience, Decision, InMind, Receipt, Relation
from folkmoot.decisions.models.audience import Standing, standings_of
from folkmoot.decisions.models.decision import DecisionQuerySet
from folkmoot.decisions.models.recirculation import Recirculation, comes_back
from folkmoot.decisions.queries.inbox import titled
from folkmoot.decisions.rules.recirculation import Rhythm, Round, in_focus, round_at
from folkmoot.documents.collecting import PointRead, point_read, points_written
from folkmoot.kernel.prepared import prepared
from folkmoot.people.models import Person

# Never more at a time, however many there are: each takes a minute.
AT_A_TIME = 2


@dataclass(frozen=True)
class BackAgain:
    """A decision that has come back, the point in focus, and what is asked of it, if anything is."""

    decision: Decision
    title: str
    point: PointRead | None
    question: Question | None = None


def back_again(
    person: Person, *, standings: Sequence[Standing] | None = None, at: datetime, most: int = AT_A_TIME
) -> list[BackAgain]:
    """Return the decisions that have come back to `person` and that they do not have in mind yet, the latest conveyed first.

    `standings` are where `person` stands, if the page has asked. Only what they have acknowledged comes back:
    what they have not is on their list anyway.
    """
    stands = standings_of(person, at=at) if standings is None else standings
    rows = _coming_back(
        person=person.pk, languages=person.languages, standings=stands, at=at, most=most
    )  # fmt: skip
    points = _in_focus(rows, person.languages, at=at)
    labels = {pk: point.point.number for pk, point in points.items()}
    questions = questions_on(labels, person, stands, at=at)
    return [BackAgain(row, vars(row)["title"], points.get(row.pk), questions.get(row.pk)) for row in rows]


def may_be_back(person: UUID) -> Exists:
    """Return, to be asked beside something else, whether anything that `person` acknowledged ever comes back."""
    acknowledged = Receipt.objects.of(Person(pk=person)).values("decision")
    return Exists(Recirculation.objects.filter(decision__in=acknowledged))


def round_of(decision: Decision, *, at: datetime) -> Round | None:
    """Return the round of a conveyed decision that is on, None if none is."""
    conveyed_at = cast("datetime", decision.conveyed_at)
    return round_at(rhythm_of(decision), conveyed_at=conveyed_at, at=at)


def is_in_focus(decision: Decision, point: str, *, at: datetime) -> bool:
    """Return whether a round of a decision is on, and its point with this number is the one in focus."""
    if round_of(decision, at=at) is None:
        return False
    points = points_written([decision.document_id], at=at).get(decision.document_id, {})
    return _label_in_focus(decision, points, at=at) == point


def rhythm_of(decision: Decision) -> Rhythm:
    """Return how often a decision comes back; one query unless it was selected with its recirculation."""
    recirculation = getattr(decision, "recirculation", None)
    return Rhythm(recirculation.rhythm) if recirculation else Rhythm.NEVER


@prepared
def _coming_back(
    *, person: UUID, languages: list[str], standings: Sequence[Standing], at: datetime, most: int
) -> DecisionQuerySet:
    reader = Person(pk=person)
    # What one has acknowledged is little; what comes back to everybody could be much.
    acknowledged = Receipt.objects.of(reader).values("decision")
    in_mind = InMind.objects.of(reader).fresh(at).filter(decision=OuterRef("pk"))
    audiences = Audience.objects.reaching_from(standings)
    addressed = Decision.objects.for_audiences(audiences, at).in_force(at)
    # What an amendment says is that another text is changed as marked: that text comes back, and it does not.
    amends = Relation.objects.amending().filter(decision=OuterRef("pk"))
    on = addressed.filter(comes_back(at), ~Exists(in_mind), ~Exists(amends), pk__in=acknowledged)
    return titled(on.select_related("recirculation"), languages, at=at).newest_first()[:most]


def _in_focus(
    decisions: Sequence[Decision], languages: Sequence[str], *, at: datetime
) -> dict[UUID, PointRead]:
    """Return, by decision, the point in focus."""
    # On most days nothing has come back: then nothing more is asked.
    written = points_written([each.document_id for each in decisions], at=at)
    focuses = {}
    for decision in decisions:
        points = written.get(decision.document_id, {})
        label = _label_in_focus(decision, points, at=at)
        if label is not None:
            focuses[decision.pk] = point_read(points[label], languages)
    return focuses


def _label_in_focus(decision: Decision, points: Mapping[str, object], *, at: datetime) -> str | None:
    on = round_of(decision, at=at)
    return in_focus(on.number, list(points)) if on else None
