"""What is counted and logged of each answer: never who asked, for whom, or with what words."""

import secrets
import time
from collections.abc import Callable

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from structlog.contextvars import bind_contextvars, clear_contextvars

from folkmoot.config.counting import count_request
from folkmoot.config.routes import OTHER, class_of, route_of

_FAULT = 500
log = structlog.get_logger()


class AnswersMiddleware:
    """Counts each answer and logs it as the operator has set, under an id that the answer carries too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        begun = time.perf_counter()
        # Ours, whatever the sender called it: their words could be anything.
        request_id = secrets.token_hex(8)
        bind_contextvars(request_id=request_id)
        try:
            response = self.get_response(request)
            _note(route_of(request), response.status_code, time.perf_counter() - begun)
        finally:
            clear_contextvars()
        response["X-Request-ID"] = request_id
        return response

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        # From here on every line of this request's names its page.
        bind_contextvars(route=route_of(request))


def _note(route: str, status: int, seconds: float) -> None:
    count_request(route, status, seconds)
    if status < _FAULT and not settings.LOG_REQUESTS:
        return
    said = class_of(status, route) if route == OTHER else status
    speak = log.error if status >= _FAULT else log.info
    speak("answered", route=route, status=said, milliseconds=round(seconds * 1000))
