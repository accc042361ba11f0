"""What every view is told of a request: who asks, when, and the id of the act it carries."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.access.policy import ask_once
from folkmoot.access.resuming import keep_typed, mark_of, typed_before, words_typed
from folkmoot.access.undoing import offer, way_back_of
from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.clock import now
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import as_id, new_id
from folkmoot.people.models import Account, Person

Arguments = ParamSpec("Arguments")
# What only shows; where something may be done, each question is asked anew.
_READING = frozenset({"GET", "HEAD"})
_KEPT = gettext_lazy(
    "Your session had ended, so nothing was saved yet. Sign in again: then the form is there with what you typed."
)


class SignedInRequest(HttpRequest):
    """A request of somebody who signed in."""

    person: Person
    at: datetime
    act_id: UUID
    # Whether the form was laid in again after signing in: it is shown, and nothing is done.
    is_resumed: bool


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
        facts.is_resumed = False
        return self.get_response(request)


def moment() -> datetime:
    """Return the present moment: what pages and the API hand to an act as the clock that it asks when its turn came."""
    return now()


def person_of(request: HttpRequest) -> Person | None:
    """Return the person who signed in, or None."""
    account = request.user
    return account.person if isinstance(account, Account) else None


def act_id_of(request: HttpRequest) -> UUID:
    """Return the act id the form carries, so that a repeated click is one act, or a new one."""
    given = request.POST.get("act_id", "") if request.method == "POST" else ""
    return as_id(given) or new_id()


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
        if request.method in _READING:
            ask_once(facts.person)
        _resume(facts)
        # Nothing for whoever came by a way that brings no zone along: Django's own stands, which is the installation's.
        with timezone.override(getattr(account, "time_zone", None) or timezone.get_default_timezone()):
            return view(facts, *args, **kwargs)

    return guarded


def do(request: SignedInRequest, function: Callable[..., UUID], **given: object) -> UUID:
    """Do an act for whoever signed in, once for each act id, and keep for their next page how to take it back.

    :raises Refused: if the act refuses, or the page only shows what was typed before its author signed in again.
    """
    if request.is_resumed:
        raise Refused(_("Press the button again, so that it is saved."))
    back = way_back_of(function, given)
    answer = run(function, given, act_id=request.act_id, by=request.person, at=moment, via=Via.WEB)
    offer(request.session, back, answer, act_id=request.act_id, person=request.person)
    return answer


def facts(request: HttpRequest) -> dict[str, object]:
    """Give templates the person who asks and a fresh act id for each form they render."""
    person = getattr(request, "person", None)
    return {
        "person": person,
        "new_act_id": new_id,
        "typed_by": SimpleLazyObject(lambda: _mark(request, person) if person else ""),
    }


def _mark(request: HttpRequest, person: Person) -> str:
    return mark_of(person, path=request.path, session_key=request.session.session_key or "")


def _resume(request: SignedInRequest) -> None:
    """Lay into the form of a page what its author had typed when their session ended, if they had."""
    typed = typed_before(request, person=request.person, at=request.at) if request.method == "GET" else None
    if typed is None:
        return
    request.POST = typed  # type: ignore[assignment]  # it is as unchangeable as what a browser sends
    request.is_resumed = True
    messages.warning(
        request,
        _(
            "You are signed in again. What you typed stands here, and is not saved yet: press the button again."
        ),
    )


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    is_fragment = request.headers.get("HX-Request") == "true"
    behind = _page_behind(request, is_fragment=is_fragment)
    door = redirect_to_login(behind)
    if request.method == "POST" and not keep_typed(
        request, to=behind, at=cast("SignedInRequest", request).at
    ):
        words = [] if is_fragment else words_typed(request)
        if words:
            # Going back would show the door again, and not the form: what was typed stands on this page alone.
            return render(request, "ui/not_saved.html", {"words": words, "door": door.url}, status=403)
        messages.warning(request, _("Your session had ended, so nothing was saved. Sign in again."))
    elif request.method == "POST":
        messages.warning(request, _KEPT)
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
    if shown.netloc != request.get_host():
        return "/"
    # One slash: behind two of them, a browser takes what follows for another host.
    path = "/" + shown.path.lstrip("/\\")
    return f"{path}?{shown.query}" if shown.query else path
