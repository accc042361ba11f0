from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from folkmoot.access.answering import is_done, pressed, status_of
from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.study import lesson_screens, screens
from folkmoot.study.actions.learning import answer_card, forget_learning, set_pace
from folkmoot.study.forms import AnswerForm, PaceForm
from folkmoot.study.queries.learning import card_answered, card_asked, history_of, today_of
from folkmoot.study.queries.own import own_study
from folkmoot.study.rules.cards import Kind
from folkmoot.study.rules.history import as_review_logs, as_revlog
from folkmoot.ui.exports import as_file


@signed_in
def own(request: SignedInRequest) -> HttpResponse:
    page = own_study(request.person, at=request.at)
    form = PaceForm(request.POST or None, initial={"minutes": page.minutes})
    if form.is_valid() and is_done(request, form, set_pace, **form.cleaned_data):
        messages.success(request, _("From now on a day has so many minutes."))
        return redirect("study:own")
    context = (
        screens.own_screen(page) | lesson_screens.own_screen(page.lessons) | {"page": page, "form": form}
    )
    return render(request, "study/own.html", context, status=status_of(form))


@signed_in
def card(request: SignedInRequest, card_id: UUID) -> HttpResponse:
    asked = card_asked(card_id, request.person, at=request.at)
    if asked is None:
        raise Http404
    form = AnswerForm(asked.wording, asked.answers, request.POST or None, initial={"answers": asked.answers})
    if form.is_valid() and is_done(request, form, answer_card, card_id=card_id, **form.given):
        return redirect("study:answered", card_id)
    # What belongs to it stands there once one has explained it to oneself.
    is_shown = asked.wording.asked.kind is not Kind.EXPLAIN or "shown" in request.GET
    context = {"asked": asked, "form": form, "is_shown": is_shown}
    return render(request, "study/card.html", context, status=status_of(form))


@signed_in
def answered(request: SignedInRequest, card_id: UUID) -> HttpResponse:
    found = card_answered(card_id, request.person, at=request.at)
    if found is None:
        raise Http404
    context = {
        "answered": found,
        "went": screens.went(found.grade),
        "comes_back": screens.comes_back(found),
        "today": today_of(request.person, at=request.at),
    }
    return render(request, "study/answered.html", context)


@signed_in
def revlog(request: SignedInRequest, form: str) -> HttpResponseBase:
    return as_file(request, as_revlog(history_of(request.person)), name="revlog", form=form)


@signed_in
def review_logs(request: SignedInRequest, form: str) -> HttpResponseBase:
    return as_file(request, as_review_logs(history_of(request.person)), name="review_logs", form=form)


@signed_in
def forgetting(request: SignedInRequest) -> HttpResponse:
    if request.method == "POST":
        to, said = reverse("study:own"), _("All that you had learnt is deleted here.")
        return pressed(request, forget_learning, to=to, said=said)
    return render(request, "ui/confirm.html", screens.forgetting())
