"""How often a decision comes back, and who has it in mind."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Self

from django.db import models
from django.db.models import Q

from folkmoot.decisions.models.decision import Decision
from folkmoot.decisions.rules.recirculation import LASTS, Rhythm, spans_on
from folkmoot.people.models import Person


class Recirculation(models.Model):
    """How often a conveyed decision comes back; without a row it never does."""

    decision = models.OneToOneField(
        Decision, primary_key=True, on_delete=models.PROTECT, related_name="recirculation"
    )
    rhythm = models.CharField(max_length=12)


def comes_back(at: datetime) -> Q:
    """Return the condition on decisions that a round is on at the moment `at`: what `rules.recirculation` says of one."""
    rhythms: dict[tuple[datetime, datetime], list[str]] = defaultdict(list)
    for rhythm in Rhythm:
        for span in spans_on(rhythm, at=at):
            rhythms[span].append(rhythm.value)
    # By rhythms, as most have the same: SQLite makes a table for each list of three, which took most of the question's time.
    spans: dict[tuple[str, ...], list[tuple[datetime, datetime]]] = defaultdict(list)
    for span, named in rhythms.items():
        spans[tuple(named)].append(span)
    return reduce(or_, (_is_on(each, named) for named, each in spans.items()))


class InMindQuerySet(models.QuerySet["InMind"]):
    """Selections of what people have in mind."""

    def of(self, person: Person) -> Self:
        """Keep those of one person."""
        return self.filter(person=person)

    def fresh(self, at: datetime) -> Self:
        """Keep those of a round that is on, or would be had nobody changed the rhythm."""
        return self.filter(begun_at__gt=at - LASTS)


class InMind(models.Model):
    """That somebody said in a round that they have a decision in mind. Nobody else is shown it, and it is not counted."""

    pk = models.CompositePrimaryKey("person", "decision", "begun_at")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+", db_index=False)
    begun_at = models.DateTimeField()

    objects = InMindQuerySet.as_manager()

    class Meta:
        # The job that forgets asks for the oldest.
        indexes = (models.Index(fields=["begun_at"], name="in_mind_by_age"),)


def _is_on(spans: Sequence[tuple[datetime, datetime]], rhythms: Sequence[str]) -> Q:
    conveyed = (Q(conveyed_at__gt=after, conveyed_at__lte=until) for after, until in spans)
    return Q(recirculation__rhythm__in=rhythms) & reduce(or_, conveyed)
