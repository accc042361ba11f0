"""Of which motions, amendments, votes and questions somebody may know."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from folkmoot.access.policy import visible
from folkmoot.kernel.sight import Asking
from folkmoot.meetings.motions.models import Amendment, Forwarding, Motion, MotionQuerySet, Question, Vote
from folkmoot.meetings.queries.meetings import seen_by
from folkmoot.meetings.rules.permissions import SEEING


def motions_known(asking: Asking) -> set[UUID]:
    """Return those of units whose meetings `to` sees, and those that were sent to one of them."""
    return _among(_seen(asking), asking)


def amendments_known(asking: Asking) -> set[UUID]:
    """Return those to motions that `to` sees."""
    return _among(Amendment.objects.filter(motion__in=_seen(asking).values("pk")), asking)


def forwardings_known(asking: Asking) -> set[UUID]:
    """Return those of motions that `to` sees."""
    return _among(Forwarding.objects.filter(motion__in=_seen(asking).values("pk")), asking)


def votes_known(asking: Asking) -> set[UUID]:
    """Return those at meetings that `to` sees."""
    return _among(Vote.objects.filter(meeting__in=_meetings(asking)), asking)


def questions_known(asking: Asking) -> set[UUID]:
    """Return those at meetings that `to` sees."""
    return _among(Question.objects.filter(meeting__in=_meetings(asking)), asking)


def _seen(asking: Asking) -> MotionQuerySet:
    return visible(Motion.objects.all(), asking.to, SEEING, at=asking.at)


def _meetings(asking: Asking) -> "QuerySet[Any, Any]":
    return seen_by(asking.to, at=asking.at).order_by().values("pk")


def _among(rows: "QuerySet[Any]", asking: Asking) -> set[UUID]:
    return set(rows.filter(pk__in=asking.ids).values_list("pk", flat=True))
