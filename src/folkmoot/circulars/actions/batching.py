"""Asking for circulars for all cells on paper, and doing without them."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from folkmoot.access.policy import require
from folkmoot.circulars.events import BatchAsked, BatchDiscarded
from folkmoot.circulars.models import Batch, State
from folkmoot.circulars.queries.batches import decision_printed, paper_cells
from folkmoot.decisions.queries.papers import decision_page
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.people.models import Person
from folkmoot.structure.actions.claiming import claim_unit


@act("circulars.print_batch")
def print_batch(
    *, decision_id: UUID, unit_id: UUID, language: str = "", by: Person | None, at: datetime
) -> UUID:
    """Have a circular set for every cell on paper at and below `unit_id` that a decision is for; the worker sets them.

    :raises Refused: if `by` may not do so there or not read the decision, it does not stand or concern the unit, no cell
        there gets paper, or the same is being set.
    """
    unit = claim_unit(unit_id)
    require(by, "circulars.print_batch", on=unit, at=at)
    assert by is not None  # noqa: S101  -- `require` has refused nobody in particular
    decision = decision_printed(decision_id, unit, languages=by.languages, at=at)
    if decision is None or decision_page(decision_id, by, language=language, at=at) is None:
        raise Refused(
            _("This decision does not stand for %(unit)s. Choose one that does.") % {"unit": unit.name},
            field="decision_id",
        )
    cells = paper_cells(decision, unit).count()
    if not cells:
        raise Refused(
            _(
                "No cell in %(unit)s that it is for gets its decisions on paper. Say so on the cell’s page first."
            )
            % {"unit": unit.name},
            field="unit_id",
        )
    if Batch.objects.printing().filter(decision=decision_id, unit=unit, language=language).exists():
        raise Refused(_("These circulars are being set already. Wait until they are ready."))
    batch = Batch.objects.create(
        decision_id=decision_id,
        unit=unit,
        by=by,
        asked_at=at,
        language=language,
        own_language=get_language() or "en",
        cells=cells,
    )
    record(BatchAsked(batch.pk, decision_id, unit.pk, cells), by=by, at=at)
    return batch.pk


@act("circulars.discard_batch")
def discard_batch(*, batch_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Stop a batch of circulars and have its files deleted.

    :raises Refused: if there is no such batch, or `by` may not print there.
    """
    batch = (
        Batch.objects.kept()
        .select_for_update(of=("self",))
        .select_related("unit")
        .filter(pk=batch_id)
        .first()
    )
    if batch is None:
        raise Refused(_("There are no such circulars. They are kept for a week."), field="batch_id")
    require(by, "circulars.print_batch", on=batch.unit, at=at)
    Batch.objects.filter(pk=batch.pk).update(state=State.DISCARDED)
    record(BatchDiscarded(batch.pk), by=by, at=at)
    return batch.pk
