from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from folkmoot.access.requests import SignedInRequest, do, signed_in
from folkmoot.kernel.errors import Refused
from folkmoot.study.actions.along import answer_along
from folkmoot.study.along_screens import A_WEEK, DAYS, cards_shown, days_asked
from folkmoot.study.forms import AnswerForm
from folkmoot.study.queries.along import CardAlong, cards_along, cards_of_programme, cards_of_text
from folkmoot.study.queries.learning import card_asked
from folkmoot.ui.refusals import UNPROCESSABLE


@signed_in
def along(request: SignedInRequest) -> HttpResponse:
    days = days_asked(request.GET.get("days", ""))
    cards = cards_shown(cards_along(request.person, days=days, at=request.at))
    return render(request, "study/along.html", {"cards": cards, "days": days, "choices": DAYS})


@require_POST
@signed_in
def answer(request: SignedInRequest, card_id: UUID) -> HttpResponse:
    asked = card_asked(card_id, request.person, at=request.at)
    form = AnswerForm(asked.wording, 0, request.POST) if asked else None
    given = form.given if form and form.is_valid() else {}
    given = {name: given[name] for name in ("given", "said") if name in given}
    when, token = request.POST.get("when") or None, request.POST.get("along", "")
    try:
        do(request, answer_along, along=token, when=when, **given)
    except Refused as refusal:
        return HttpResponse(str(refusal), status=UNPROCESSABLE, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204)


@signed_in
def week(request: SignedInRequest) -> HttpResponse:
    return _sheet(request, cards_along(request.person, days=A_WEEK, at=request.at), is_own=True)


@signed_in
def text_sheet(request: SignedInRequest, decision_id: UUID) -> HttpResponse:
    return _sheet(request, cards_of_text(decision_id, request.person, at=request.at))


@signed_in
def programme_sheet(request: SignedInRequest, programme_id: UUID) -> HttpResponse:
    return _sheet(request, cards_of_programme(programme_id, request.person, at=request.at))


def worker(request: HttpRequest) -> HttpResponse:
    answered = render(request, "study/along-worker.js", content_type="text/javascript; charset=utf-8")
    answered["Cache-Control"] = "no-cache"
    return answered


@signed_in
def how(request: SignedInRequest) -> HttpResponse:
    return render(request, "study/how_recall_works.html")


def _sheet(request: SignedInRequest, cards: list[CardAlong], *, is_own: bool = False) -> HttpResponse:
    if not cards and not is_own:
        raise Http404
    return render(request, "study/cards_sheet.html", {"cards": cards_shown(cards), "is_own": is_own})
