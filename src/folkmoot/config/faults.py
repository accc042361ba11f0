"""What is answered when something went wrong on our side."""

import sys
from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import defaults

from folkmoot.kernel.disk import is_full


def refuse_null(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Answer 400 to a request with a null character in its address or a cookie: PostgreSQL refuses to be asked for one."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        # The API says of each parameter what is wrong with it.
        asked = () if request.path.startswith("/api/") else request.GET.values()
        given = (request.path, *asked, *request.COOKIES.values())
        if any("\0" in each for each in given):
            message = "a null character"
            raise BadRequest(message)
        return get_response(request)

    return respond


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer for the fault that is being dealt with: a full disk by its name, any other by the general page."""
    error = sys.exc_info()[1]
    if error is None or not is_full(error):
        return defaults.server_error(request)
    sentence = _("There is no room left, so what you sent was not kept; what was kept before is safe.")
    if request.path.startswith("/api/"):
        return JsonResponse({"refusal": sentence}, status=503)
    return render(request, "503.html", {"sentence": sentence}, status=503)
