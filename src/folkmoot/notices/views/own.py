from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from folkmoot.access.answering import is_done, status_of
from folkmoot.access.requests import SignedInRequest, do, signed_in
from folkmoot.notices.actions.choosing import choose_frequency
from folkmoot.notices.actions.refusals import trust_address
from folkmoot.notices.forms import DeviceForm, FrequencyForm
from folkmoot.notices.interfaces import this_device
from folkmoot.notices.queries import Own, devices_of, own_notices, zone_of
from folkmoot.notices.vapid import public_key


@signed_in
def own(request: SignedInRequest) -> HttpResponse:
    notices = own_notices(request.person)
    form = FrequencyForm(request.POST or None, initial=_initial(notices))
    if form.is_valid() and _chosen(request, form):
        return redirect("notices:own")
    page = {"notices": notices, "form": form, "zone": zone_of(request.person), "push": _push(request)}
    return render(request, "notices/own.html", page, status=status_of(form))


@require_POST
@signed_in
def own_address(request: SignedInRequest) -> HttpResponse:
    do(request, trust_address)
    messages.success(request, _("We write to your address again."))
    return redirect("notices:own")


def _initial(notices: Own) -> dict[str, object]:
    return {"frequency": notices.often, "wants_meetings": notices.wants_meetings}


def _push(request: SignedInRequest) -> dict[str, object]:
    this = this_device(request.session.session_key or "")
    devices = devices_of(request.person, this=this, at=request.at)
    # Not by its digest: a browser asks for the worker at the address where it was registered.
    worker = f"{settings.STATIC_URL}ui/push-worker.js"
    is_on = any(each.is_this for each in devices)
    form = None if is_on else DeviceForm(auto_id="device-%s")
    return {"devices": devices, "form": form, "key": public_key(), "worker": worker}


def _chosen(request: SignedInRequest, form: FrequencyForm) -> bool:
    if not is_done(request, form, choose_frequency, **form.cleaned_data):
        return False
    messages.success(request, _("That is how often we write to you now."))
    return True
