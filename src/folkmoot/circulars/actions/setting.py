"""Taking a batch further, a part at a time: whatever is killed when, the next part begins where the last one ended."""

import os
import shutil
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import structlog
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from folkmoot.circulars.models import Batch, BatchPart, State
from folkmoot.circulars.queries.batches import decision_printed, folder_of, next_cells, over, path_of
from folkmoot.circulars.queries.printing import circular_of, sheet_for
from folkmoot.circulars.typesetting import typeset
from folkmoot.decisions.queries.papers import decision_page
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.files import alone_with, private
from folkmoot.membership.queries.counts import members_of
from folkmoot.units.models import Unit
from folkmoot.units.rules import paths

log = structlog.get_logger()


def go_on_setting(at: datetime) -> bool:
    """Set the next part of the oldest batch that waits, and return whether there was one."""
    batch = Batch.objects.printing().select_related("unit", "by").order_by("id").first()
    if batch is None:
        return False
    folder_of(batch.pk).mkdir(parents=True, exist_ok=True, mode=0o700)
    with alone_with(folder_of(batch.pk) / "lock") as is_alone:
        if not is_alone:
            return False
        try:
            with translation.override(batch.own_language):
                _set_part(batch, at)
        except Refused as refusal:
            # Tried for ever, it would keep every batch after it waiting.
            Batch.objects.filter(pk=batch.pk, state=State.PRINTING).update(
                state=State.STOPPED, stopped_because=str(refusal)
            )
    return True


def forget_batches(at: datetime) -> bool:
    """Delete one batch whose time is over, its files first, and return whether one was deleted: not while it is being set."""
    batch = over(at).order_by("id").first()
    if batch is None:
        return False
    folder = folder_of(batch.pk)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with alone_with(folder / "lock") as is_alone:
        if is_alone:
            # In this order: what is left of a deletion that was cut short is still found.
            shutil.rmtree(folder)
            batch.delete()
    return is_alone


def _set_part(batch: Batch, at: datetime) -> None:
    decision = decision_printed(batch.decision_id, batch.unit, languages=batch.by.languages, at=at)
    # As whoever asked reads it now: an office that ended meanwhile prints nothing more.
    page = decision_page(batch.decision_id, batch.by, language=batch.language, at=at)
    if decision is None or page is None:
        raise Refused(_("The decision no longer stands, or whoever asked for this may not read it any more."))
    cells = next_cells(batch, decision)
    if not cells:
        Batch.objects.filter(pk=batch.pk, state=State.PRINTING).update(state=State.DONE)
        return
    members = members_of([cell.pk for cell in cells])
    sheets = [sheet_for(batch.decision_id, cell, members=members.get(cell.pk, 0)) for cell in cells]
    pdf = typeset(circular_of(page, organisation=_organisation()), sheets, at=at)
    _write(batch.pk, batch.part_count + 1, pdf)
    _note(batch, cells)


def _write(batch_id: UUID, number: int, pdf: bytes) -> None:
    path = path_of(batch_id, number)
    half = path.with_suffix(".half")
    with open(half, "wb", opener=private) as file:
        file.write(pdf)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)


def _note(batch: Batch, cells: Sequence[Unit]) -> None:
    """Move the batch on, if nobody discarded it meanwhile: its file is there before its row."""
    with transaction.atomic():
        moved = Batch.objects.filter(pk=batch.pk, state=State.PRINTING, part_count=batch.part_count).update(
            part_count=batch.part_count + 1, done=batch.done + len(cells), last_path=cells[-1].path
        )
        if moved:
            BatchPart.objects.create(
                batch=batch,
                number=batch.part_count + 1,
                unit_id=cells[0].parent_id or cells[0].pk,
                cell_ids=[str(cell.pk) for cell in cells],
            )


def _organisation() -> str:
    return Unit.objects.filter(path=paths.ROOT).values_list("name", flat=True).first() or ""
