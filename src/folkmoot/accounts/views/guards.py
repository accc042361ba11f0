"""What a page asks for before it lets somebody change how they sign in."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpResponseBase

from folkmoot.access.requests import SignedInRequest
from folkmoot.accounts.queries.factors import factors_of
from folkmoot.people.models import Account

_SECONDS = 600
Arguments = ParamSpec("Arguments")
View = Callable[Concatenate[SignedInRequest, Arguments], HttpResponseBase]


def sure_of_person(view: View[Arguments]) -> View[Arguments]:
    @wraps(view)
    def guarded(
        request: SignedInRequest, /, *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> HttpResponseBase:
        if not _signed_in_lately(request):
            raise ReauthenticationRequired
        return view(request, *args, **kwargs)

    return guarded


def _signed_in_lately(request: SignedInRequest) -> bool:
    account = request.user
    # Who has neither password nor passkey has nothing to prove themselves with but the mail that the change is told to
    # anyway.
    if not isinstance(account, Account) or not _can_prove(account):
        return True
    records = get_authentication_records(request, account)
    return any(request.at.timestamp() - record["at"] < _SECONDS for record in records)


def _can_prove(account: Account) -> bool:
    return account.has_usable_password() or factors_of(account.person).is_any
