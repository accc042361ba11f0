from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.accounts.actions.tokens import end_token, make_token, new_secret
from folkmoot.accounts.forms import TokenForm
from folkmoot.accounts.queries import secret_hash, tokens_of
from folkmoot.accounts.views.guards import sure_of_person
from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.errors import Refused
from folkmoot.people.models import Account
from folkmoot.ui.forms import show_refusal
from folkmoot.ui.refusals import refused


@signed_in
def tokens(request: SignedInRequest) -> HttpResponse:
    listed = tokens_of(request.user, request.at) if isinstance(request.user, Account) else []
    return render(request, "accounts/tokens.html", {"tokens": listed})


@signed_in
@sure_of_person
@never_cache
def new_token(request: SignedInRequest) -> HttpResponse:
    form = TokenForm(request.POST or None)
    if not form.is_valid():
        return render(request, "accounts/new_token.html", {"form": form}, status=422 if form.errors else 200)
    secret = new_secret()
    try:
        _make(request, form, secret)
    except Refused as refusal:
        show_refusal(form, refusal)
        return render(request, "accounts/new_token.html", {"form": form}, status=422)
    return render(request, "accounts/token_made.html", {"name": form.cleaned_data["name"], "secret": secret})


@require_POST
@signed_in
def token_end(request: SignedInRequest, token_id: UUID) -> HttpResponse:
    try:
        run(
            end_token,
            {"token_id": token_id},
            act_id=request.act_id,
            by=request.person,
            at=request.at,
            via=Via.WEB,
        )
    except Refused as refusal:
        return refused(request, refusal)
    return redirect("accounts:tokens")


def _make(request: SignedInRequest, form: TokenForm, secret: str) -> None:
    given = {
        "name": form.cleaned_data["name"],
        "secret_hash": secret_hash(secret),
        "acts": form.cleaned_data["acts"],
        "reads": form.cleaned_data.get("reads", []),
        "days": int(form.cleaned_data["days"]),
    }
    run(make_token, given, act_id=request.act_id, by=request.person, at=request.at, via=Via.WEB)
