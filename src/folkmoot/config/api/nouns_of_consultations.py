"""What the API shows of what was said in a consultation: what its pages show, and no more."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import AliasPath, Field

from folkmoot.config.api.nouns import Shown

_WHOLE = "The number of the point; empty for the whole."
_FEW = "Null where too few are to show any, which is no zero."


def _in(*path: str) -> Any:  # noqa: ANN401  -- what pydantic's own Field returns
    return Field(validation_alias=AliasPath(*path))


def _at_least(place: int) -> Any:  # noqa: ANN401  -- what pydantic's own Field returns
    return Field(validation_alias=AliasPath("shown", place), description=_FEW)


class Comment(Shown):
    """What a member said, as those who answer read it; who said it is not kept with it, unless they signed it."""

    id: Annotated[UUID, _in("pk")] = Field(description="As `consultations.answer_comments` takes it.")
    point: str = Field(description=_WHOLE)
    text: str
    name: str = Field(description="Empty if it was not signed.")
    answer: str | None = Field(description="What was answered to it; null if nothing was to this one.")


class Answer(Shown):
    """What the body answers about a point."""

    point: str = Field(description=_WHOLE)
    text: str


class Summary(Shown):
    """What becomes of a point, and why."""

    point: str = Field(description=_WHOLE)
    outcome: str = Field(description="accepted, partly or not.")
    reasons: str


class OpinionFigure(Shown):
    """How many of a unit at least thought what of a point when all was over: multiples of five over large groups."""

    unit_id: UUID
    unit_name: Annotated[str, _in("unit", "name")]
    point: str = Field(description=_WHOLE)
    members: int = Field(description="How many were asked.")
    agree: int | None = _at_least(0)
    with_changes: int | None = _at_least(1)
    disagree: int | None = _at_least(2)
    undecided: int | None = _at_least(3)
