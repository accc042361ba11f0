"""Programmes and lessons as programs read them: what members are offered of them, and nothing of who learns."""

from datetime import datetime

from django.db.models import Q, QuerySet

from folkmoot.decisions.queries.audiences import standings_with_homes
from folkmoot.people.models import Person
from folkmoot.study.models import Lesson, Programme, ProgrammeQuerySet
from folkmoot.study.queries.learning import lines_of
from folkmoot.study.queries.material import programmes_seen


def programmes_listed(person: Person, *, at: datetime) -> ProgrammeQuerySet:
    """Return the programmes that are offered to `person`, and those of units where they write or publish, the last first."""
    stands, _homes = standings_with_homes(person, at=at)
    offered = Q(pk__in=Programme.objects.offered().for_lines(lines_of(stands)).order_by().values("pk"))
    seen = Q(pk__in=programmes_seen(person, at=at).order_by().values("pk"))
    return Programme.objects.filter(offered | seen).select_related("unit").order_by("-pk")


def lessons_listed(person: Person, *, at: datetime) -> "QuerySet[Lesson]":
    """Return the published lessons of those programmes that have not ended, with the text that members read; the last first."""
    of = programmes_listed(person, at=at).order_by().values("pk")
    rows = Lesson.objects.offered().filter(programme__in=of)
    return rows.select_related("current", "programme__unit").order_by("-pk")
