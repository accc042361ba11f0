from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render

from folkmoot.access.policy import visible
from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.study import known_screens
from folkmoot.study.queries.known_pages import SEE, text_known, texts_known
from folkmoot.ui.exports import as_file
from folkmoot.units.models import Unit, UnitQuerySet
from folkmoot.units.queries import units_above_cells


@signed_in
def known(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    units, unit = _unit(request, unit_id)
    texts = texts_known(unit, request.person, at=request.at)
    screen = known_screens.texts_screen(unit, _above(units, unit), texts)
    return render(request, "study/known.html", {"unit": unit, "texts": texts, "screen": screen})


@signed_in
def known_text(request: SignedInRequest, unit_id: UUID, decision_id: UUID) -> HttpResponse:
    units, unit = _unit(request, unit_id)
    text = text_known(decision_id, unit, request.person, at=request.at)
    if text is None:
        raise Http404
    screen = known_screens.text_screen(unit, _above(units, unit), text)
    return render(request, "study/known_text.html", {"unit": unit, "text": text, "screen": screen})


@signed_in
def known_file(request: SignedInRequest, unit_id: UUID, form: str) -> HttpResponseBase:
    _units, unit = _unit(request, unit_id)
    rows = known_screens.file_rows(texts_known(unit, request.person, at=request.at))
    return as_file(request, rows, name="known", form=form)


def _unit(request: SignedInRequest, unit_id: UUID) -> tuple[UnitQuerySet, Unit]:
    units = visible(units_above_cells(), request.person, SEE, at=request.at)
    return units, get_object_or_404(units, pk=unit_id)


def _above(units: UnitQuerySet, unit: Unit) -> UnitQuerySet:
    return units.above(unit).exclude(pk=unit.pk).in_order()
