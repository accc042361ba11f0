from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from folkmoot.access.answering import is_done, pressed, status_of
from folkmoot.access.policy import units_where
from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.structure.actions.twinning import PERMISSION, accept_twinning, end_twinning, offer_twinning
from folkmoot.structure.forms import TwinningForm
from folkmoot.structure.queries.twins import twins_page


@signed_in
def twins(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    units = units_where(request.person, PERMISSION, at=request.at).open().select_related("kind")
    unit = get_object_or_404(units, pk=unit_id)
    form = TwinningForm(request.POST or None)
    if form.is_valid() and is_done(request, form, offer_twinning, unit_id=unit_id, **form.cleaned_data):
        messages.success(request, _("It is offered. Once they accept, you see each other here."))
        return redirect("structure:twins", unit_id)
    context = {"unit": unit, "form": form, "page": twins_page(unit, at=request.at)}
    return render(request, "structure/twins.html", context, status=status_of(form))


@require_POST
@signed_in
def acceptance(request: SignedInRequest, unit_id: UUID, other_id: UUID) -> HttpResponse:
    to, said = reverse("structure:twins", args=[unit_id]), _("The two units are twinned now.")
    return pressed(request, accept_twinning, unit_id=unit_id, other_id=other_id, said=said, to=to)


@require_POST
@signed_in
def twinning_end(request: SignedInRequest, unit_id: UUID, other_id: UUID) -> HttpResponse:
    to, said = reverse("structure:twins", args=[unit_id]), _("That is ended.")
    return pressed(request, end_twinning, unit_id=unit_id, other_id=other_id, said=said, to=to)
