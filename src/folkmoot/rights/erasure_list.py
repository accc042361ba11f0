"""The file that lists who was erased, beside the database: a backup made before brings them back, and it takes them away."""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings

FILE = "erasures.jsonl"


@dataclass(frozen=True)
class ErasureList:
    """A file of ids, a line each; an id names nobody once its person is erased."""

    path: Path

    def append(self, people: Iterable[UUID]) -> None:
        """Add people and have them on the disk before returning; to add somebody again does no harm."""
        with self.path.open("a", encoding="ascii") as file:
            for person_id in people:
                file.write(json.dumps({"person_id": str(person_id)}) + "\n")
            file.flush()
            os.fsync(file.fileno())

    def people(self) -> Iterator[UUID]:
        """Yield everybody who is listed, some more than once; a half-written last line is passed over.

        :raises ValueError: if a whole line is no line of such a list.
        """
        with self.path.open(encoding="ascii") as file:
            for line in file:
                if line.endswith("\n"):
                    yield _person_in(line)


def kept_list() -> ErasureList:
    """Return the list of this installation."""
    return ErasureList(settings.DATA / FILE)


def _person_in(line: str) -> UUID:
    try:
        return UUID(json.loads(line)["person_id"])
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(line) from error
