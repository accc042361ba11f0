"""The page that shows what can be done over the API, and its description for programs."""

from functools import cache

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from folkmoot.config.api.catalogue import NOUNS
from folkmoot.config.api.offered import offered
from folkmoot.config.api.openapi import Json, description
from folkmoot.config.api.wording import wording_of
from folkmoot.ui.tables import Column, Table


@require_safe
def acts_page(request: HttpRequest) -> HttpResponse:
    """Show every act and noun, each with what it does."""
    return render(request, "config/api.html", {"acts": _acts(), "nouns": _nouns()})


@require_safe
def openapi(_request: HttpRequest) -> JsonResponse:
    """Answer the description in OpenAPI 3.1."""
    return JsonResponse(_description(get_language()))


@cache
def _description(_language: str) -> Json:
    # Acts and nouns are what they were when the process started; only their words depend on who reads.
    return description()


def _acts() -> Table:
    rows = [[name, wording_of(act).summary] for name, act in offered().items()]
    return Table(_("Acts"), [Column(_("Act")), Column(_("What it does"))], rows)


def _nouns() -> Table:
    rows = [[f"/api/{noun.path}", noun.summary, noun.scope] for noun in NOUNS]
    columns = [Column(_("Address")), Column(_("What it answers")), Column(_("A token for"))]
    return Table(_("Lists and things to read"), columns, rows)
