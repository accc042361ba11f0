"""How the units at and below one keep to what the bylaws ask: the figures of the page, and those that are late."""

from uuid import UUID

from folkmoot.bylaws.queries.compliance import (
    ArticleLine,
    Counted,
    LateUnit,
    Wanted,
    articles_of,
    late_units,
    units_with_compliance,
)
from folkmoot.bylaws.rules.words import in_words
from folkmoot.config.api import nouns
from folkmoot.config.api.answers import not_found
from folkmoot.config.api.asked import Asked
from folkmoot.config.api.listing import Rows
from folkmoot.units.models import Unit


def compliance(asked: Asked, unit_id: UUID) -> nouns.Compliance:
    """Return how many units at and below one are in order, and by which article.

    :raises NotAnswered: 404 if it is not there, is a cell, or whoever asks may not see that.
    """
    unit = _seen(asked, unit_id)
    counted, articles, taken_at = articles_of(unit)
    lines = [_article(each) for each in articles]
    return nouns.Compliance(unit_id=unit.pk, taken_at=taken_at, **_counts(counted), articles=lines)


def late(asked: Asked, unit_id: UUID) -> Rows:
    """Return the units at and below one that are late now, in the order of the tree.

    :raises NotAnswered: 404 if it is not there, is a cell, or whoever asks may not see that.
    """
    unit, wanted = _seen(asked, unit_id), Wanted(text=asked.words, after=asked.after)
    page = late_units(unit, wanted, size=asked.limit, at=asked.at)
    return Rows([_late(each) for each in page.units], page.following)


def _seen(asked: Asked, unit_id: UUID) -> Unit:
    unit = units_with_compliance(asked.person, at=asked.at).filter(pk=unit_id).first()
    if unit is None:
        raise not_found()
    return unit


def _counts(counted: Counted) -> dict[str, int]:
    return {"asked": counted.asked, "due": counted.due, "late": counted.late}


def _article(line: ArticleLine) -> nouns.ArticleKept:
    provision, words = line.provision, in_words(line.provision.clause)
    return nouns.ArticleKept(
        clause_id=provision.id, article=provision.article, words=words, **_counts(line.counted)
    )


def _late(each: LateUnit) -> nouns.LateUnit:
    unit = nouns.Unit.model_validate(each.unit)
    return nouns.LateUnit(unit=unit, late_since=each.since, articles=list(each.articles))
