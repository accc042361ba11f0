"""What the API shows of study: how well texts are known, and nothing of anybody who learns them."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from pydantic import Field

from folkmoot.config.api.nouns import Shown


class KnownPart(Shown):
    """How many members most likely recall a text or a point of it; null where too few do or do not, or noise hides it."""

    point: str = Field(description="The number of the point; empty for the whole text.")
    low: int | None
    likely: int | None
    high: int | None


class KnownWeek(Shown):
    """One text in one week, with noise that was added before anything was kept."""

    decision_id: UUID
    week: date = Field(description="The Monday on which it began.")
    members: int
    parts: Sequence[KnownPart]


class Known(Shown):
    """What is shown of a unit, the least known text first, and of each its weeks, the latest first."""

    unit_id: UUID
    weeks: Sequence[KnownWeek]
