"""What figures of opinions are taken from: the groups of the audience as it was at the end, and who thinks what in them."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np
from django.db.models import Case, Count, F, OuterRef, QuerySet, Subquery, UUIDField, Value, When

from folkmoot.access.policy import readers_in
from folkmoot.consultations.models import Comment, Consultation, GivenOpinion, OpinionFigure
from folkmoot.consultations.queries.reaching import SEE
from folkmoot.consultations.rules.opinions import Opinion
from folkmoot.consultations.rules.shown import shown_of_groups
from folkmoot.decisions.queries.addressees import Addressees
from folkmoot.decisions.queries.addressing import people_of
from folkmoot.decisions.queries.audiences import addressees_called
from folkmoot.decisions.queries.grouping import Grouped, grouped
from folkmoot.decisions.rules.disclosure import Figures, PublishedAll, figures
from folkmoot.decisions.rules.rollup import Ints
from folkmoot.decisions.rules.thresholds import SMALLEST
from folkmoot.documents.queries.versions import labels_of

_ROWS_LOOKED_AT = 500


def figures_of(consultation: Consultation) -> Iterator[OpinionFigure]:
    """Yield the figures of a consultation that is over, point by point, as they are to be kept."""
    addressees = addressees_called(consultation.audience_id)
    audience = grouped(addressees, at=consultation.ends_at)
    for point in ["", *labels_of(consultation.document_id)]:
        held = _held(consultation, point, addressees, audience)
        yield from _rows(consultation, point, audience, shown_of_groups(held, audience.counted))


def points_told_by_names(consultation: Consultation) -> list[str]:
    """Return the points at which all but a few of those who were asked signed: what was said there without a name is theirs.

    Those who read it do not count: they know what they said themselves.
    A question for each point at which somebody spoke without a name, which ends once enough are found who did not sign.
    """
    asked = people_of(addressees_called(consultation.audience_id).rule, at=consultation.ends_at).order_by()
    asked = asked.exclude(person__in=readers_in(consultation.body, SEE, at=consultation.ends_at))
    said = Comment.objects.filter(consultation=consultation)
    points = said.unsigned().order_by().values_list("point", flat=True).distinct()
    return [point for point in points if not _is_enough(asked, said.filter(is_signed=True, point=point))]


def _is_enough(asked: QuerySet[Any], signed: QuerySet[Comment]) -> bool:
    # Somebody asked in several places has several rows. To have the database put them together, or to hold a cursor open,
    # it would read all; some rows are enough, and if they were not, words would stay unread.
    unsigned = asked.exclude(person__in=signed.values("person")).values_list("person", flat=True)
    return len(set(unsigned[:_ROWS_LOOKED_AT])) >= SMALLEST


def _held(consultation: Consultation, point: str, addressees: Addressees, audience: Grouped) -> Ints:
    """Return how many of each group hold each opinion: one row an opinion."""
    by_opinion: defaultdict[str, dict[UUID, int]] = defaultdict(dict)
    # Whoever is counted in a unit is addressed there, by the same rows: each person once, in the first of their places.
    places = people_of(addressees.rule, at=consultation.ends_at).filter(person=OuterRef("person"))
    given = GivenOpinion.objects.filter(consultation=consultation, point=point)
    first = Subquery(
        places.order_by(*_order(addressees, at=consultation.ends_at)).values("unit")[:1],
        output_field=UUIDField(),
    )
    counts = given.annotate(unit=first).order_by()
    for unit, opinion, count in counts.values_list("unit", "opinion").annotate(count=Count("person")):
        if unit is not None:
            by_opinion[opinion][unit] = count
    return np.array([_by_group(audience, by_opinion[opinion]) for opinion in Opinion])


def _order(addressees: Addressees, *, at: datetime) -> list[Any]:
    """Return the order in which the first of somebody's places is the one in which they are counted: as `origin_of` says."""
    if addressees.rule.offices:
        return ["unit__path"]
    known_since = Case(When(entered_at__gt=at, then=F("entered_at")), default=Value(at))
    return [known_since, F("circle").asc(nulls_first=True), "unit__path"]


def _by_group(audience: Grouped, counts: dict[UUID, int]) -> Ints:
    sums = np.zeros(len(audience.counted.addressed), np.int64)
    np.add.at(sums, audience.groups, audience.columns.column(counts))
    return sums


def _rows(consultation: Consultation, point: str, audience: Grouped, shown: Ints) -> Iterator[OpinionFigure]:
    agree, changes, disagree, undecided = (_figures(audience, column) for column in shown)
    parents = audience.columns.tree.parents
    for place in np.flatnonzero(agree.shown & (parents <= 0)).tolist():
        yield OpinionFigure(
            consultation=consultation,
            unit_id=audience.columns.unit(place),
            point=point,
            members=int(agree.addressed[place]),
            agree=int(agree.value[place]),
            with_changes=int(changes.value[place]),
            disagree=int(disagree.value[place]),
            undecided=int(undecided.value[place]),
        )


def _figures(audience: Grouped, value: Ints) -> Figures:
    published = PublishedAll(value, np.zeros(len(value), np.int64))
    return figures(audience.columns.tree, audience.groups, audience.addressed, audience.counted, published)
