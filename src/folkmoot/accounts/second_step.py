"""Who is asked for a second step when they sign in."""

from typing import cast

from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest

from folkmoot.access.requests import SignedInRequest
from folkmoot.accounts.queries.contact import is_address_by_others
from folkmoot.accounts.queries.factors import factors_of, holds_office_above_cells
from folkmoot.accounts.rules.second_factor import is_asked
from folkmoot.people.models import Account


class SecondStepStage(AuthenticateStage):  # type: ignore[misc]  # allauth ships no types
    """allauth's second step, asked of those alone whom our rule names."""

    def _should_handle(self, request: HttpRequest) -> bool:
        return bool(super()._should_handle(request)) and _is_asked(request, self.login.user)


def _is_asked(request: HttpRequest, account: Account) -> bool:
    factors = factors_of(account.person)
    at = cast("SignedInRequest", request).at
    return is_asked(
        has_app=factors.app is not None,
        has_passkey=bool(factors.passkeys),
        is_officer=holds_office_above_cells(account.person, at=at),
        has_mailbox=bool(account.email),
        is_address_by_others=is_address_by_others(account.person),
    )
