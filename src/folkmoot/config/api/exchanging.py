"""The door by which reports go from and to DHIS2: its dataValueSets."""

from datetime import date
from typing import Any, cast

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from pydantic import ValidationError

from folkmoot.access.policy import units_where
from folkmoot.access.requests import SignedInRequest
from folkmoot.config.api.answers import NotAnswered, answered, not_answered, not_found, refused
from folkmoot.config.api.callers import Caller, who_asks
from folkmoot.kernel.errors import Refused
from folkmoot.reports.exchanging import DataValueSet, ImportSummary, form_of_set, take_in
from folkmoot.reports.queries.data_value_sets import reports_told, values_told
from folkmoot.reports.queries.known import SEEING, forms_seen
from folkmoot.reports.rules.period_codes import period_read
from folkmoot.units.models import Unit

# Bringing is sending: a token that was made for this act may do it.
_SENDING = "reports.send_report"
_BRINGING = "reports.import_reports"
_YES = {"true", "1"}


@csrf_exempt
@never_cache
def data_value_sets(request: HttpRequest) -> HttpResponse:
    """Answer with the reports of a form, unit and period, or take in those that are the body of a request."""
    try:
        return _brought(request) if request.method == "POST" else _fetched(request)
    except NotAnswered as why:
        return not_answered(why)
    except Refused as refusal:
        return refused(refusal)


def _fetched(request: HttpRequest) -> HttpResponse:
    if request.method not in {"GET", "HEAD"}:
        raise NotAnswered(405, _("Reports are fetched with the method GET, and brought with POST."))
    caller = who_asks(request)
    caller.must_be_let_read("reports", is_private=False)
    at = cast("SignedInRequest", request).at
    form = forms_seen(caller.person, at=at).filter(pk=form_of_set(request.GET.get("dataSet", "")).pk).first()
    unit = units_where(caller.person, SEEING, at=at).filter(code=request.GET.get("orgUnit", "")).first()
    if form is None or unit is None:
        raise not_found(_("Say of which form, as dataSet, and of which unit, as orgUnit, you want reports."))
    first: date = period_read(request.GET.get("period", ""), form.every).first
    with_below = request.GET.get("children", "") in _YES
    rows = reports_told(form, unit, first, with_below=with_below, to=caller.person, at=at)
    return JsonResponse({"dataSet": str(form.pk), "dataValues": list(values_told(form, rows))})


def _brought(request: HttpRequest) -> HttpResponse:
    caller = who_asks(request)
    caller.must_be_let_do(_SENDING)
    at = cast("SignedInRequest", request).at
    summary = take_in(
        _body_of(request),
        _top_for(caller, request),
        by=caller.person,
        via=caller.via,
        at=at,
        is_dry_run=request.GET.get("dryRun", "") in _YES,
    )
    return answered(summary)


def _body_of(request: HttpRequest) -> DataValueSet:
    try:
        return DataValueSet.model_validate_json(request.body)
    except RequestDataTooBig as error:
        raise NotAnswered(413, _("This is more than one request may carry. Bring it in parts.")) from error
    except ValidationError as error:
        raise NotAnswered(
            400, _("This is no dataValueSet. Send JSON, with its dataValues in a list.")
        ) from error


def _top_for(caller: Caller, request: HttpRequest) -> Unit:
    """Return the highest unit for which whoever asks brings reports: each unit that is named is held against it."""
    units = units_where(caller.person, _BRINGING, at=cast("SignedInRequest", request).at)
    top: Unit | None = units.open().order_by("path").first()
    if top is None:
        raise NotAnswered(403, _("You hold no office that brings reports. Its chair or its secretary does."))
    return top


def described(
    parameter: Any,  # noqa: ANN401  -- a function of three texts
    values: dict[str, Any],
    summary: dict[str, Any],
    refusals: dict[str, Any],
) -> dict[str, Any]:
    """Return the door as OpenAPI describes it, with what it says of answers and refusals elsewhere."""
    asked = [
        parameter("dataSet", "query", "The id of a form."),
        parameter("orgUnit", "query", "The code of a unit."),
        parameter("period", "query", "202401, 2024Q1 or 2024."),
        parameter("children", "query", "true: of all units below it, too."),
    ]
    return {
        "/api/dataValueSets": {
            "get": {
                "operationId": "dataValueSets",
                "tags": ["nouns"],
                "summary": "Reports as DHIS2 writes them",
                "parameters": asked,
                "responses": {"200": {"description": "The values.", "content": values}, **refusals},
            },
            "post": {
                "operationId": "dataValueSets.brought",
                "tags": ["reports"],
                "summary": "Bring reports as DHIS2 writes them",
                "parameters": [parameter("dryRun", "query", "true: say what would become of them.")],
                "requestBody": {"required": True, "content": values},
                "responses": {"200": {"description": "What became of them.", "content": summary}, **refusals},
            },
        }
    }


__all__ = ["DataValueSet", "ImportSummary", "data_value_sets", "described"]
