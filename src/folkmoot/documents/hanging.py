"""What every file says of itself wherever it hangs. Its content is kept once for all, by its SHA-256."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db import models

from folkmoot.documents.rules.file_names import NAME_LONGEST
from folkmoot.kernel.ids import new_id


class HangingFile(models.Model):
    """A file that hangs somewhere: its name there, and what its content is. Features above have tables of their own of these."""

    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.CharField(max_length=2 * NAME_LONGEST)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    # Asked of many at once by what removes and what checks files.
    sha256 = models.CharField(max_length=64, db_index=True)
    # Whether a browser may open it in its window.
    is_shown = models.BooleanField(default=False)

    class Meta:
        abstract = True


def places_of_files() -> Sequence[type[HangingFile]]:
    """Return the tables of all files that hang somewhere."""
    return HangingFile.__subclasses__()


def files_in(place: type[HangingFile]) -> "models.QuerySet[Any]":
    """Return all rows of one of these tables."""
    return place._default_manager.all()  # noqa: SLF001  -- as Django calls what every model has


def hanging_among(hashes: Collection[str]) -> set[str]:
    """Return those of some contents that hang anywhere; one question for each table."""
    found: set[str] = set()
    for rows in map(files_in, places_of_files()):
        found.update(rows.filter(sha256__in=hashes).values_list("sha256", flat=True))
    return found
