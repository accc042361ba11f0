"""Taking the figures of opinions: once, of how it was when all was over, whatever changes later."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.access.policy import readers_in
from folkmoot.consultations.events import OpinionsCounted
from folkmoot.consultations.models import Comment, Consultation, OpinionFigure
from folkmoot.consultations.queries.reaching import SEE
from folkmoot.decisions.rules.thresholds import SMALLEST
from folkmoot.kernel.acts import Via, act, run
from folkmoot.kernel.batches import batched
from folkmoot.kernel.canonical import canonical_json, digest_of
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.ledger import record
from folkmoot.people.models import Person

# Longer than an act waits for its turn to write.
AFTER_THE_END = timedelta(minutes=1)
# A transaction of so many takes well under 50 ms.
ROWS = 500
FIGURES = ("agree", "with_changes", "disagree", "undecided")


def count_waiting(at: datetime) -> bool:
    """Take the figures of one consultation that is over, and return whether there was one.

    They are written some at a time, and pages show them once all are there: in a large organisation it takes a while.
    """
    from folkmoot.consultations.queries.counting import figures_of, points_told_by_names  # noqa: PLC0415  -- brings numpy, for the worker alone

    waiting = Consultation.objects.uncounted(at - AFTER_THE_END).order_by("ends_at", "pk").first()
    if waiting is None:
        return False
    # What a round that was killed left behind.
    OpinionFigure.objects.filter(consultation=waiting).delete()
    for some in batched(figures_of(waiting), ROWS):
        OpinionFigure.objects.bulk_create(some)
    _fix_unsigned(waiting, points_told_by_names(waiting), at=at)
    given = {"consultation_id": waiting.pk, **sealed_figures(waiting.pk)}
    run(count_opinions, given, act_id=new_id(), by=None, at=at, via=Via.WORKER)
    return True


def _fix_unsigned(waiting: Consultation, told: Collection[str], *, at: datetime) -> None:
    """Let go of what was said by those who have left, and find out what of the rest may be read.

    That is nothing if too few besides its readers spoke without a name, and nothing of the points at which the names `told`
    whose it is.

    Nobody has read any of it, and nobody can add to it: so it may be done before the act that makes it count.
    """
    unsigned = Comment.objects.filter(consultation=waiting).unsigned()
    last = UUID(int=0)
    while gone := list(
        unsigned.of_who_left(at).filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:ROWS]
    ):
        Comment.objects.filter(pk__in=gone).delete()
        last = gone[-1]
    others = unsigned.exclude(person__in=readers_in(waiting.body, SEE, at=waiting.ends_at))
    authors = others.order_by().values("person").distinct()[:SMALLEST].count()
    unsigned.filter(point__in=told).update(is_withheld=True)
    Consultation.objects.filter(pk=waiting.pk).update(shows_unsigned=authors >= SMALLEST)


def sealed_figures(consultation_id: UUID) -> dict[str, object]:
    """Return how many figures were taken of a consultation, and their digest: what `count_opinions` is given."""
    rows = OpinionFigure.objects.filter(consultation=consultation_id).values_list("unit", "point", *FIGURES)
    sealed = sorted([str(unit), *rest] for unit, *rest in rows)
    return {"figures": len(sealed), "figures_digest": digest_of(canonical_json(sealed))}


@act("consultations.count_opinions", bulk=True)
def count_opinions(
    *, consultation_id: UUID, figures: int, figures_digest: str, by: Person | None, at: datetime
) -> UUID:
    """Keep for good the figures that were taken of a consultation that is over, and enter their digest; again changes nothing.

    Reading and sealing so many takes long, so that it is done ahead of the transaction: nothing writes them but the worker.

    :raises Refused: if there are not as many `figures` as were sealed.
    """
    waiting = Consultation.objects.uncounted(at).filter(pk=consultation_id)
    # One conditional update is lock and guard at once, on both databases.
    if waiting.update(counted_at=at):
        if OpinionFigure.objects.filter(consultation=consultation_id).count() != figures:
            raise Refused(
                _("These are not the figures that were sealed. They are taken again in the next round.")
            )
        record(OpinionsCounted(consultation_id, figures_digest), by=by, at=at)
    return consultation_id
