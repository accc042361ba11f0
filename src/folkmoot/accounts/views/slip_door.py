from typing import cast

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from folkmoot.access.requests import SignedInRequest, moment
from folkmoot.accounts.actions.slips import try_slip, use_slip, wrong_slip
from folkmoot.accounts.forms import SlipForm
from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.people.models import Account
from folkmoot.ui.forms import show_refusal


@never_cache
def slip_door(request: HttpRequest) -> HttpResponse:
    form = SlipForm(request.POST or None)
    if form.is_valid():
        try:
            account = _account_by(cast("SignedInRequest", request), **form.cleaned_data)
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            return _let_in(request, account)
    return render(request, "accounts/slip_door.html", {"form": form}, status=422 if form.errors else 200)


def _let_in(request: HttpRequest, account: Account) -> HttpResponse:
    record_authentication(request, account, "slip")
    # A passkey is what lets them in the next time without another paper.
    answer: HttpResponse = perform_login(request, Login(user=account, redirect_url=reverse("mfa_index")))
    return answer


def _account_by(request: SignedInRequest, *, code: str, pin: str) -> Account:
    if not ratelimit.consume(request, action="slip"):
        raise Refused(
            _("Slips were tried too often from here. Wait a minute, then enter code and PIN again.")
        )
    slip = try_slip(code, request.at)
    if slip is None:
        raise Refused(wrong_slip())
    given = {"slip_id": slip.pk, "code": code, "pin": pin}
    # An id of our own each time: who sends the same form again, on a shared computer perhaps, is not let in again.
    run(use_slip, given, act_id=new_id(), by=slip.person, at=moment, via=Via.WEB)
    account: Account = slip.person.account
    return account
