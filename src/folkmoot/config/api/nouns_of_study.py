"""What the API shows of programmes and their lessons; of who learns, and how well, nothing."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AliasPath, Field

from folkmoot.config.api.nouns import Shown


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
