"""Who is told of a repeal: those the decision was for find it for a while, by looking up from where they belong."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, Subquery

from folkmoot.decisions.models import Audience, Decision, Repeal
from folkmoot.decisions.models.audience import Standing
from folkmoot.decisions.models.repeals import READ_ALOUD_FOR, TOLD_FOR
from folkmoot.decisions.queries.inbox import titled
from folkmoot.people.models import Person
from folkmoot.units.models import Unit
from folkmoot.units.rules import paths

MOST = 5


@dataclass(frozen=True)
class Repealed:
    """A decision that was repealed, as those it was for are told: since when, and why if that was said."""

    decision: Decision
    title: str
    language: str
    reason: str

    @property
    def on(self) -> date | None:
        """The day since which it binds nobody."""
        return self.decision.repealed_on


def is_any_repeal(*, at: datetime) -> Exists:
    """Return, to be asked beside something else, whether anything at all was repealed lately."""
    return Exists(Repeal.objects.since(at - TOLD_FOR, at=at))


def is_any_to_read_aloud(*, at: datetime) -> Exists:
    """Return, to be asked beside something else, whether anything at all was repealed that a cell may still read aloud."""
    return Exists(Repeal.objects.since(at - READ_ALOUD_FOR, at=at))


def repealed_lately(person: Person, standings: Sequence[Standing], *, at: datetime) -> list[Repealed]:
    """Return what was for whoever stands so and was repealed in the last two weeks, the latest first; one question."""
    return _told(standings, person.languages, since=TOLD_FOR, at=at)


def to_read_aloud(cells: Sequence[Unit], languages: Sequence[str], *, at: datetime) -> list[Repealed]:
    """Return what was for members of one of `cells` and was repealed in the last month, the latest first; one question."""
    standings = [(tuple(paths.ancestors_of(cell.path)), cell.kind_id, None) for cell in cells]
    return _told(standings, languages, since=READ_ALOUD_FOR, at=at) if cells else []


def reason_of(decision: Decision) -> str:
    """Return why a decision was repealed, empty if nobody said so or another decision did it."""
    return Repeal.objects.filter(decision=decision).values_list("reason", flat=True).first() or ""


def reason_beside() -> Subquery:
    """Return the same, to be asked beside rows of decisions."""
    return Subquery(Repeal.objects.filter(decision=OuterRef("pk")).values("reason")[:1])


def _told(
    standings: Sequence[Standing], languages: Sequence[str], *, since: timedelta, at: datetime
) -> list[Repealed]:
    audiences = Audience.objects.reaching_from(standings)
    # Few are repealed: the database begins with them.
    lately = Repeal.objects.since(at - since, at=at).values("decision")
    was_over = Q(in_force_to__lte=F("repealed_at"))
    found = Decision.objects.for_audiences(audiences, at).filter(pk__in=lately).exclude(was_over)
    rows = titled(found.annotate(reason=F("repeal__reason")), languages, at=at).order_by(
        "-repealed_at", "-pk"
    )
    return [Repealed(each, each.title, each.title_language, vars(each)["reason"]) for each in rows[:MOST]]
