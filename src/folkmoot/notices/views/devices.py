from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from folkmoot.access.answering import pressed
from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.notices.actions.devices import subscribe_device, unsubscribe_device
from folkmoot.notices.forms import DeviceForm
from folkmoot.notices.interfaces import this_device


@require_POST
@signed_in
def device(request: SignedInRequest) -> HttpResponse:
    given = {name: request.POST.get(name, "") for name in DeviceForm.base_fields}
    session = this_device(request.session.session_key or "") or 0
    said = _("This device is notified now.")
    return pressed(request, subscribe_device, to=reverse("notices:own"), said=said, session=session, **given)


@require_POST
@signed_in
def device_end(request: SignedInRequest, session: int) -> HttpResponse:
    said = _("That device is notified no more.")
    return pressed(request, unsubscribe_device, to=reverse("notices:own"), said=said, session=session)
