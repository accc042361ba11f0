"""What the pages on imports show."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from folkmoot.access.policy import held_somewhere, units_where
from folkmoot.kernel.tables import rows_of
from folkmoot.kernel.text import words_sought
from folkmoot.people.models import Person
from folkmoot.structure.interfaces import Difference, importers
from folkmoot.structure.models import ImportJob, ImportJobQuerySet
from folkmoot.structure.models.scratch import KeptChange, KeptProblem
from folkmoot.structure.queries.imports import (
    act_id_of_batch,
    changes_of,
    imports_for,
    notes_of,
    problems_of,
    source_path,
    why_not_by,
)
from folkmoot.units.models import Unit, UnitQuerySet

PAGE = 50
PROBLEMS_SHOWN = 100
CHANGES_SHOWN = 50
SAMPLE_ROWS = 3
BATCHES_FORESEEN = 20


@dataclass(frozen=True)
class ImportView:
    """An import as its page shows it, with the first of its problems and of its notes."""

    job: ImportJob
    problems: Sequence[KeptProblem]
    notes: Sequence[KeptProblem]
    changes: Sequence[KeptChange] = ()
    has_more_changes: bool = False
    may_be_returned: bool = False
    other_hands: str = ""

    @property
    def may_leave_out(self) -> bool:
        """Whether its right rows can be imported without the wrong ones."""
        return self.job.right_row_count > 0 and importers[self.job.kind].may_leave_out

    @property
    def is_flat(self) -> bool:
        """Whether no column says above which other each new row hangs, where one could: all would stand right below one unit."""
        parent = importers[self.job.kind].parent
        return bool(parent) and parent not in self.job.places and self.job.new_count > 0

    @property
    def is_for_good(self) -> bool:
        """Whether what it does cannot be taken back in one step."""
        return importers[self.job.kind].take_back is None


@dataclass(frozen=True)
class ReturnForeseen:
    """How many an import that is taken back would give back to what they were, and how many it would leave."""

    returned: int
    left: int
    # Whether all its batches were counted: of a long file the last ones are.
    is_whole: bool


def kinds_imported_by(person: Person, *, at: datetime) -> list[tuple[str, Any]]:
    """Return the kinds of things that `person` may import somewhere, with their names."""
    held = held_somewhere(person, [importer.permission for importer in importers.values()], at=at)
    return [(each.kind, each.title) for each in importers.values() if each.permission in held]


def places_for_imports(person: Person, *, at: datetime) -> UnitQuerySet:
    """Return the units below which `person` may import something."""
    found = units_where(person, "structure.import_units", at=at)
    for importer in importers.values():
        found = found | units_where(person, importer.permission, at=at)
    return found


def only_place(places: UnitQuerySet) -> str:
    """Return the code of the unit that is meant where nothing is said: the topmost, if all others lie below it; else ""."""
    top = places.open().in_order().first()
    return "" if top is None or places.open().exclude(pk__in=Unit.objects.within(top)).exists() else top.code


def imports_page(
    person: Person, *, words: str, before: UUID | None, at: datetime
) -> tuple[list[ImportJob], str]:
    """Return a page of imports, the newest first, `words` in the name of the file, and the key of the next page.

    The key is "" at the end.
    """
    jobs = _found(person, words, at=at)
    page = list((jobs.filter(pk__lt=before) if before else jobs)[: PAGE + 1])
    return page[:PAGE], str(page[PAGE - 1].pk) if len(page) > PAGE else ""


def import_rows(person: Person, *, words: str, at: datetime) -> Iterator[Sequence[object]]:
    """Yield a header and a row for each import of `imports_page`, of all its pages."""
    yield "file", "what", "below", "when", "state", "rows", "new", "changed", "same"
    for job in _found(person, words, at=at).iterator(chunk_size=PAGE):
        moment = job.created_at.isoformat(timespec="seconds")
        counts = (job.row_count, job.done_new_count, job.done_changed_count, job.done_same_count)
        yield job.file_name, job.kind, job.under.code, moment, job.state, *counts


def import_view(person: Person, job_id: UUID, *, at: datetime) -> ImportView | None:
    """Return an import if `person` may import such things there; None otherwise."""
    job = imports_for(person, at=at).filter(pk=job_id).first()
    if job is None:
        return None
    problems, notes = islice(problems_of(job), PROBLEMS_SHOWN), islice(notes_of(job), PROBLEMS_SHOWN)
    changes = list(islice(changes_of(job), CHANGES_SHOWN + 1))
    has_more = len(changes) > CHANGES_SHOWN
    may_be_returned = importers[job.kind].take_back is not None and job.may_be_returned(at)
    others = why_not_by(person, job)
    shown = changes[:CHANGES_SHOWN]
    return ImportView(job, list(problems), list(notes), shown, has_more, may_be_returned, others)


def return_foreseen(person: Person, job: ImportJob, *, at: datetime) -> ReturnForeseen | None:
    """Return what taking back an import would do, None if it cannot be: counted for the first five thousand rows or so.

    The same number of questions for each batch, and one more batch for each 250 rows.
    """
    foresee = importers[job.kind].foresee_return
    if foresee is None or not job.may_be_returned(at):
        return None
    counted = min(job.batch, BATCHES_FORESEEN)
    sums = [
        foresee(act_id_of_batch(job, batch), job.under, person, at)
        for batch in range(job.batch - counted, job.batch)
    ]
    return ReturnForeseen(
        sum(returned for returned, _left in sums), sum(left for _returned, left in sums), counted == job.batch
    )


def done_in_batch(person: Person, job: ImportJob, batch: int, *, at: datetime) -> Sequence[Difference] | None:
    """Return what a batch of an import changed, of what `person` sees now; None if it is not listed, or not any more."""
    list_done = importers[job.kind].list_done
    if list_done is None or not job.may_be_returned(at) or not 0 <= batch < job.batch:
        return None
    return list_done(act_id_of_batch(job, batch), person, at)


def done_rows(person: Person, job: ImportJob, *, at: datetime) -> Iterator[Sequence[object]]:
    """Yield a header and a row for all that an import changed, of what `person` sees now; a batch at a time."""
    yield "of", "what", "before", "since"
    for batch in range(job.batch):
        for each in done_in_batch(person, job, batch, at=at) or ():
            yield each.of, each.what, each.now, each.then


def sample_of(job: ImportJob) -> Mapping[int, list[str]]:
    """Return the first few cells of each column, to choose columns by; none once the file is gone."""
    path = source_path(job.digest)
    if not path.exists():
        return {}
    with path.open("rb") as source:
        rows = list(islice(rows_of(source, job.layout), SAMPLE_ROWS))
    return {
        place: [row.cells[place] for row in rows if place < len(row.cells)]
        for place in range(len(job.header))
    }


def problem_rows(job: ImportJob) -> Iterator[Sequence[object]]:
    """Yield a header and a row for each of the first thousand problems."""
    yield "row", "column", "problem"
    for problem in problems_of(job):
        yield problem.number, problem.field, problem.sentence


def change_rows(job: ImportJob) -> Iterator[Sequence[object]]:
    """Yield a header and a row for all that importing the file would change of what is there."""
    yield "row", "of", "what", "now", "then"
    for change in changes_of(job):
        yield tuple(change)


def _found(person: Person, words: str, *, at: datetime) -> ImportJobQuerySet:
    jobs = imports_for(person, at=at)
    for word in words_sought(words):
        jobs = jobs.filter(file_name__icontains=word)
    return jobs
