"""Taking the figures of opinions: once, of how it was when all was over, whatever changes later."""

from datetime import datetime, timedelta
from uuid import UUID

from folkmoot.consultations.events import OpinionsCounted
from folkmoot.consultations.models import Consultation, OpinionFigure
from folkmoot.consultations.queries.counting import figures_of
from folkmoot.kernel.acts import Via, act, run
from folkmoot.kernel.canonical import canonical_json, digest_of
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.ledger import record
from folkmoot.people.models import Person

# Longer than an act waits for its turn to write.
AFTER_THE_END = timedelta(minutes=1)
FIGURES = ("agree", "with_changes", "disagree", "undecided")


def count_waiting(at: datetime) -> bool:
    """Take the figures of one consultation that is over, and return whether there was one."""
    waiting = Consultation.objects.uncounted(at - AFTER_THE_END).order_by("ends_at", "pk").first()
    if waiting is not None:
        given = {"consultation_id": waiting.pk}
        run(count_opinions, given, act_id=new_id(), by=None, at=at, via=Via.WORKER)
    return waiting is not None


@act("consultations.count_opinions", bulk=True)
def count_opinions(*, consultation_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Keep the figures of a consultation that is over, if none were taken, and enter their digest."""
    waiting = Consultation.objects.uncounted(at).filter(pk=consultation_id)
    # One conditional update is lock and guard at once, on both databases.
    if waiting.update(counted_at=at):
        rows = OpinionFigure.objects.bulk_create(
            figures_of(Consultation.objects.get(pk=consultation_id)), batch_size=500
        )
        sealed = [(str(row.unit_id), row.point, *(getattr(row, name) for name in FIGURES)) for row in rows]
        record(OpinionsCounted(consultation_id, digest_of(canonical_json(sorted(sealed)))), by=by, at=at)
    return consultation_id
