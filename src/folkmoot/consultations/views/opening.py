from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from folkmoot.access.answering import is_done, pressed, status_of
from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.consultations.actions.ending import (
    close_consultation,
    extend_consultation,
    withdraw_consultation,
)
from folkmoot.consultations.actions.opening import open_consultation
from folkmoot.consultations.choosing import Asking
from folkmoot.consultations.forms import ClosingForm, ExtensionForm
from folkmoot.consultations.models import Consultation
from folkmoot.consultations.queries.reaching import OPEN, running_of_bodies
from folkmoot.decisions.queries.publishing import papers_of
from folkmoot.decisions.views.asking import asked


@signed_in
def opening(request: SignedInRequest, decision_id: UUID) -> HttpResponse:
    drafts = papers_of(request.person, OPEN, at=request.at).drafts()
    decision = get_object_or_404(drafts, pk=decision_id)
    asking = Asking(decision, posted=request.POST or None, asked=request.GET, at=request.at)
    if asking.is_made and asking.step == "open" and _opened(request, asking, decision_id):
        return redirect("consultations:consultations")
    form = asking.shown_form
    template = "opening_looked_over" if asking.is_made and not form.errors else "opening"
    context = {"decision": decision, "choice": asking, "form": form}
    return render(request, f"consultations/{template}.html", context, status=status_of(form))


@signed_in
def extension(request: SignedInRequest, consultation_id: UUID) -> HttpResponse:
    consultation = _own(request, consultation_id)
    form = ExtensionForm(request.POST or None)
    if form.is_valid() and is_done(request, form, extend_consultation, **_given(consultation, form)):
        return _back(
            request, consultation, _("It goes on for longer. Everybody who is asked sees the new day.")
        )
    return _step(request, "extension", consultation, form)


@signed_in
def closing(request: SignedInRequest, consultation_id: UUID) -> HttpResponse:
    consultation = _own(request, consultation_id)
    form = ClosingForm(request.POST or None)
    if form.is_valid() and is_done(request, form, close_consultation, **_given(consultation, form)):
        return _back(request, consultation, _("The consultation is over. Everybody who was asked reads why."))
    return _step(request, "closing", consultation, form)


@signed_in
def withdrawal(request: SignedInRequest, consultation_id: UUID) -> HttpResponse:
    consultation = _own(request, consultation_id)
    if request.method == "POST":
        said, to = _("The consultation is withdrawn."), reverse("consultations:consultations")
        return pressed(request, withdraw_consultation, consultation_id=consultation_id, said=said, to=to)
    consequence = _("Nobody is asked any more, and what was said is forgotten unread. This cannot be undone.")
    back_url = reverse("consultations:consultation", args=[consultation.pk])
    return asked(request, _("Withdraw this consultation?"), consequence, _("Withdraw it"), back_url)


def _own(request: SignedInRequest, consultation_id: UUID) -> Consultation:
    return get_object_or_404(running_of_bodies(request.person, at=request.at), pk=consultation_id)


def _given(consultation: Consultation, form: Form) -> dict[str, object]:
    return {"consultation_id": consultation.pk, **form.cleaned_data}


def _back(request: SignedInRequest, consultation: Consultation, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("consultations:consultation", consultation.pk)


def _step(request: SignedInRequest, template: str, consultation: Consultation, form: Form) -> HttpResponse:
    context = {"consultation": consultation, "form": form}
    return render(request, f"consultations/{template}.html", context, status=status_of(form))


def _opened(request: SignedInRequest, asking: Asking, decision_id: UUID) -> bool:
    if not is_done(request, asking.form, open_consultation, decision_id=decision_id, **asking.given):
        return False
    messages.success(
        request, _("Everybody who is asked finds the text on their first page from the first day on.")
    )
    return True
