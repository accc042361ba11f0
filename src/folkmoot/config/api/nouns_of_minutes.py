"""What the API shows of adopted minutes."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AliasPath, Field

from folkmoot.config.api.nouns import Shown


def _in(*path: str) -> Any:  # noqa: ANN401  -- what pydantic's own Field returns
    return Field(validation_alias=AliasPath(*path))


class MinutesPart(Shown):
    """A part of minutes."""

    heading: str
    text: str


class Minutes(Shown):
    """Minutes as they were adopted last; a draft is not here."""

    id: Annotated[UUID, _in("version", "id")]
    meeting_id: Annotated[UUID, _in("meeting", "id")]
    unit_id: Annotated[UUID, _in("meeting", "unit_id")]
    unit_code: Annotated[str, _in("meeting", "unit", "code")]
    number: Annotated[int, _in("version", "number")]
    language: Annotated[str, _in("version", "minutes", "language")]
    adopted_at: Annotated[datetime, _in("version", "adopted_at")]
    adopted_by_id: UUID = Field(
        validation_alias=AliasPath("version", "adopted_by_id"), description="The meeting that adopted them."
    )
    sha256: str = Field(
        validation_alias=AliasPath("version", "sha256"), description="Their hash, which the ledger has too."
    )
    parts: list[MinutesPart]
