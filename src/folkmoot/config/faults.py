"""What is answered when something went wrong on our side."""

import sys

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import defaults

from folkmoot.kernel.disk import is_full


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer for the fault that is being dealt with: a full disk by its name, any other by the general page."""
    error = sys.exc_info()[1]
    if error is None or not is_full(error):
        return defaults.server_error(request)
    sentence = _("There is no room left, so what you sent was not kept; what was kept before is safe.")
    if request.path.startswith("/api/"):
        return JsonResponse({"refusal": sentence}, status=503)
    return render(request, "503.html", {"sentence": sentence}, status=503)
