"""What the API shows of forms and reports."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AliasPath, Field

from folkmoot.config.api.nouns import Shown
from folkmoot.reports.rules import definition


def _in(*path: str) -> Any:  # noqa: ANN401  -- what pydantic's own Field returns
    return Field(validation_alias=AliasPath(*path))


class ReportForm(Shown):
    """What a body asks units below it to report; its parts are as `reports.revise_form` takes them."""

    id: Annotated[UUID, _in("form", "id")]
    unit_id: Annotated[UUID, _in("form", "unit_id")]
    unit_code: Annotated[str, _in("form", "unit", "code")]
    names: Annotated[dict[str, str], _in("form", "names")]
    every: Annotated[str, _in("form", "every")]
    unit_kinds: Annotated[list[str], _in("form", "unit_kinds")]
    due_days: Annotated[int, _in("form", "due_days")]
    answer_days: Annotated[int, _in("form", "answer_days")]
    since: Annotated[date | None, _in("form", "since")]
    until: Annotated[date | None, _in("form", "until")]
    revision: Annotated[int, _in("form", "revision")]
    version: int
    indicators: Annotated[list[definition.Indicator], _in("definition", "indicators")]
    questions: Annotated[list[definition.Question], _in("definition", "questions")]
    checks: Annotated[list[definition.Check], _in("definition", "checks")]


class Report(Shown):
    """A report as it was sent last; what is being changed in it is not here."""

    id: Annotated[UUID, _in("report", "id")]
    form_id: Annotated[UUID, _in("report", "form_id")]
    unit_id: Annotated[UUID, _in("report", "unit_id")]
    unit_code: Annotated[str, _in("report", "unit", "code")]
    first: Annotated[date, _in("report", "first")]
    state: Annotated[str, _in("report", "state")]
    number: Annotated[int, _in("sent", "number")]
    is_in_time: Annotated[bool, _in("report", "is_in_time")]
    sent_at: Annotated[datetime, _in("sent", "sent_at")]
    values: dict[str, str] = Field(
        description="By the codes of indicators, as `reports.write_report` takes them; what is missing is left out."
    )
    texts: Annotated[dict[str, str], _in("sent", "texts")]
    reasons: Annotated[dict[str, str], _in("sent", "reasons")]
    why: Annotated[str, _in("sent", "why")]
    way: Annotated[str | None, _in("sent", "way")] = Field(
        description="file, paper or program, if it was not written here"
    )


class Request(Shown):
    """What a unit asked of the level above in a report, and what that answered."""

    id: Annotated[UUID, _in("request", "id")]
    report_id: Annotated[UUID, _in("request", "report_id")]
    unit_id: Annotated[UUID, _in("request", "unit_id")]
    unit_code: Annotated[str, _in("request", "unit", "code")]
    number: Annotated[int, _in("request", "number")]
    code: Annotated[str, _in("request", "code")]
    words: Annotated[str, _in("request", "words")]
    due_on: Annotated[date, _in("request", "due_on")]
    article: str | None = Field(
        validation_alias=AliasPath("request", "article"),
        description="The article that says until when; null where the form does.",
    )
    standing: str = Field(description="open, late, answered or withdrawn")
    answer: Annotated[str, _in("request", "answer")]
    answered_at: Annotated[datetime | None, _in("request", "answered_at")]
