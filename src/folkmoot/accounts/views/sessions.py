from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from folkmoot.access.requests import SignedInRequest, do, signed_in
from folkmoot.accounts.actions.sessions import end_other_sessions, end_session
from folkmoot.accounts.queries.sessions import sessions_of
from folkmoot.accounts.session_keys import row_key
from folkmoot.kernel.errors import Refused
from folkmoot.notices.queries import sessions_notified
from folkmoot.people.models import Account
from folkmoot.ui.refusals import refused


@signed_in
def sessions(request: SignedInRequest) -> HttpResponse:
    listed = sessions_of(request.user, request.at) if isinstance(request.user, Account) else []
    page = {
        "sessions": listed,
        "this_one": row_key(request.session.session_key or ""),
        "notified": sessions_notified(request.person),
    }
    return render(request, "accounts/sessions.html", page)


@require_POST
@signed_in
def session_end(request: SignedInRequest, session: int) -> HttpResponse:
    try:
        do(request, end_session, session=session)
    except Refused as refusal:
        return refused(request, refusal)
    if not request.session.exists(request.session.session_key or ""):
        logout(request)
    return redirect("accounts:sessions")


@require_POST
@signed_in
def other_sessions_end(request: SignedInRequest) -> HttpResponse:
    do(request, end_other_sessions, kept=request.session.session_key)
    return redirect("accounts:sessions")
