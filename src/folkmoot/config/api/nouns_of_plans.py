"""What the API shows of plans, their targets, and how those are shared out."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AliasPath, Field

from folkmoot.config.api.nouns import Shown


def _in(*path: str) -> Any:  # noqa: ANN401  -- what pydantic's own Field returns
    return Field(validation_alias=AliasPath(*path))


class ImplementedPoint(Shown):
    """A point of a decision that a plan implements, "" for the whole of it."""

    decision_id: UUID
    point: str


class Plan(Shown):
    """A version of what a unit wants to reach from the day `first` on and before `until`."""

    id: Annotated[UUID, _in("plan", "id")]
    unit_id: Annotated[UUID, _in("plan", "unit_id")]
    unit_code: Annotated[str, _in("plan", "unit", "code")]
    kind: Annotated[str, _in("plan", "kind")]
    first: Annotated[date, _in("plan", "first")]
    until: Annotated[date, _in("plan", "until")]
    title: Annotated[str, _in("plan", "title")]
    why: Annotated[str, _in("plan", "why")]
    points: list[ImplementedPoint]
    state: str = Field(
        validation_alias=AliasPath("plan", "state"),
        description="draft, adopted, or replaced by a later version",
    )
    revision: Annotated[int, _in("plan", "revision")]
    version: Annotated[int, _in("plan", "version")]
    follows_id: Annotated[UUID | None, _in("plan", "follows_id")]
    adopted_on: Annotated[date | None, _in("plan", "adopted_on")]
    meeting_id: Annotated[UUID | None, _in("plan", "meeting_id")]


class Target(Shown):
    """What a plan wants to reach: an amount of an indicator of a form, or a yes in words."""

    id: Annotated[UUID, _in("target", "id")]
    plan_id: Annotated[UUID, _in("target", "plan_id")]
    unit_id: Annotated[UUID, _in("target", "plan", "unit_id")]
    unit_code: Annotated[str, _in("target", "plan", "unit", "code")]
    thread: UUID = Field(
        validation_alias=AliasPath("target", "thread"),
        description="What it has in common with those that stand for it in other versions of its plan.",
    )
    position: Annotated[int, _in("target", "position")]
    title: Annotated[str, _in("target", "title")]
    due_on: Annotated[date, _in("target", "due_on")]
    form_id: Annotated[UUID | None, _in("target", "form_id")]
    code: Annotated[str, _in("target", "code")]
    counted: Annotated[str, _in("target", "counted")]
    amount: str | None = Field(
        description="As `work.add_target` takes it; null where the target is in words."
    )
    done_at: Annotated[datetime | None, _in("target", "done_at")]
    done_words: Annotated[str, _in("target", "done_words")]


class ShareOut(Shown):
    """That a body shared a target out among the units right below it; the one with the highest number counts."""

    id: Annotated[UUID, _in("share_out", "id")]
    target_id: Annotated[UUID, _in("share_out", "target_id")]
    thread: Annotated[UUID, _in("share_out", "thread")]
    number: Annotated[int, _in("share_out", "number")]
    unit_id: Annotated[UUID, _in("share_out", "target", "plan", "unit_id")]
    unit_code: Annotated[str, _in("share_out", "target", "plan", "unit", "code")]
    rule: Annotated[str, _in("share_out", "rule")]
    amount: str = Field(description="What the target was then, as it would be entered.")
    shared: str = Field(description="What the shares came to when it was shared out.")
    units: int = Field(description="Among how many units.")
    made_at: Annotated[datetime, _in("share_out", "made_at")]
    answer_by: Annotated[date | None, _in("share_out", "answer_by")]


class ShareWord(Shown):
    """Something that was said about a share: by the unit whose it is, or by the body above."""

    from_above: Annotated[bool, _in("word", "from_above")]
    amount: str | None = Field(description="What was asked for, if something was.")
    words: Annotated[str, _in("word", "words")]
    said_at: Annotated[datetime, _in("word", "said_at")]


class Share(Shown):
    """What a unit got of a target, how it stands with that unit, and what was said; it binds once the unit adopted it."""

    unit_id: Annotated[UUID, _in("unit", "id")]
    unit_code: Annotated[str, _in("unit", "code")]
    weight: int = Field(description="What it was weighed by when the target was shared out.")
    original: str = Field(description="As it was shared out.")
    share: str = Field(description="As it is since the body above took what was asked for.")
    state: str = Field(description="waiting, accepted, asked, changed, kept or followed")
    asked: str | None = Field(description="What the unit asks for, until that is answered.")
    said: list[ShareWord]
