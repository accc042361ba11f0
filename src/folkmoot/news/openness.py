"""How pages for everybody are answered: without looking at who asks, so that anything between us and them may keep them."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.http import http_date
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.http import conditional_page, require_safe

from folkmoot.news.queries.openly import is_edition_open, organisation, was_taken_back

Arguments = ParamSpec("Arguments")
# What was taken back is gone from every cache after so many seconds.
KEPT = 300
GONE, NOT_FOUND = 410, 404
_MOST_LANGUAGES = 5


def for_everybody(
    view: Callable[Concatenate[HttpRequest, Arguments], HttpResponse],
) -> Callable[Concatenate[HttpRequest, Arguments], HttpResponse]:
    """Answer anybody alike: no cookie is read or set, and the answer may be kept for five minutes."""

    @require_safe
    @conditional_page
    @wraps(view)
    def answered(request: HttpRequest, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponse:
        # A cookie that chose a language would make pages differ that caches take to be the same.
        request.COOKIES = {}
        language = translation.get_language_from_request(request)
        with translation.override(language):
            response = _answer(view, request, *args, **kwargs)
        response.headers["Content-Language"] = language
        patch_cache_control(response, public=True, max_age=KEPT)
        patch_vary_headers(response, ["Accept-Language"])
        return response

    return answered


def page(template: str, context: dict[str, object], *, status: int = 200) -> HttpResponse:
    """Return a page made without the request: whoever asks cannot be told from it."""
    return HttpResponse(
        render_to_string(template, {"organisation_name": organisation(), **context}), status=status
    )


def changed(response: HttpResponse, at: datetime | None) -> HttpResponse:
    """Say in an answer when it last changed."""
    if at is not None:
        response.headers["Last-Modified"] = http_date(at.timestamp())
    return response


def languages_asked(request: HttpRequest) -> list[str]:
    """Return the languages that are asked for, the wanted one first: by the address, then by the browser."""
    accepted = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    asked = [request.GET.get("language", ""), *(code for code, _quality in accepted[:_MOST_LANGUAGES])]
    # A text is in “pt” for whoever reads “pt-br” best.
    wide = [code.partition("-")[0] for code in asked]
    return list(dict.fromkeys(code for code in [*asked, *wide] if code))


def _answer(
    view: Callable[Concatenate[HttpRequest, Arguments], HttpResponse],
    request: HttpRequest,
    *args: Arguments.args,
    **kwargs: Arguments.kwargs,
) -> HttpResponse:
    if not is_edition_open():
        return _nothing(is_gone=False, is_open=False)
    try:
        return view(request, *args, **kwargs)
    except Http404:
        paper_id = kwargs.get("paper_id")
        return _nothing(is_gone=isinstance(paper_id, UUID) and was_taken_back(paper_id))


def _nothing(*, is_gone: bool, is_open: bool = True) -> HttpResponse:
    shown: dict[str, object] = {"is_gone": is_gone, "is_open": is_open}
    return page("public/nothing.html", shown, status=GONE if is_gone else NOT_FOUND)
