from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from folkmoot.access.answering import pressed
from folkmoot.access.requests import SignedInRequest, do, signed_in
from folkmoot.accounts.actions.tokens import end_token, make_token, new_secret
from folkmoot.accounts.forms import TokenForm
from folkmoot.accounts.queries.tokens import secret_hash, tokens_of
from folkmoot.accounts.views.guards import sure_of_person
from folkmoot.kernel.errors import Refused
from folkmoot.people.models import Account
from folkmoot.ui.forms import show_refusal


@signed_in
def tokens(request: SignedInRequest) -> HttpResponse:
    listed = tokens_of(request.user, request.at) if isinstance(request.user, Account) else []
    return render(request, "accounts/tokens.html", {"tokens": listed})


@signed_in
@sure_of_person
@never_cache
def new_token(request: SignedInRequest) -> HttpResponse:
    form = TokenForm(request.POST or None)
    secret = new_secret()
    if form.is_valid() and _made(request, form, secret):
        page = {"name": form.cleaned_data["name"], "secret": secret}
        return render(request, "accounts/token_made.html", page)
    return render(request, "accounts/new_token.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@signed_in
def token_end(request: SignedInRequest, token_id: UUID) -> HttpResponse:
    return pressed(request, end_token, token_id=token_id, to=reverse("accounts:tokens"))


def _made(request: SignedInRequest, form: TokenForm, secret: str) -> bool:
    try:
        _make(request, form, secret)
    except Refused as refusal:
        show_refusal(form, refusal)
        return False
    return True


def _make(request: SignedInRequest, form: TokenForm, secret: str) -> None:
    asked = form.cleaned_data
    do(
        request,
        make_token,
        name=asked["name"],
        secret_hash=secret_hash(secret),
        acts=asked["acts"],
        reads=asked.get("reads", []),
        days=int(asked["days"]),
    )
