"""What somebody who is asked finds: the text as it was put before them, and their own words beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db.models import QuerySet

from folkmoot.access.policy import permitted
from folkmoot.consultations.models import (
    Answer,
    Comment,
    Consultation,
    GivenOpinion,
    OpinionFigure,
    State,
    Summary,
)
from folkmoot.consultations.models.consultation import ConsultationQuerySet
from folkmoot.consultations.queries.comments import answers_of, comment_counts
from folkmoot.consultations.queries.figures import figures_of_whole
from folkmoot.consultations.queries.reaching import OPEN, SEE, of_bodies, reaching, readable, titled
from folkmoot.decisions.queries.addressees import Addressees
from folkmoot.decisions.queries.audiences import addressees_called
from folkmoot.documents.queries import Reading, reading_of
from folkmoot.documents.queries.files import AttachedFile, file_in
from folkmoot.documents.queries.versions import versions_until
from folkmoot.documents.rules.rendering import RenderedPoint
from folkmoot.kernel.paging import cut, key_of, rows_after
from folkmoot.people.models import Person

LISTED = 50
_MOMENT = "ends_at"


@dataclass(frozen=True)
class Listed:
    """A page of consultations, and the key to ask for the older ones with ("" at the end)."""

    rows: Sequence[Consultation]
    following: str


@dataclass(frozen=True)
class ConsultationRead:
    """A consultation that somebody may read, and what of it they are shown."""

    consultation: Consultation
    allowed: frozenset[str]

    @property
    def may_see_comments(self) -> bool:
        """Whether they read what was said."""
        return SEE in self.allowed

    @property
    def shows_figures(self) -> bool:
        """Whether there are figures for them: for the body once they are taken, for all once they are published."""
        consultation = self.consultation
        return consultation.published_at is not None or (
            self.may_see_comments and consultation.counted_at is not None
        )

    @property
    def shows_summaries(self) -> bool:
        """Whether they read what becomes of points: the body at once, all once it is published."""
        return self.consultation.published_at is not None or self.may_see_comments


@dataclass(frozen=True)
class PointAsked:
    """A point of the text as it is asked about: `place` counts those with a number from 1; 0 is the whole.

    `to_read` is how many comments on it the reader may read, as one of those who answer.
    """

    place: int
    point: RenderedPoint | None
    comment: Comment | None
    opinion: str
    figure: OpinionFigure | None
    answers: Sequence[Answer]
    summary: Summary | None
    to_read: int

    @property
    def label(self) -> str:
        """The number as it is cited, empty for the whole."""
        return self.point.number if self.point else ""

    @property
    def as_list(self) -> Sequence[RenderedPoint]:
        """The point as a page lists points: one, or none for the whole."""
        return [self.point] if self.point else []


@dataclass(frozen=True)
class ConsultationPage:
    """A consultation as somebody reads it."""

    read: ConsultationRead
    state: State
    reading: Reading
    addressees: Addressees
    before: Sequence[RenderedPoint]
    points: Sequence[PointAsked]
    whole: PointAsked
    is_asked: bool
    may_change: bool

    @property
    def consultation(self) -> Consultation:
        """What is read."""
        return self.read.consultation

    @property
    def may_see_comments(self) -> bool:
        """Whether the reader reads what was said, as one of those who answer."""
        return self.read.may_see_comments

    @property
    def shows_figures(self) -> bool:
        """Whether there are figures for the reader."""
        return self.read.shows_figures

    @property
    def first_to_read(self) -> int:
        """The place of the first comment that the reader may read, the whole if there is none."""
        return next((asked.place for asked in self.all_asked if asked.to_read), self.whole.place)

    @property
    def all_asked(self) -> Sequence[PointAsked]:
        """What can be spoken of: the whole, and each point."""
        return [self.whole, *self.points]

    @property
    def may_be_published(self) -> bool:
        """Whether the reader may publish the summary now: opinions are added up, and something is written."""
        consultation = self.consultation
        is_waiting = self.state is State.OVER and consultation.published_at is None
        is_ready = is_waiting and consultation.counted_at is not None and self.may_change
        return is_ready and any(asked.summary for asked in self.all_asked)

    @property
    def is_open(self) -> bool:
        """Whether the reader can say something now."""
        return self.is_asked and self.state is State.OPEN

    def at_place(self, place: int) -> PointAsked | None:
        """Return the point at a place, None if there is none."""
        return self.whole if place == 0 else next((each for each in self.points if each.place == place), None)


@dataclass(frozen=True)
class _Found:
    """What there is about points, by their numbers: the reader's own words and opinions, and the figures they may see."""

    comments: Mapping[str, Comment]
    opinions: Mapping[str, str]
    figures: Mapping[str, OpinionFigure]
    answers: Sequence[Answer]
    summaries: Mapping[str, Summary]
    to_read: Mapping[str, int]

    def about(self, place: int, point: RenderedPoint | None) -> PointAsked:
        label = point.number if point else ""
        return PointAsked(
            place,
            point,
            self.comments.get(label),
            self.opinions.get(label, ""),
            self.figures.get(label),
            [answer for answer in self.answers if answer.point == label],
            self.summaries.get(label),
            self.to_read.get(label, 0),
        )


def consultation_page(
    consultation_id: UUID, person: Person, *, language: str = "", at: datetime
) -> ConsultationPage | None:
    """Return a consultation for its page; None if `person` may not read it, or there is none."""
    read = consultation_read(consultation_id, person, at=at)
    if read is None:
        return None
    consultation = read.consultation
    reading = reading_of(consultation.document_id, [language, *person.languages], at=at)
    found = _found(read, person, at=at)
    return ConsultationPage(
        read,
        consultation.state(at),
        reading,
        addressees_called(consultation.audience_id),
        [point for point in reading.points if not point.number],
        _points_asked(reading, found),
        found.about(0, None),
        consultation.is_asked,
        OPEN in read.allowed,
    )


def consultation_read(consultation_id: UUID, person: Person, *, at: datetime) -> ConsultationRead | None:
    """Return a consultation and what of it `person` is shown; None if they may not read it, or there is none."""
    found = readable(person, at=at).select_related("body", "audience").filter(pk=consultation_id).first()
    if found is None:
        return None
    return ConsultationRead(found, frozenset(permitted(person, (SEE, OPEN), on=found.body, at=at)))


def summaries_read(read: ConsultationRead) -> QuerySet[Summary]:
    """Return what becomes of points, as far as whoever reads is shown it."""
    written = Summary.objects.filter(consultation=read.consultation)
    return written if read.shows_summaries else written.none()


def file_asked_about(
    consultation_id: UUID, attachment_id: UUID, person: Person, *, at: datetime
) -> AttachedFile | None:
    """Return a file that was put before people with the text of a consultation; None if `person` may not read that."""
    consultation = readable(person, at=at).filter(pk=consultation_id).first()
    return file_in(attachment_id, versions_until(consultation.document_id, at=at)) if consultation else None


def consultations_for(person: Person, *, after: str = "", at: datetime) -> Listed:
    """Return a page of what `person` is or was asked, what is open first, then the latest, from the key `after` on."""
    rows = _page_of(titled(reaching(person, at=at), person.languages, at=at), after)
    ordered = sorted(rows.rows, key=lambda each: (each.ends_at <= at, max(at, each.ends_at)))
    return Listed(ordered, rows.following)


def consultations_of_bodies(person: Person, *, after: str = "", at: datetime) -> Listed:
    """Return a page of the consultations of the bodies whose comments `person` may read, the latest first."""
    return _page_of(titled(of_bodies(person, at=at), person.languages, at=at), after)


def _page_of(consultations: ConsultationQuerySet, after: str) -> Listed:
    last_first = rows_after(consultations, after, moment=_MOMENT).order_by("-ends_at", "-pk")
    rows = list(last_first[: LISTED + 1])
    return Listed(*cut(rows, LISTED, partial(key_of, moment=_MOMENT)))


def _points_asked(reading: Reading, found: _Found) -> list[PointAsked]:
    numbered = (point for point in reading.points if point.number)
    return [found.about(place, point) for place, point in enumerate(numbered, start=1)]


def _found(read: ConsultationRead, person: Person, *, at: datetime) -> _Found:
    """Return what there is about each point: figures and summary for the body, and for all once they are published.

    The body finds what it wrote at once, whether or not opinions are added up.
    """
    consultation = read.consultation
    comments = Comment.objects.of(person).filter(consultation=consultation)
    opinions = GivenOpinion.objects.of(person).filter(consultation=consultation)
    figures = figures_of_whole(consultation) if read.shows_figures else []
    return _Found(
        {each.point: each for each in comments},
        dict(opinions.values_list("point", "opinion")),
        {each.point: each for each in figures},
        list(answers_of(consultation.pk)),
        {each.point: each for each in summaries_read(read)},
        comment_counts(consultation, at=at) if read.may_see_comments else {},
    )
