from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from folkmoot.access.answering import is_done, pressed, status_of
from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.documents.actions.taking_in import token_for
from folkmoot.documents.brought import taken_from
from folkmoot.documents.giving_out import given_out
from folkmoot.study import qualification_screens as screens
from folkmoot.study.actions.holding import (
    accept_qualification,
    hide_qualification,
    lay_down_qualification,
    record_learning,
    show_qualification,
)
from folkmoot.study.actions.qualifications import (
    answer_learning,
    confirm_learning,
    end_qualification,
    set_up_qualification,
)
from folkmoot.study.forms_qualifications import LearningForm, MissingForm, QualificationForm
from folkmoot.study.queries.qualifications import (
    OwnQualification,
    UnitQualifications,
    asked_learning,
    evidence_of,
    own_qualification,
    own_qualifications,
    programmes_leading,
    qualification_ended_by,
    unit_qualifications,
)


@require_safe
@signed_in
def own(request: SignedInRequest) -> HttpResponse:
    lines = screens.own_lines(own_qualifications(request.person, at=request.at))
    return render(request, "study/qualifications_own.html", {"lines": lines})


@require_safe
@signed_in
def qualification(request: SignedInRequest, qualification_id: UUID) -> HttpResponse:
    found = _own(request, qualification_id)
    context = {"own": found, "state": screens.state_of(found), "facts": screens.facts_of(found)}
    return render(request, "study/qualification.html", context)


@signed_in
def asking(request: SignedInRequest, qualification_id: UUID) -> HttpResponse:
    found = _own(request, qualification_id)
    if not found.may_ask:
        raise Http404
    form = LearningForm(request.POST or None, request.FILES or None)
    if form.is_valid() and _is_asked(request, form, qualification_id):
        return redirect("study:qualification", qualification_id)
    return render(request, "study/asking.html", {"own": found, "form": form}, status=status_of(form))


@require_POST
@signed_in
def acceptance(request: SignedInRequest, qualification_id: UUID) -> HttpResponse:
    return _pressed(
        request, qualification_id, accept_qualification, _("It is yours. Nobody but you sees it.")
    )


@require_POST
@signed_in
def showing(request: SignedInRequest, qualification_id: UUID) -> HttpResponse:
    said = _("The chair and the secretary of your unit see it, until you hide it again.")
    return _pressed(request, qualification_id, show_qualification, said)


@require_POST
@signed_in
def hiding(request: SignedInRequest, qualification_id: UUID) -> HttpResponse:
    return _pressed(request, qualification_id, hide_qualification, _("Nobody but you sees it any more."))


@signed_in
def laying_down(request: SignedInRequest, qualification_id: UUID) -> HttpResponse:
    found = _own(request, qualification_id)
    if request.method == "POST":
        to, said = reverse("study:own_qualifications"), _("Nothing is kept of it.")
        return pressed(request, lay_down_qualification, to=to, said=said, qualification_id=qualification_id)
    return render(request, "ui/confirm.html", screens.laying_down(found))


@require_safe
@signed_in
def evidence(request: SignedInRequest, learning_id: UUID) -> HttpResponseBase:
    found = evidence_of(learning_id, request.person, at=request.at)
    if found is None:
        raise Http404
    answer = given_out(request, found)
    # Another file can stand at this address tomorrow, and whoever read it while it was asked reads it no longer.
    answer["Cache-Control"] = "no-store"
    return answer


@require_safe
@signed_in
def qualifications(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    page = _page(request, unit_id)
    context = {
        "page": page,
        "unit": page.unit,
        "given": screens.given_lines(page.given),
        "shown": screens.shown_lines(page.shown),
    }
    return render(request, "study/qualifications.html", context)


@signed_in
def setting_up(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    page = _page(request, unit_id)
    if not page.may_set_up:
        raise Http404
    form = QualificationForm(programmes_leading(page.unit), request.POST or None)
    given = {"unit_id": unit_id, **form.given} if form.is_valid() else {}
    if given and is_done(request, form, set_up_qualification, **given):
        messages.success(request, _("Members can ask for it now."))
        return redirect("study:qualifications", unit_id)
    return render(request, "study/setting_up.html", {"unit": page.unit, "form": form}, status=status_of(form))


@signed_in
def end(request: SignedInRequest, qualification_id: UUID) -> HttpResponse:
    found = qualification_ended_by(qualification_id, request.person, at=request.at)
    if found is None:
        raise Http404
    if request.method == "POST":
        to = reverse("study:qualifications", args=[found.unit_id])
        return pressed(request, end_qualification, to=to, said=_("It is ended."), qualification_id=found.pk)
    return render(request, "ui/confirm.html", screens.ending(found))


@require_POST
@signed_in
def confirmation(request: SignedInRequest, learning_id: UUID) -> HttpResponse:
    found = asked_learning(learning_id, request.person, at=request.at)
    if found is None:
        raise Http404
    to = reverse("study:qualifications", args=[found.qualification.unit_id])
    said = _("It is confirmed. It is theirs once they accept it, and you see it no more.")
    return pressed(request, confirm_learning, to=to, said=said, learning_id=learning_id)


@signed_in
def missing(request: SignedInRequest, learning_id: UUID) -> HttpResponse:
    found = asked_learning(learning_id, request.person, at=request.at)
    if found is None:
        raise Http404
    form = MissingForm(request.POST or None)
    if form.is_valid() and is_done(
        request, form, answer_learning, learning_id=learning_id, **form.cleaned_data
    ):
        return redirect("study:qualifications", found.qualification.unit_id)
    return render(request, "study/missing.html", {"learning": found, "form": form}, status=status_of(form))


def _own(request: SignedInRequest, qualification_id: UUID) -> OwnQualification:
    found = own_qualification(qualification_id, request.person, at=request.at)
    if found is None:
        raise Http404
    return found


def _page(request: SignedInRequest, unit_id: UUID) -> UnitQualifications:
    page = unit_qualifications(unit_id, request.person, at=request.at)
    if page is None:
        raise Http404
    return page


def _pressed(request: SignedInRequest, qualification_id: UUID, function: Any, said: str) -> HttpResponse:  # noqa: ANN401
    to = reverse("study:qualification", args=[qualification_id])
    return pressed(request, function, to=to, said=said, qualification_id=qualification_id)


def _is_asked(request: SignedInRequest, form: LearningForm, qualification_id: UUID) -> bool:
    upload = ""
    if form.cleaned_data["file"]:
        taken = taken_from(form, request.person.pk)
        if taken is None:
            return False
        upload = token_for(taken, request.person.pk)
    given = {"qualification_id": qualification_id, "words": form.cleaned_data["words"], "upload": upload}
    return is_done(request, form, record_learning, **given)
