"""Who asks: the owner of a token, or whoever signed in with this browser."""

from dataclasses import dataclass
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.translation import gettext as _

from folkmoot.access.requests import SignedInRequest
from folkmoot.accounts.queries.tokens import token_of
from folkmoot.config.api.answers import NotAnswered
from folkmoot.kernel.acts import Via
from folkmoot.people.models import Account, Person

_SAFE = {"GET", "HEAD", "OPTIONS"}


@dataclass(frozen=True)
class Caller:
    """For whom a request acts and reads, through which door, and with a token what it was made for."""

    person: Person
    via: Via
    acts: frozenset[str] | None = None
    reads: frozenset[str] | None = None

    def must_be_let_do(self, act: str) -> None:
        """Let go on whose token was made for `act`.

        :raises NotAnswered: 403 if it was not.
        """
        if self.acts is not None and act not in self.acts:
            raise NotAnswered(
                403,
                _("This token was not made for %(act)s. Make one that is on your account page.")
                % {"act": act},
            )

    def must_be_let_read(self, scope: str, *, is_private: bool) -> None:
        """Let go on whose token was made for reading `scope`; an operator's token reads nothing private.

        :raises NotAnswered: 403 if it was not.
        """
        if self.reads is not None and scope not in self.reads:
            raise NotAnswered(
                403,
                _("This token was not made for reading %(list)s. Make one that is on your account page.")
                % {"list": scope},
            )
        if is_private and self.via is Via.OPERATOR:
            raise NotAnswered(
                403, _("Only the member can read this, signed in or with a token of their own.")
            )


def who_asks(request: HttpRequest) -> Caller:
    """Return for whom the request speaks.

    :raises NotAnswered: 401 if it does not say, 403 if a browser was made to send it from elsewhere.
    """
    given = request.headers.get("Authorization", "")
    # A token that is wrong never falls back to the session: a program would act as somebody it does not mean.
    return _by_token(request, given) if given else _by_session(request)


def _by_token(request: HttpRequest, given: str) -> Caller:
    kind, _space, secret = given.partition(" ")
    token = (
        token_of(secret.strip(), cast("SignedInRequest", request).at) if kind.lower() == "bearer" else None
    )
    if token is None:
        raise NotAnswered(
            401, _("This token is unknown, has expired or was ended. Make another on your account page.")
        )
    return Caller(token.person, token.via, frozenset(token.acts), frozenset(token.reads))


def _by_session(request: HttpRequest) -> Caller:
    account = request.user
    if not isinstance(account, Account):
        raise NotAnswered(
            401, _("Say who asks: send a token in the header “Authorization: Bearer …”, or sign in first.")
        )
    if request.method not in _SAFE and _comes_from_elsewhere(request):
        raise NotAnswered(
            403,
            _(
                "A signed-in browser sends the value of the cookie csrftoken in the header X-CSRFToken with each change."
            ),
        )
    return Caller(account.person, Via.API)


def _comes_from_elsewhere(request: HttpRequest) -> bool:
    # The view itself is exempt, because a token needs no such proof; here Django is asked after all.
    return CsrfViewMiddleware(_unreachable).process_view(request, _unreachable, (), {}) is not None


def _unreachable(_request: HttpRequest) -> HttpResponse:
    raise NotImplementedError
