"""What a body reads of what members said: the words, and a name where they were signed. Nothing else leaves this module."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When

from folkmoot.consultations.models import Answer, Comment, Consultation
from folkmoot.documents.queries.versions import labels_of
from folkmoot.kernel.ids import as_id
from folkmoot.kernel.text import words_sought

PAGE = 30
EXPORT_PAGE = 500


@dataclass(frozen=True)
class CommentLine:
    """A comment as its readers have it; `name` is empty where it was not signed."""

    pk: UUID
    point: str
    text: str
    name: str
    answer: str


@dataclass(frozen=True)
class CommentsPage:
    """One page of comments, and the key to ask for the next one with ("" at the end)."""

    lines: Sequence[CommentLine]
    following: str


def comments_page(
    consultation: Consultation,
    *,
    point: str,
    words: str = "",
    after: str = "",
    at: datetime,
    size: int = PAGE,
) -> CommentsPage:
    """Return up to `size` comments that the body may read of one point, or of the whole, with all of `words` in them.

    They come in an order that tells nothing; `after` is the key that the page before gave.
    """
    # In the order of an index, so that a page reads its own rows and no others.
    found = _found(consultation, at=at).filter(point=point)
    for word in words_sought(words):
        found = found.filter(text__icontains=word)
    if key := as_id(after):
        found = found.filter(pk__gt=key)
    lines = [CommentLine(*row) for row in found[: size + 1]]
    return CommentsPage(lines[:size], str(lines[size - 1].pk) if len(lines) > size else "")


def comments_listed(
    consultation: Consultation, *, after: tuple[str, UUID] | None, size: int, at: datetime
) -> list[CommentLine]:
    """Return up to `size` comments that the body may read, those of the whole first, then by the words of points.

    `after` is the point and the id of the one they come after.
    """
    found = _found(consultation, at=at).order_by("point", "pk")
    if after is not None:
        point, last = after
        found = found.filter(Q(point__gt=point) | Q(point=point, pk__gt=last), point__gte=point)
    return [CommentLine(*row) for row in found[:size]]


def all_comments(consultation: Consultation, *, at: datetime) -> Iterator[CommentLine]:
    """Yield every comment that the body may read, point by point after the whole, never holding more than one page."""
    for point in ["", *labels_of(consultation.document_id)]:
        page = comments_page(consultation, point=point, at=at, size=EXPORT_PAGE)
        yield from page.lines
        while page.following:
            page = comments_page(consultation, point=point, after=page.following, at=at, size=EXPORT_PAGE)
            yield from page.lines


def comment_counts(consultation: Consultation, *, at: datetime) -> dict[str, int]:
    """Return how many comments the body may read of each point, by its number; the whole has an empty one.

    Not how many there are: those without a name are in it when they are read, and before tell of nobody.
    """
    rows = Comment.objects.readable(at).filter(consultation=consultation).order_by()
    return dict(rows.values_list("point").annotate(count=Count("pk")))


def answers_of(consultation_id: UUID) -> QuerySet[Answer]:
    """Return the body's answers, the first one first."""
    return Answer.objects.filter(consultation=consultation_id).order_by("answered_at", "pk")


def _found(consultation: Consultation, *, at: datetime) -> QuerySet[Any, Any]:
    comments = Comment.objects.readable(at).filter(consultation=consultation).in_no_order()
    # Whose an unsigned one is, is not even asked.
    name = Case(When(is_signed=True, then=F("person__name")), default=Value(""), output_field=CharField())
    return comments.annotate(name=name).values_list("pk", "point", "text", "name", "answer__text")
