"""The door by which nouns are read: `GET /api/<nouns>`."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from pydantic import BaseModel

from folkmoot.config.api.answers import NotAnswered, answered, not_answered, not_found
from folkmoot.config.api.asked import asked_of
from folkmoot.config.api.callers import who_asks
from folkmoot.config.api.catalogue import NOUNS, Noun
from folkmoot.config.api.listing import Rows
from folkmoot.config.api.nouns import page_of


def view_of(noun: Noun) -> Callable[..., HttpResponse]:
    """Return the view that answers for `noun`."""

    # An answer is for one person alone, and no cache between may keep it for the next.
    @never_cache
    def view(request: HttpRequest, **keys: Any) -> HttpResponse:  # noqa: ANN401  -- Django passes what the path has
        try:
            return answered(_read(request, noun, keys))
        except NotAnswered as why:
            return not_answered(why)

    return view


def elsewhere(request: HttpRequest, rest: str) -> HttpResponse:  # noqa: ARG001  -- the view of every other address
    """Answer what is no address of the API with the list of those that are."""
    why = not_found(_("The API has no such address."))
    why.more = {"known": ["acts/<act>", "openapi.json", *(noun.path for noun in NOUNS)]}
    return not_answered(why)


def _read(request: HttpRequest, noun: Noun, keys: dict[str, object]) -> BaseModel:
    if request.method not in {"GET", "HEAD"}:
        raise NotAnswered(405, _("Lists are read with the method GET; what changes something is an act."))
    caller = who_asks(request)
    caller.must_be_let_read(noun.scope, is_private=noun.is_private)
    found = noun.answer(asked_of(request, caller.person, frozenset(noun.filters)), **keys)
    if not isinstance(found, Rows):
        return found
    return page_of(noun.model)(rows=found.rows, next=_next(request, found))


def _next(request: HttpRequest, found: Rows) -> str | None:
    if not found.following:
        return None
    query = request.GET.copy()
    query["after"] = found.following
    return f"{request.path}?{query.urlencode()}"
