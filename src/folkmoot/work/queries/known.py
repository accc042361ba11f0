"""Of which work somebody may know: what the acts are given; anything else is to them not there."""

from uuid import UUID

from folkmoot.kernel.sight import Asking
from folkmoot.work.models import Lesson, Step
from folkmoot.work.queries.lists import seen_by


def assignments_known(asking: Asking) -> set[UUID]:
    """Return the work that `to` sees."""
    seen = seen_by(asking.to, at=asking.at).filter(pk__in=asking.ids)
    return set(seen.values_list("pk", flat=True))


def steps_known(asking: Asking) -> set[UUID]:
    """Return the steps of work that `to` sees."""
    seen = seen_by(asking.to, at=asking.at).order_by().values("pk")
    steps = Step.objects.filter(pk__in=asking.ids, assignment__in=seen)
    return set(steps.values_list("pk", flat=True))


def lessons_known(asking: Asking) -> set[UUID]:
    """Return what was learnt from work that `to` sees."""
    seen = seen_by(asking.to, at=asking.at).order_by().values("pk")
    lessons = Lesson.objects.filter(pk__in=asking.ids, assignment__in=seen)
    return set(lessons.values_list("pk", flat=True))
