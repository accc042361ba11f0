"""What every view is told of a request: who asks, when, and the id of the act it carries."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.functional import SimpleLazyObject

from folkmoot.access.undoing import offer, way_back_of
from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.clock import now
from folkmoot.kernel.ids import new_id
from folkmoot.people.models import Account, Person

Arguments = ParamSpec("Arguments")


class SignedInRequest(HttpRequest):
    """A request of somebody who signed in."""

    person: Person
    at: datetime
    act_id: UUID


class FactsMiddleware:
    """Adds `person`, `at` and `act_id` to each request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep what answers."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request with the facts added."""
        facts = cast("SignedInRequest", request)
        facts.at = now()
        facts.person = cast("Person", SimpleLazyObject(lambda: person_of(request)))
        facts.act_id = act_id_of(request)
        return self.get_response(request)


def person_of(request: HttpRequest) -> Person | None:
    """Return the person who signed in, or None."""
    account = request.user
    return account.person if isinstance(account, Account) else None


def act_id_of(request: HttpRequest) -> UUID:
    """Return the act id the form carries, so that a repeated click is one act, or a new one."""
    given = request.POST.get("act_id", "") if request.method == "POST" else ""
    try:
        return UUID(given)
    except ValueError:
        return new_id()


def signed_in(
    view: Callable[Concatenate[SignedInRequest, Arguments], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, Arguments], HttpResponseBase]:
    """Let only those who signed in reach `view`; the others are sent to sign in first."""

    @wraps(view)
    def guarded(
        request: HttpRequest, /, *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> HttpResponseBase:
        account = request.user
        if not isinstance(account, Account):
            return _to_sign_in(request)
        facts = cast("SignedInRequest", request)
        # No longer lazy: a view compares it, and hands it to acts.
        facts.person = account.person
        return view(facts, *args, **kwargs)

    return guarded


def do(request: SignedInRequest, function: Callable[..., UUID], **given: object) -> UUID:
    """Do an act for whoever signed in, once for each act id, and keep for their next page how to take it back.

    :raises Refused: if the act refuses.
    """
    back = way_back_of(function, given)
    answer = run(function, given, act_id=request.act_id, by=request.person, at=request.at, via=Via.WEB)
    offer(request.session, back, answer, act_id=request.act_id, person=request.person)
    return answer


def facts(request: HttpRequest) -> dict[str, object]:
    """Give templates the person who asks and a fresh act id for each form they render."""
    return {"person": getattr(request, "person", None), "new_act_id": new_id}


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    is_fragment = request.headers.get("HX-Request") == "true"
    door = redirect_to_login(_page_behind(request, is_fragment=is_fragment))
    # The browser follows a redirect on its own, and the sign-in page would stand inside the page.
    return HttpResponse(headers={"HX-Redirect": door.url}) if is_fragment else door


def page_behind(request: HttpRequest) -> str:
    """Return the address of our own page from which a form was sent; the first page if it is not known."""
    return _page_behind(request, is_fragment=False)


def _page_behind(request: HttpRequest, *, is_fragment: bool) -> str:
    if request.method == "GET" and not is_fragment:
        return request.get_full_path()
    # A form that was sent is no page to come back to: the page it stood on is.
    shown = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer", ""))
    is_ours = shown.netloc == request.get_host()
    return shown._replace(scheme="", netloc="", fragment="").geturl() if is_ours else "/"
