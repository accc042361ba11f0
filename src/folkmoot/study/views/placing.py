from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from folkmoot.access.answering import is_done, pressed, status_of
from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.study.actions.placing import PlacingAnswer, choose_level, place_oneself
from folkmoot.study.forms import LevelForm, PlacingForm
from folkmoot.study.queries.placing import PlacingPage, placing_page
from folkmoot.study.rules.programmes import LEVELS


@signed_in
def level(request: SignedInRequest, programme_id: UUID) -> HttpResponse:
    page = _page(request, programme_id)
    form = LevelForm(request.POST or None, initial={"level": page.level or page.programme.level})
    if form.is_valid() and is_done(
        request, form, choose_level, programme_id=programme_id, **form.cleaned_data
    ):
        messages.success(request, _("You find next what fits that. Nobody but you sees it."))
        return redirect("study:own")
    context = {"page": page, "form": form, **_shown(page)}
    return render(request, "study/level.html", context, status=status_of(form))


@require_POST
@signed_in
def placement(request: SignedInRequest, programme_id: UUID) -> HttpResponse:
    page = _page(request, programme_id)
    to, answered = reverse("study:level", args=[programme_id]), _answered(request.POST, page)
    return pressed(request, place_oneself, to=to, programme_id=programme_id, answered=answered)


def _shown(page: PlacingPage) -> dict[str, object]:
    questions = [(each, PlacingForm(each.wording, prefix=each.card.pk.hex)) for each in page.asked]
    return {"questions": questions, "level_words": LEVELS[page.level] if page.level else ""}


def _answered(posted: QueryDict, page: PlacingPage) -> list[PlacingAnswer]:
    return [
        PlacingAnswer(card_id=each.card.pk, given=PlacingForm.given_in(posted, each.card.pk.hex))
        for each in page.asked
    ]


def _page(request: SignedInRequest, programme_id: UUID) -> PlacingPage:
    page = placing_page(programme_id, request.person, at=request.at)
    if page is None:
        raise Http404
    return page
