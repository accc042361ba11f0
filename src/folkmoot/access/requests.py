"""What every view is told of a request: who asks, when, and the id of the act it carries."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.functional import SimpleLazyObject

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
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(cast("SignedInRequest", request), *args, **kwargs)

    return guarded


def facts(request: HttpRequest) -> dict[str, object]:
    """Give templates the person who asks and a fresh act id for each form they render."""
    return {"person": getattr(request, "person", None), "new_act_id": new_id}
