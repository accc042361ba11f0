from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from folkmoot.demo.links import account_in


@require_GET
def sign_in(request: HttpRequest, token: str) -> HttpResponse:
    account = account_in(token) if settings.DEMO else None
    if account is None:
        raise Http404
    login(request, account, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect("/")
