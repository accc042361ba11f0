from collections.abc import Sequence
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse

from folkmoot.access.requests import SignedInRequest
from folkmoot.structure.queries.unit_page import unit_shown
from folkmoot.ui.links import Link
from folkmoot.units.models import Unit


def unit_or_404(request: SignedInRequest, unit_id: UUID) -> Unit:
    unit = unit_shown(request.person, unit_id, at=request.at)
    if unit is None:
        raise Http404
    return unit


def query_with(request: HttpRequest, **changed: str) -> str:
    kept = {name: value for name, value in request.GET.items() if name != "after"}
    return "?" + urlencode({name: value for name, value in {**kept, **changed}.items() if value})


def address(unit: Unit) -> str:
    return reverse("structure:unit", args=[unit.pk])


def crumbs_to(units: Sequence[Unit], *, current: str) -> list[Link]:
    return [*(Link(unit.name, address(unit)) for unit in units), Link(current, "", is_current=True)]
