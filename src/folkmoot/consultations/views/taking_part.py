from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from folkmoot.access.answering import pressed, status_of
from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.consultations.actions.opining import withdraw_opinion
from folkmoot.consultations.actions.speaking import withdraw_comment
from folkmoot.consultations.forms import SayingForm
from folkmoot.consultations.queries.reaching import are_few
from folkmoot.consultations.queries.taking_part import (
    ConsultationPage,
    PointAsked,
    consultation_page,
    consultations_for,
    consultations_of_bodies,
    file_asked_about,
)
from folkmoot.consultations.saying import is_said
from folkmoot.consultations.screens import lines_of
from folkmoot.documents.giving_out import given_out


@signed_in
def consultations(request: SignedInRequest) -> HttpResponse:
    asked = consultations_for(request.person, after=request.GET.get("asked", ""), at=request.at)
    asking = consultations_of_bodies(request.person, after=request.GET.get("asking", ""), at=request.at)
    context = {
        "asked": lines_of(asked.rows, at=request.at),
        "asking": lines_of(asking.rows, at=request.at),
        "older_asked": asked.following,
        "older_asking": asking.following,
    }
    return render(request, "consultations/consultations.html", context)


@signed_in
def consultation(request: SignedInRequest, consultation_id: UUID) -> HttpResponse:
    page = _page(request, consultation_id)
    return render(
        request, "consultations/consultation.html", {"page": page, "consultation": page.consultation}
    )


@require_safe
@signed_in
def file(request: SignedInRequest, consultation_id: UUID, attachment_id: UUID) -> HttpResponseBase:
    found = file_asked_about(consultation_id, attachment_id, request.person, at=request.at)
    if found is None:
        raise Http404
    return given_out(request, found)


@signed_in
def point(request: SignedInRequest, consultation_id: UUID, place: int) -> HttpResponse:
    page = _page(request, consultation_id)
    asked = _point(page, place)
    form = _saying(request, page, asked)
    if form.is_valid() and is_said(request, form, consultation_id, asked.label):
        return redirect(_anchor(consultation_id, asked))
    context = {"page": page, "consultation": page.consultation, "asked": asked, "form": form}
    return render(request, "consultations/point.html", context, status=status_of(form))


@require_POST
@signed_in
def comment_withdrawal(request: SignedInRequest, consultation_id: UUID, place: int) -> HttpResponse:
    asked = _point(_page(request, consultation_id), place)
    given = {"consultation_id": consultation_id, "point": asked.label}
    said, to = _("Your comment is taken back."), _anchor(consultation_id, asked)
    return pressed(request, withdraw_comment, **given, said=said, to=to)


@require_POST
@signed_in
def opinion_withdrawal(request: SignedInRequest, consultation_id: UUID, place: int) -> HttpResponse:
    asked = _point(_page(request, consultation_id), place)
    given = {"consultation_id": consultation_id, "point": asked.label}
    said, to = _("Your opinion is taken back."), _anchor(consultation_id, asked)
    return pressed(request, withdraw_opinion, **given, said=said, to=to)


def _page(request: SignedInRequest, consultation_id: UUID) -> ConsultationPage:
    language = request.GET.get("language", "")
    page = consultation_page(consultation_id, request.person, language=language, at=request.at)
    if page is None:
        raise Http404
    return page


def _point(page: ConsultationPage, place: int) -> PointAsked:
    asked = page.at_place(place)
    if asked is None or not page.is_asked:
        raise Http404
    return asked


def _saying(request: SignedInRequest, page: ConsultationPage, asked: PointAsked) -> SayingForm:
    said, few = asked.comment, are_few(page.consultation, at=request.at)
    is_signed = few or (said is not None and said.is_signed)
    words = {"text": said.text if said else "", "is_signed": "yes" if is_signed else "no"}
    initial = {"opinion": asked.opinion, **words}
    return SayingForm(request.POST or None, name=request.person.name, are_few=few, initial=initial)


def _anchor(consultation_id: UUID, asked: PointAsked) -> str:
    return f"{reverse('consultations:consultation', args=[consultation_id])}#place-{asked.place}"
