"""What a check says of the rows of an import."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class ImportRow(BaseModel):
    """The base of each importer's rows: frozen, JSON-able; `number` is the row's own in the spreadsheet."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: int
    # Something is wrong in it: what could be read is checked, and never imported.
    is_partial: bool = False

    @property
    def further_keys(self) -> Mapping[str, str]:
        """What beside its importer's keys no other row of the file may have, by the name of the field to blame."""
        return {}


class Change(StrEnum):
    """What committing a row will do."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True)
class Problem:
    """Why a row cannot be imported: the name of the field to blame, or "" for the row, and a sentence.

    `is_empty` if nothing but the emptiness of the field is to blame: where the file has no column for it, that is told
    once and not of every row.
    """

    field: str
    sentence: str
    is_empty: bool = False


@dataclass(frozen=True)
class Difference:
    """What a row changes of something that is there: of what or whom, which thing, as it is now and as it will be."""

    of: str
    what: str
    now: str
    then: str


@dataclass(frozen=True)
class Verdict:
    """What a check says of one row; `change` counts only if there are no problems.

    A note is told like a problem, but keeps nothing from being imported: it says what the row will not do. Differences
    are shown before anything is imported.
    """

    change: Change
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    differences: tuple[Difference, ...] = ()
