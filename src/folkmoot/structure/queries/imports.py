"""Imports: which there are, where their files lie, and what was wrong with their rows."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from folkmoot.access.policy import units_where
from folkmoot.kernel.ids import keyed_id
from folkmoot.people.models import Person
from folkmoot.structure.interfaces import importers
from folkmoot.structure.models import ImportJob, ImportJobQuerySet
from folkmoot.structure.models.scratch import KeptChange, KeptProblem, open_scratch
from folkmoot.units.models import Unit


def imports_folder() -> Path:
    """Return the folder that holds the files of imports under way."""
    folder: Path = settings.DATA / "imports"
    return folder


def source_path(digest: str) -> Path:
    """Return where a file that was brought is kept."""
    return imports_folder() / f"{digest}.csv"


def scratch_path(job: ImportJob) -> Path:
    """Return where the rows of this attempt of an import are worked on."""
    return imports_folder() / f"{job.pk}-{job.attempt}.scratch"


def act_id_of_batch(job: ImportJob, batch: int) -> UUID:
    """Return the id of the act that does a batch of this attempt: the same for ever, so whoever repeats it finds it done."""
    return keyed_id(job.pk, f"{job.attempt}.{batch}")


def unread_titles(header: Sequence[str], places: Mapping[str, int]) -> list[str]:
    """Return the titles of the columns that are read as nothing."""
    return [title for place, title in enumerate(header) if title and place not in places.values()]


def places_remembered(kind: str, under: Unit, header: Sequence[str]) -> dict[str, int] | None:
    """Return where the fields were found when a file with this header was last read for this unit; None if never."""
    read = ImportJob.objects.filter(kind=kind, under=under, attempt__gt=0, header=list(header))
    found = read.order_by("-id").values_list("places", flat=True).first()
    if found is None:
        return None
    known = {field.name for field in importers[kind].fields()}
    return {field: place for field, place in found.items() if field in known}


def why_not_by(hand: Person | None, job: ImportJob) -> str:
    """Return why a file that gives offices is not started by this hand, "" if it may be: it is the one by which they are held.

    Who had somebody else press the button would else come into an office by another hand than their own.
    """
    gives = any(field in job.places for field in importers[job.kind].by_one_hand)
    if not gives or job.is_all_by(hand):
        return ""
    return _(
        "This file gives offices, and somebody else brought it or chose its columns. Who gives an office answers for it:"
        " bring the file yourself, or have its columns chosen without that of the offices."
    )


def imports_for(person: Person, *, at: datetime) -> ImportJobQuerySet:
    """Return the imports below units where `person` may import things of that kind, the newest first."""
    allowed = Q(pk=None)
    for importer in importers.values():
        units = units_where(person, importer.permission, at=at)
        allowed |= Q(kind=importer.kind, under__in=units.order_by().values("pk"))
    return ImportJob.objects.filter(allowed).select_related("under", "by").order_by("-id")


def values_in_file(job: ImportJob, key: str, values: Sequence[str]) -> set[str]:
    """Return those of `values` that rows of an import under way have in the key `key`."""
    with open_scratch(scratch_path(job)) as scratch:
        return set(scratch.bodies(key, values))


def notes_of(job: ImportJob) -> Iterator[KeptProblem]:
    """Yield the first thousand notes on what rows will not do, by row; none once its scratch file is gone."""
    path = scratch_path(job)
    if path.exists():
        with open_scratch(path) as scratch:
            yield from scratch.notes()


def changes_of(job: ImportJob) -> Iterator[KeptChange]:
    """Yield what an import will change of what is there, by row, all of it; none once its scratch file is gone."""
    path = scratch_path(job)
    if path.exists():
        with open_scratch(path) as scratch:
            yield from scratch.changes()


def problems_of(job: ImportJob) -> Iterator[KeptProblem]:
    """Yield the first thousand problems that were found in the file, by row; none once its scratch file is gone."""
    path = scratch_path(job)
    if path.exists():
        with open_scratch(path) as scratch:
            yield from scratch.problems()
