"""What is asked by programs that watch us: answered before anything else, without a session and without a page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed, JsonResponse

from folkmoot.config.health import Pulse

HEALTH = "/health"
Respond = Callable[[HttpRequest], HttpResponseBase]


def answer_watchers(get_response: Respond) -> Respond:
    """Answer `/health`, by whatever name of this host it is asked for; hand on all else."""
    pulse = Pulse()

    def respond(request: HttpRequest) -> HttpResponseBase:
        if request.path != HEALTH:
            return get_response(request)
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        found = pulse()
        return JsonResponse(
            dict(found.words), status=200 if found.is_well else 503, headers={"Cache-Control": "no-store"}
        )

    return respond
