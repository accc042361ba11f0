from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from folkmoot.access.answering import is_done, status_of
from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.structure.actions.affiliating import PERMISSION, affiliate_unit, end_affiliation
from folkmoot.structure.forms import AffiliationForm
from folkmoot.structure.queries.circles import admits_in_words, own_circle
from folkmoot.structure.queries.reorganisations import units_decided_by
from folkmoot.units.models import Unit


@signed_in
def affiliation(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    unit = get_object_or_404(units_decided_by(request.person, PERMISSION, at=request.at).open(), pk=unit_id)
    circle = own_circle(unit)
    # A button that stands alone sends nothing but itself.
    sent = request.POST if request.method == "POST" else None
    form = forms.Form(sent) if circle else AffiliationForm(sent)
    if form.is_valid() and _is_said(request, form, unit, is_ended=circle is not None):
        return redirect("structure:unit", unit_id)
    context = {"unit": unit, "circle": circle, "admits": admits_in_words(circle), "form": form}
    return render(request, "structure/affiliation.html", context, status=status_of(form))


def _is_said(request: SignedInRequest, form: forms.BaseForm, unit: Unit, *, is_ended: bool) -> bool:
    if is_ended:
        said = _("%(unit)s is no affiliated organisation any more.") % {"unit": unit.name}
        is_said = is_done(request, form, end_affiliation, unit_id=unit.pk)
    else:
        said = _("%(unit)s is an affiliated organisation now. Admit its members to the cells in it.") % {
            "unit": unit.name
        }
        is_said = is_done(request, form, affiliate_unit, unit_id=unit.pk, **form.cleaned_data)
    if is_said:
        messages.success(request, said)
    return is_said
