from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from folkmoot.access.requests import SignedInRequest, do, signed_in
from folkmoot.kernel.clock import now
from folkmoot.kernel.errors import Refused
from folkmoot.notices.actions.calendars import end_calendar_address, make_calendar_address
from folkmoot.notices.calendars import calendar_of
from folkmoot.notices.queries import person_of_calendar
from folkmoot.notices.signing import hash_of_secret, new_secret
from folkmoot.ui.refusals import refused


@require_POST
@signed_in
@never_cache
def calendar_address(request: SignedInRequest) -> HttpResponse:
    secret = new_secret()
    try:
        do(request, make_calendar_address, secret_hash=hash_of_secret(secret))
    except Refused as refusal:
        return refused(request, refusal)
    address = settings.PUBLIC_URL + reverse("notices:calendar", args=[secret])
    return render(request, "notices/calendar_made.html", {"address": address})


@require_POST
@signed_in
def calendar_end(request: SignedInRequest) -> HttpResponse:
    do(request, end_calendar_address)
    messages.success(request, _("The calendar’s address leads nowhere now."))
    return redirect("notices:own")


@require_safe
@never_cache
def calendar(request: HttpRequest, secret: str) -> HttpResponse:  # noqa: ARG001  -- what every view is given
    person = person_of_calendar(secret)
    if person is None:
        raise Http404
    return HttpResponse(calendar_of(person, at=now()), content_type="text/calendar; charset=utf-8")
