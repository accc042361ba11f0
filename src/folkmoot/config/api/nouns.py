"""What the API shows of each noun. A field that is not here leaves by no door: no address, and nobody's receipts."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from pydantic import AliasPath, BaseModel, ConfigDict, Field, create_model


class Shown(BaseModel):
    """A row, read from a model or from what a query returns."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


Row = TypeVar("Row", bound=Shown)


class Page(BaseModel, Generic[Row]):
    """One page of a list."""

    rows: Sequence[Row]
    next: str | None = Field(description="The address of the next page; null on the last one.")


@cache
def page_of(model: type[Shown]) -> type[Page[Any]]:
    """Return the shape of a page of rows of `model`, under a name of its own."""
    return create_model(f"{model.__name__}Page", __base__=Page[model])  # type: ignore[valid-type]  # known when it runs


def _at(*path: str) -> Any:  # noqa: ANN401  -- what pydantic's own Field returns
    return Field(validation_alias=AliasPath(*path))


class Kind(Shown):
    """A kind of unit, from the top (rank 1) down."""

    code: str
    name: str
    plural: str
    rank: int
    is_cell: bool = Field(description="Whether members have their home in units of this kind.")


class Sector(Shown):
    """What a unit can work in."""

    code: str
    name: str


class Unit(Shown):
    """A node of the tree."""

    id: UUID
    code: str
    name: str
    kind: Annotated[str, _at("kind", "code")]
    parent_id: UUID | None
    time_zone: str
    founded_at: datetime
    closed_at: datetime | None


class Person(Shown):
    """A member, as the list of members shows them; how they are reached is not shown here."""

    id: UUID
    name: str
    sort_name: str
    member_number: str | None
    languages: list[str]
    unit_id: UUID | None = Field(description="Their home cell; null if they are no member now.")
    unit_code: str | None


class Office(Shown):
    """What people are elected to."""

    code: str
    name: str


class Term(Shown):
    """Who holds an office in a unit."""

    id: UUID
    office: Annotated[str, _at("office", "code")]
    unit_id: UUID
    unit_code: Annotated[str, _at("unit", "code")]
    person_id: UUID
    person_name: Annotated[str, _at("person", "name")]
    started_at: datetime
    ended_at: datetime | None


class Visit(Shown):
    """That an officer from above was at a unit, by which office; `objected_at` is when the unit said that it was not so."""

    id: UUID
    unit_id: UUID
    on: date
    purpose: str
    office: Annotated[str, _at("term", "office", "code")]
    of_unit_id: Annotated[UUID, _at("term", "unit_id")]
    of_unit_code: Annotated[str, _at("term", "unit", "code")]
    person_id: Annotated[UUID, _at("term", "person_id")]
    person_name: Annotated[str, _at("term", "person", "name")]
    entered_at: datetime
    objected_at: datetime | None


class Decision(Shown):
    """A decision that a body adopted, its title in your language if it has one in it."""

    id: UUID
    number: str
    title: str
    title_language: str
    body_id: UUID
    body_code: Annotated[str, _at("body", "code")]
    adopted_on: date | None
    in_force_from: datetime | None
    in_force_to: datetime | None
    conveyed_at: datetime | None
    repealed_at: datetime | None


class Clause(Shown):
    """What an article of the bylaws of a unit, or of one above it, asks there today."""

    id: UUID
    decision_id: UUID = Field(description="The decision whose article it is: there are its words.")
    article: str
    clause: dict[str, str | int | bool] = Field(description="As `bylaws.enter_clause` takes it.")
    words: str
    body_id: UUID
    unit_kinds: list[str] = Field(description="The kinds of unit it is for; empty for all.")
    since: date
    until: date | None


class ArticleKept(Shown):
    """How many units are asked for something by one article, have it before them, and are late with it."""

    clause_id: UUID | None
    article: str
    words: str
    asked: int
    due: int
    late: int


class Compliance(Shown):
    """How many units at and below one are asked for anything, have something before them, and are late."""

    unit_id: UUID
    taken_at: datetime | None = Field(description="Null until figures were added up first.")
    asked: int
    due: int
    late: int
    articles: list[ArticleKept]


class LateUnit(Shown):
    """A unit that is late with what the bylaws ask, since when by its clocks, and by which articles."""

    unit: Unit
    late_since: date
    articles: list[str]


class NewsItem(Shown):
    """News that a body published, its title in your language if it has one in it; the words are on its page."""

    id: UUID
    title: str
    title_language: str
    body_id: UUID
    body_code: Annotated[str, _at("body", "code")]
    published_at: datetime
    corrected_at: datetime | None
    last_on: date | None = Field(description="The last day on which it is news; null if none was set.")
    is_pinned: bool


class AgendaItem(Shown):
    """An item of an agenda: a line of text, or a decision that is read aloud."""

    text: str = Field(description="Empty if it is a decision.")
    decision_id: UUID | None
    title: str | None = Field(description="Of the decision, in your language if it has one in it.")


class Meeting(Shown):
    """A meeting that was called. The link to one online stands on its page alone."""

    id: Annotated[UUID, _at("meeting", "id")]
    unit_id: Annotated[UUID, _at("meeting", "unit_id")]
    unit_code: Annotated[str, _at("meeting", "unit", "code")]
    kind: Annotated[str, _at("meeting", "kind")]
    how: Annotated[str, _at("meeting", "how")]
    place: str = Field(description="Empty if it is online, or you are not told where it is.")
    begins_at: Annotated[datetime, _at("meeting", "begins_at")]
    ends_at: Annotated[datetime, _at("meeting", "ends_at")]
    text: Annotated[str, _at("meeting", "text")]
    called_at: Annotated[datetime, _at("meeting", "called_at")]
    postponed_at: Annotated[datetime | None, _at("meeting", "postponed_at")]
    cancelled_at: Annotated[datetime | None, _at("meeting", "cancelled_at")]
    reason: Annotated[str, _at("meeting", "reason")]
    sequence: Annotated[int, _at("meeting", "sequence")]
    agenda: Annotated[list[AgendaItem], _at("items")]


class Point(Shown):
    """A numbered point of a decision."""

    number: str
    depth: int
    heading: str
    html: str


class Deadline(Shown):
    """By the end of which day units of a kind should have read a decision."""

    kind: Annotated[str, _at("kind", "code")]
    read_by: date


class Audience(Shown):
    """Whom a decision is for: a unit and all below it, narrowed where a list is not empty."""

    unit_id: UUID
    kinds: list[str]
    sectors: list[str]
    offices: list[str]


class Relation(Shown):
    """What a decision does to another, or another does to it."""

    kind: str = Field(description="amends, repeals, replaces or implements.")
    is_to_it: bool = Field(description="Whether the other does it to this one.")
    decision_id: UUID | None = Field(description="Null if you may not read it.")
    number: str = Field(description="Empty if you may not read it.")
    title: str = Field(description="Empty if you may not read it.")


class Operation(Shown):
    """What an amendment does to one point, by the number it had before and the one it has afterwards."""

    kind: str = Field(
        description="replace, insert (behind old, at the very beginning if null), strike or renumber."
    )
    old: str | None
    new: str | None


class TextVersion(Shown):
    """A wording of a decision."""

    number: int
    holds_from: datetime | None = Field(description="Null for the first, which holds from the beginning.")
    decision_id: UUID | None = Field(
        description="The amendment that made it; null for the first, and if you may not read it."
    )
    decision_number: str | None
    operations: list[Operation]


class File(Shown):
    """A file of a decision; it is fetched at /api/decisions/<id>/files/<id of the file>."""

    id: UUID
    name: str
    media_type: str
    size: int = Field(description="In bytes.")
    sha256: str


class DecisionText(Shown):
    """A decision with its words."""

    decision: Decision
    version: int = Field(
        description="The number of the wording that these words are: today’s, or that of the day asked for."
    )
    language: str
    other_languages: list[str]
    points: list[Point]
    audience: Audience | None = Field(description="Null until it is conveyed.")
    deadlines: list[Deadline]
    relations: list[Relation]
    files: list[File] = Field(description="What hangs on these words.")
    text_files: list[File] = Field(
        description="Of an amendment: what hangs on the text that it changes, from its day on."
    )


class Consultation(Shown):
    """A draft on which members are or were asked. What was said of it has lists of its own."""

    id: UUID
    title: str
    title_language: str
    body_id: UUID
    body_code: Annotated[str, _at("body", "code")]
    introduction: str
    opens_at: datetime
    ends_at: datetime = Field(description="From this moment on it is over.")
    closed_early_for: str = Field(description="Why it ended before its day; empty if it did not.")
    withdrawn_at: datetime | None
    published_at: datetime | None = Field(description="When the summary was published, with the figures.")


class Received(Decision):
    """A decision that is addressed to you."""

    acknowledged_at: datetime | None = Field(
        description="When you acknowledged it, or an officer entered that you were present at a reading; else null."
    )


class Figure(Shown):
    """How far a decision came in a unit and all below it.

    Cells are exact. Members are counted no closer than is safe, so both figures are null where the page shows none.
    """

    unit_id: UUID
    unit_code: str
    cells: int
    cells_reached: int = Field(description="Cells that confirmed that everybody was handed it.")
    members: int | None = Field(description="How many it is addressed to.")
    acknowledged_at_least: int | None = Field(description="At least so many of them acknowledged.")
    counted_at_id: UUID | None = Field(description="The unit above in which they are counted with others.")
    taken_at: datetime


class FrozenFigure(Shown):
    """A figure as it stood at the deadline of one level."""

    kind: str
    read_by: date
    figure: Figure


class Reach(Shown):
    """How far one decision has come in one unit."""

    decision_id: UUID
    unit_id: UUID
    figure: Figure | None = Field(description="Null until the first figures are taken, soon after conveying.")
    below: list[Figure] = Field(description="The units directly below that are no cells.")
    frozen: list[FrozenFigure]


class Import(Shown):
    """One file that was brought, and how far it has come."""

    id: UUID
    kind: str
    state: str
    stopped_because: str
    under_id: UUID
    file_name: str
    row_count: int
    problem_count: int
    wrong_row_count: int
    new_count: int
    changed_count: int
    same_count: int
    done_count: int
    returned_count: int = Field(
        description="How many were given back what they were, when it was taken back."
    )
    left_count: int = Field(description="How many were left then, because somebody changed them since.")
    created_at: datetime
    ended_at: datetime | None
