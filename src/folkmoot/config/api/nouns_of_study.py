"""What the API shows of study: programmes, their lessons, and how well texts are known; nothing of anybody who learns them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AliasPath, Field

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


def _in(*path: str) -> Any:  # noqa: ANN401  -- what pydantic's own Field returns
    return Field(validation_alias=AliasPath(*path))


class Programme(Shown):
    """What is learnt together, for everybody at home in a unit and below it."""

    id: UUID
    unit_id: UUID
    unit_code: Annotated[str, _in("unit", "code")]
    title: str
    language: str
    level: str = Field(description="basic, working or teaching")
    revision: int
    published_at: datetime | None
    ended_at: datetime | None


class Lesson(Shown):
    """A lesson of a programme as members read it, in Markdown, about a point of a decision."""

    id: UUID
    programme_id: UUID
    unit_id: Annotated[UUID, _in("programme", "unit_id")]
    unit_code: Annotated[str, _in("programme", "unit", "code")]
    decision_id: UUID
    point: Annotated[str, _in("current", "point")]
    title: Annotated[str, _in("current", "title")]
    body: Annotated[str, _in("current", "body")]
    minutes: Annotated[int, _in("current", "minutes")]
    level: str = Field(
        validation_alias=AliasPath("current", "level"), description="basic, working or teaching"
    )
    language: Annotated[str, _in("current", "language")]
