"""The body of a request is read before anything is asked of it: whoever sends it slowly gains nothing, and holds up few."""

from collections.abc import Callable
from contextlib import suppress
from threading import BoundedSemaphore

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _

from folkmoot.config.environment import Environment

# A body that has come is read in less, even where several come at once.
_PATIENCE = 0.5
_PROGRAMS = "/api/"
_FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})


class BodiesMiddleware:
    """Reads whole bodies, half the threads' at a time: the server cannot end one that does not come, so pages keep the rest."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep what answers, and the places of those whose bodies are read."""
        self.get_response = get_response
        self.places = BoundedSemaphore(max(1, Environment.read().page_threads // 2))

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request once its body is there; 503 if too many others keep us waiting for theirs."""
        if request.method != "POST":
            return self.get_response(request)
        if not self.places.acquire(timeout=_PATIENCE):
            return _busy(request)
        try:
            _read(request)
        finally:
            self.places.release()
        return self.get_response(request)


def _read(request: HttpRequest) -> None:
    # Files go to the disk as they come; what is too large is refused by whoever asks for it, in words of their own. Programs
    # are answered by the bytes that they sent, whatever they call them.
    if request.content_type in _FORMS and not request.path.startswith(_PROGRAMS):
        request.POST  # noqa: B018  -- it is read as it is asked for
    else:
        with suppress(RequestDataTooBig):
            request.body  # noqa: B018  -- as above


def _busy(request: HttpRequest) -> HttpResponse:
    sentence = _(
        "Too much is being sent at this moment, so nothing was kept of this. Send it again in a minute."
    )
    answer: HttpResponse
    if request.path.startswith(_PROGRAMS):
        answer = JsonResponse({"refusal": sentence}, status=503)
    else:
        answer = HttpResponse(sentence, status=503, content_type="text/plain; charset=utf-8")
    answer["Retry-After"] = "60"
    return answer
