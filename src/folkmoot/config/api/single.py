"""One thing at a time: a unit, a person, a decision with its words, and how far it has come."""

from typing import Any
from uuid import UUID

from folkmoot.access.openings import Opening, What, tell_opened
from folkmoot.access.policy import units_where, visible
from folkmoot.config.api import nouns
from folkmoot.config.api.answers import not_found
from folkmoot.config.api.asked import MOST, Asked
from folkmoot.config.api.listing import Rows
from folkmoot.decisions.queries.addressees import Addressees
from folkmoot.decisions.queries.history import wordings_of
from folkmoot.decisions.queries.papers import decision_page, decision_read_by
from folkmoot.decisions.queries.reach import (
    UnitFigure,
    around,
    cells_not_reached,
    figures_of,
    frozen_figures,
)
from folkmoot.decisions.queries.reach_pages import decision_in
from folkmoot.kernel.text import number_in
from folkmoot.membership.queries.people import person_page
from folkmoot.units.models import Unit
from folkmoot.units.queries import units_above_cells


def unit(asked: Asked, unit_id: UUID) -> nouns.Unit:
    """Return one unit, open or closed.

    :raises NotAnswered: 404 if it is not there, or not for whoever asks.
    """
    seen = units_where(asked.person, "units.see_unit", at=asked.at)
    found = seen.select_related("kind").filter(pk=unit_id).first()
    if found is None:
        raise not_found()
    return nouns.Unit.model_validate(found)


def person(asked: Asked, person_id: UUID) -> nouns.Person:
    """Return one person.

    :raises NotAnswered: 404 if they are not there, or not for whoever asks.
    """
    page = person_page(asked.person, person_id, at=asked.at)
    if page is None:
        raise not_found()
    tell_opened(Opening(asked.person, What.PAGE, "people.see_members", person=page.person), at=asked.at)
    home, shown = page.home, page.person
    return nouns.Person(
        id=shown.pk,
        name=shown.name,
        sort_name=shown.sort_name,
        member_number=shown.member_number,
        languages=shown.languages,
        unit_id=home.pk if home else None,
        unit_code=home.code if home else None,
    )


def decision(asked: Asked, decision_id: UUID) -> nouns.DecisionText:
    """Return one decision with its words, in a language that whoever asks reads if it has one.

    :raises NotAnswered: 404 if it is not there, or not for whoever asks.
    """
    page = decision_page(decision_id, asked.person, on=asked.day(), at=asked.at)
    if page is None:
        raise not_found()
    return nouns.DecisionText(
        decision=nouns.Decision.model_validate(page.decision),
        version=page.reading.version.number,
        language=page.reading.language.code,
        other_languages=[each.code for each in page.reading.others],
        points=[nouns.Point.model_validate(point) for point in page.reading.points],
        audience=_audience(page.addressees) if page.addressees else None,
        deadlines=[nouns.Deadline.model_validate(each) for each in page.deadlines],
        relations=[nouns.Relation.model_validate(each) for each in page.relations.lines],
        files=[nouns.File.model_validate(each) for each in page.reading.files],
        text_files=[
            nouns.File.model_validate(each.file) for each in page.file_changes if each.change != "removed"
        ],
    )


def versions(asked: Asked, decision_id: UUID) -> Rows:
    """Return the wordings of a decision from the first on, each with what led to it.

    :raises NotAnswered: 404 if it is not there, or not for whoever asks.
    """
    read = decision_read_by(decision_id, asked.person, at=asked.at)
    if read is None:
        raise not_found()
    decision, allowed = read
    after = number_in(asked.after)
    found = wordings_of(
        decision, asked.person, allowed=allowed, after=after, most=asked.limit + 1, at=asked.at
    )
    rows = [nouns.TextVersion.model_validate(each) for each in found[: asked.limit]]
    return Rows(rows, str(rows[-1].number) if len(found) > asked.limit else "")


def reach(asked: Asked, decision_id: UUID) -> nouns.Reach:
    """Return how far a decision has come in the unit asked for: the figures of the page, and no closer.

    :raises NotAnswered: 404 if it does not concern the unit, or whoever asks may not see that.
    """
    top = _top(asked)
    decision = _decision_in(asked, decision_id, top)
    figures = figures_of(decision, around(top, levels=1), most=MOST)
    return nouns.Reach(
        decision_id=decision.pk,
        unit_id=top.pk,
        figure=next((_figure(each) for each in figures if each.unit.pk == top.pk), None),
        below=[_figure(each) for each in figures if each.unit.pk != top.pk],
        frozen=[_frozen(deadline, figure) for deadline, figure in frozen_figures(decision, top)],
    )


def not_reached(asked: Asked, decision_id: UUID) -> Rows:
    """Return the cells below the unit asked for that have not confirmed a decision, in the order of the tree.

    :raises NotAnswered: 404 if it does not concern the unit, or whoever asks may not see that.
    """
    top = _top(asked)
    below = Unit.objects.within(top).filter(path__gt=asked.after)
    rows = list(cells_not_reached(_decision_in(asked, decision_id, top), below)[: asked.limit + 1])
    shown = rows[: asked.limit]
    following = shown[-1].path if len(rows) > asked.limit else ""
    return Rows([nouns.Unit.model_validate(cell) for cell in shown], following)


def _top(asked: Asked) -> Unit:
    seen = visible(units_above_cells(), asked.person, "decisions.see_reach", at=asked.at)
    wanted = asked.top() if asked.unit else seen.in_order().first()
    found = seen.filter(pk=wanted.pk).first() if wanted else None
    if found is None:
        raise not_found()
    return found


def _decision_in(asked: Asked, decision_id: UUID, top: Unit) -> Any:  # noqa: ANN401  -- another feature's model
    decision = decision_in(decision_id, top, languages=asked.person.languages, at=asked.at)
    if decision is None:
        raise not_found()
    return decision


def _audience(chosen: Addressees) -> nouns.Audience:
    return nouns.Audience(
        unit_id=chosen.unit.pk,
        kinds=[kind.code for kind in chosen.kinds],
        sectors=[sector.code for sector in chosen.sectors],
        offices=[office.code for office in chosen.offices],
    )


def _figure(figure: UnitFigure) -> nouns.Figure:
    # "At least 0" is what the page calls too few to show: neither says more than the other.
    is_shown = bool(figure.acknowledged)
    return nouns.Figure(
        unit_id=figure.unit.pk,
        unit_code=figure.unit.code,
        cells=figure.cells,
        cells_reached=figure.cells_reached,
        members=figure.members if is_shown else None,
        acknowledged_at_least=figure.acknowledged if is_shown else None,
        counted_at_id=figure.shown_at.pk if figure.counted_elsewhere and figure.shown_at else None,
        taken_at=figure.taken_at,
    )


def _frozen(deadline: Any, figure: UnitFigure) -> nouns.FrozenFigure:  # noqa: ANN401  -- another feature's model
    return nouns.FrozenFigure(kind=deadline.kind.code, read_by=deadline.read_by, figure=_figure(figure))
