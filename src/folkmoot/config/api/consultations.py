"""What was said in one consultation: each list has the rows of its page, for those who are shown the page."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from folkmoot.config.api import nouns, nouns_of_consultations
from folkmoot.config.api.answers import not_found
from folkmoot.config.api.asked import Asked
from folkmoot.config.api.listing import Rows
from folkmoot.consultations.queries.comments import answers_of, comments_listed
from folkmoot.consultations.queries.figures import figures_listed
from folkmoot.consultations.queries.taking_part import ConsultationRead, consultation_read, summaries_read
from folkmoot.kernel.paging import cut


def comments(asked: Asked, consultation_id: UUID) -> Rows:
    """Return what members said, for those who answer it, point by point in an order that tells nothing.

    :raises NotAnswered: 404 if it is not there, or whoever asks may not read what was said.
    """
    read = _read(asked, consultation_id)
    if not read.may_see_comments:
        raise not_found()
    found = comments_listed(read.consultation, after=asked.after_pair(), size=asked.limit + 1, at=asked.at)
    return _page(nouns_of_consultations.Comment, found, asked, lambda line: f"{line.point}~{line.pk}")


def answers(asked: Asked, consultation_id: UUID) -> Rows:
    """Return what the body answered, the first one first.

    :raises NotAnswered: 404 if it is not there, or not for whoever asks.
    """
    return _by_id(
        nouns_of_consultations.Answer, answers_of(_read(asked, consultation_id).consultation.pk), asked
    )


def summaries(asked: Asked, consultation_id: UUID) -> Rows:
    """Return what becomes of each point: for the body as it is written, and for all once it is published.

    :raises NotAnswered: 404 if it is not there, or not for whoever asks.
    """
    return _by_id(nouns_of_consultations.Summary, summaries_read(_read(asked, consultation_id)), asked)


def opinions(asked: Asked, consultation_id: UUID) -> Rows:
    """Return what people thought, unit by unit from the top: the figures of the page, and no closer.

    :raises NotAnswered: 404 if it is not there, or there are no figures that whoever asks may read.
    """
    read = _read(asked, consultation_id)
    if not read.shows_figures:
        raise not_found()
    found = figures_listed(read.consultation.pk, after=asked.after_pair(), size=asked.limit + 1)
    return _page(nouns_of_consultations.OpinionFigure, found, asked, lambda row: f"{row.unit.path}~{row.pk}")


def _read(asked: Asked, consultation_id: UUID) -> ConsultationRead:
    read = consultation_read(consultation_id, asked.person, at=asked.at)
    if read is None:
        raise not_found()
    return read


def _by_id(model: type[nouns.Shown], found: Any, asked: Asked) -> Rows:  # noqa: ANN401  -- querysets of two models
    after = asked.after_id()
    rows = (found.filter(pk__gt=after) if after else found).order_by("pk")[: asked.limit + 1]
    return _page(model, list(rows), asked, lambda row: str(row.pk))


def _page(model: type[nouns.Shown], found: Sequence[Any], asked: Asked, key: Callable[[Any], str]) -> Rows:
    rows, following = cut(found, asked.limit, key)
    return Rows([model.model_validate(row) for row in rows], following)
