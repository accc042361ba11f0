"""Which cells get a decision on paper, and what was set for them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from folkmoot.access.policy import visible
from folkmoot.circulars.models import Batch, BatchPart, BatchQuerySet, PaperCell, State
from folkmoot.decisions.queries.reach import cells_addressed
from folkmoot.decisions.queries.reach_pages import decision_in
from folkmoot.kernel.prepared import prepared
from folkmoot.people.models import Person
from folkmoot.units.models import Unit, UnitQuerySet
from folkmoot.units.rules import paths

# So many circulars are set at once: a second's work, and all that is ever held in memory.
PART_CELLS = 25
KEPT = timedelta(days=7)
SHOWN = 50
# A page counts no further: adding up a whole large organisation would keep it waiting.
COUNTED = 1_000


@dataclass(frozen=True)
class BatchesPage:
    """A decision in one unit: how many cells get it on paper, and the batches that are kept, the newest first."""

    decision: Any
    title: str
    unit: Unit
    cells: int
    batches: Sequence[Batch]

    @property
    def has_more_cells(self) -> bool:
        """Whether there are more cells than were counted."""
        return self.cells > COUNTED


def is_on_paper(unit: Unit) -> bool:
    """Return whether a cell gets its decisions on paper."""
    return bool(_paper_of(unit=unit.pk))


@prepared
def _paper_of(*, unit: UUID) -> QuerySet[Any, Any]:
    return PaperCell.objects.filter(unit=unit).values_list("unit", flat=True)


def decision_printed(decision_id: UUID, unit: Unit, *, languages: Sequence[str], at: datetime) -> Any:  # noqa: ANN401  -- another feature's
    """Return a decision that stands and concerns `unit`, with its title; None if there is none."""
    decision = decision_in(decision_id, unit, languages=languages, at=at)
    return decision if decision is not None and not decision.is_repealed(at) else None


def paper_cells(decision: Any, unit: Unit) -> UnitQuerySet:  # noqa: ANN401  -- another feature's
    """Return the open cells on paper at and below `unit` whose members a decision is for, in the order of the tree."""
    marked = PaperCell.objects.values("unit")
    # Asked by range of paths as well, and not by the ids alone of a whole large organisation.
    low, high = paths.range_of(unit.path)
    return cells_addressed(decision, Unit.objects.filter(pk__in=marked, path__gte=low, path__lt=high))


def next_cells(batch: Batch, decision: Any) -> list[Unit]:  # noqa: ANN401  -- another feature's
    """Return the cells of the next part of a batch: of one district, as many as one part holds; none at its end."""
    waiting = paper_cells(decision, batch.unit).filter(path__gt=batch.last_path).select_related("parent")
    cells = list(waiting[:PART_CELLS])
    return list(takewhile(lambda cell: cell.parent_id == cells[0].parent_id, cells))


def batches_page(decision_id: UUID, unit: Unit, person: Person, *, at: datetime) -> BatchesPage | None:
    """Return what an officer of `unit` sees of a decision's circulars; None if it does not stand there."""
    decision = decision_printed(decision_id, unit, languages=person.languages, at=at)
    if decision is None:
        return None
    batches = (
        Batch.objects.kept().filter(decision=decision_id, unit=unit).select_related("by").order_by("-id")
    )
    counted = paper_cells(decision, unit)[: COUNTED + 1].count()
    return BatchesPage(decision, vars(decision)["title"], unit, counted, list(batches[:SHOWN]))


def batches_for(person: Person, *, at: datetime) -> BatchQuerySet:
    """Return the batches that are kept where `person` may print, each with its unit."""
    kept = Batch.objects.kept().select_related("unit", "decision", "by")
    return visible(kept, person, "circulars.print_batch", at=at)


def parts_page(batch: Batch, *, after: int) -> tuple[list[BatchPart], int | None]:
    """Return fifty parts of a batch behind the one numbered `after`, and after which the next page begins, if one does."""
    parts = list(batch.parts.filter(number__gt=after).select_related("unit").order_by("number")[: SHOWN + 1])
    return parts[:SHOWN], parts[SHOWN - 1].number if len(parts) > SHOWN else None


def cell_rows(batch: Batch) -> Iterator[Sequence[object]]:
    """Yield a header and then each cell of a batch, with the file that its circular is in."""
    yield [_("File"), _("District"), _("Cell"), _("Code")]
    for part in batch.parts.select_related("unit").order_by("number").iterator(chunk_size=SHOWN):
        for cell in Unit.objects.filter(pk__in=part.cell_ids).in_order():
            yield [file_name(part), part.unit.name, cell.name, cell.code]


def paper_cell_rows(page: BatchesPage) -> Iterator[Sequence[object]]:
    """Yield a header and then each cell that would get a decision on paper."""
    yield [_("District"), _("Cell"), _("Code")]
    for cell in paper_cells(page.decision, page.unit).select_related("parent").iterator():
        yield [cell.parent.name if cell.parent else "", cell.name, cell.code]


def file_name(part: BatchPart) -> str:
    """Return what a part is called among its fellows: by its number, and the code of its district."""
    # A code may hold what parts folders.
    return f"{part.number:05d}-{re.sub('[/:]', '-', part.unit.code)}.pdf"


def folder_of(batch_id: UUID) -> Path:
    """Return the folder that holds the files of a batch."""
    folder: Path = settings.DATA / "circulars" / str(batch_id)
    return folder


def path_of(batch_id: UUID, number: int) -> Path:
    """Return where a part of a batch is kept."""
    return folder_of(batch_id) / f"{number:05d}.pdf"


def over(at: datetime) -> BatchQuerySet:
    """Return the batches whose time is over: discarded, or older than a week."""
    return Batch.objects.filter(state=State.DISCARDED) | Batch.objects.filter(asked_at__lt=at - KEPT)
