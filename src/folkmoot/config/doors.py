"""What is asked by programs that watch us: answered before anything else, without a session and without a page."""

from collections.abc import Callable
from ipaddress import ip_address
from secrets import compare_digest

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    JsonResponse,
)

from folkmoot.config.environment import LOCAL
from folkmoot.config.health import Pulse

HEALTH, METRICS = "/health", "/metrics"
_READING = ("GET", "HEAD")
_NOT_KEPT = {"Cache-Control": "no-store"}
# Whoever comes through a proxy on this machine comes from this machine, too.
_FORWARDED = (
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_REAL_IP",
    "HTTP_FORWARDED",
    "HTTP_VIA",
)
Respond = Callable[[HttpRequest], HttpResponseBase]


def answer_watchers(get_response: Respond) -> Respond:
    """Answer `/health`, and `/metrics` to whoever may see them, by whatever name of this host; hand on all else."""
    pulse = Pulse()

    def respond(request: HttpRequest) -> HttpResponseBase:
        if request.path == HEALTH:
            return _read_only(request, lambda: _health(pulse))
        if request.path == METRICS and may_see_metrics(request):
            return _read_only(request, _metrics)
        return get_response(request)

    return respond


def may_see_metrics(request: HttpRequest) -> bool:
    """Tell whether a request comes straight from this machine, or with the token, whichever was set."""
    if not settings.METRICS:
        return False
    if settings.METRICS != LOCAL:
        given = request.headers.get("Authorization", "")
        return compare_digest(given.encode(), f"Bearer {settings.METRICS}".encode())
    return _is_loopback(request.META.get("REMOTE_ADDR", "")) and not any(
        name in request.META for name in _FORWARDED
    )


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def _read_only(request: HttpRequest, answer: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    return answer() if request.method in _READING else HttpResponseNotAllowed(_READING)


def _health(pulse: Pulse) -> HttpResponseBase:
    found = pulse()
    return JsonResponse(dict(found.words), status=200 if found.is_well else 503, headers=_NOT_KEPT)


def _metrics() -> HttpResponseBase:
    from folkmoot.config.gauges import metrics_page  # noqa: PLC0415  -- 14 MB, where it is used

    page, content_type = metrics_page()
    return HttpResponse(page, content_type=content_type, headers=_NOT_KEPT)
