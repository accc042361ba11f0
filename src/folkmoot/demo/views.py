from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET

from folkmoot.demo.links import person_in
from folkmoot.people.models import Account


@require_GET
def sign_in(request: HttpRequest, token: str) -> HttpResponse:
    if not settings.DEMO:
        raise Http404
    account = get_object_or_404(Account, person=person_in(token), is_active=True)
    login(request, account, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect("/")
