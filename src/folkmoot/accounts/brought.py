"""Whose session it is: their account comes along with the contents of the session, so that a page asks once for both."""

from contextvars import ContextVar
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.models import Session
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from folkmoot.kernel.prepared import prepared
from folkmoot.people.models import Account, Membership
from folkmoot.units.models import Unit
from folkmoot.units.rules.paths import ROOT

# The session of the request that is asked whose it is: a backend is told the id alone.
_asked: ContextVar[Any] = ContextVar("asked", default=None)


class BroughtAccountMiddleware(AuthenticationMiddleware):
    """Django's own, which takes the account that came along with the session if it is the one that the session names."""

    def process_request(self, request: HttpRequest) -> None:
        """Have the request know its user, once it is asked."""
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _user_of(request))  # type: ignore[assignment]  # as Django does


def brought_along(user_id: UUID) -> Account | None:
    """Return the account with this id if it came along with the session that is being asked whose it is."""
    account: Account | None = getattr(_asked.get(), "brought", None)
    return account if account is not None and account.pk == user_id else None


def account_with(pk: UUID) -> Account | None:
    """Return an account with its person, and what pages show and go by of the organisation and their home; one question."""
    return next(iter(_account(pk=pk)), None)


def account_in_session(key: str, *, at: datetime) -> Account | None:
    """Return the account on whose list the session with this key stands, with its contents as `session_data`.

    None if it stands on none, or is over. `key` is that of its row.
    """
    found = next(iter(_in_session(key=key, at=at)), None)
    return found if found is not None and vars(found)["session_data"] is not None else None


def _user_of(request: HttpRequest) -> AbstractBaseUser | AnonymousUser:
    token = _asked.set(request.session)
    try:
        return get_user(request)
    finally:
        _asked.reset(token)


@prepared
def _account(*, pk: UUID) -> QuerySet[Account]:
    return _shown().filter(pk=pk)


@prepared
def _in_session(*, key: str, at: datetime) -> QuerySet[Account]:
    contents = Session.objects.filter(pk=OuterRef("usersession__session_key"), expire_date__gt=at)
    additions: dict[str, Any] = {"session_data": Subquery(contents.values("session_data"))}
    return _shown().filter(usersession__session_key=key).annotate(**additions)


def _shown() -> QuerySet[Account]:
    # What the header of every page shows beside the person's name comes along: the organisation's. And by whose clocks
    # pages tell them what belongs to no other unit: those of their home, of the organisation's where they have several.
    top = Unit.objects.filter(path=ROOT).order_by()
    homes = Membership.objects.open().filter(person=OuterRef("person"))
    home = homes.order_by(F("circle").asc(nulls_first=True)).values("unit__time_zone")[:1]
    accounts: QuerySet[Account] = Account.objects.select_related("person").annotate(
        organisation_name=Subquery(top.values("name")[:1]),
        time_zone=Coalesce(Subquery(home), Subquery(top.values("time_zone")[:1])),
    )
    return accounts
