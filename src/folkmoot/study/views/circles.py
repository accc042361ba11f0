from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from folkmoot.access.answering import is_done, status_of
from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.decisions.actions.attesting import attest_reading
from folkmoot.meetings.forms_running import HeardForm
from folkmoot.meetings.queries.running import people_here
from folkmoot.study import circle_screens
from folkmoot.study.actions.circles import count_quiz, plan_circle
from folkmoot.study.forms_circles import PlanningForm, QuizForm
from folkmoot.study.queries.circles import CirclePage, circle_page, programmes_offered
from folkmoot.study.screens import decisions_offered


@signed_in
def circle(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    page = led(request, meeting_id)
    if page.circle is None:
        return redirect("study:circle_planning", meeting_id)
    shown = circle_screens.circle_screen(page)
    return render(request, "study/circle.html", shown)


@signed_in
def planning(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    page = led(request, meeting_id)
    meeting = page.led.meeting
    decisions = decisions_offered(meeting.unit, request.person, request.at)
    form = PlanningForm(programmes_offered(meeting.unit), decisions, request.POST or None)
    if form.is_valid() and is_done(request, form, plan_circle, meeting_id=meeting_id, **form.given):
        return redirect("study:circle", meeting_id)
    context = {"page": page, "meeting": meeting, "form": form}
    return render(request, "study/circle_planning.html", context, status=status_of(form))


@signed_in
def sheet(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    page = led(request, meeting_id)
    if page.circle is None:
        raise Http404
    shown = circle_screens.circle_screen(page) | {"read": circle_screens.passages_of(page)}
    return render(request, "study/circle_sheet.html", shown)


@signed_in
def quiz(request: SignedInRequest, meeting_id: UUID, card_id: UUID) -> HttpResponse:
    page = led(request, meeting_id)
    shown, following = question(page, card_id)
    form = QuizForm(request.POST or None, initial=circle_screens.first_count(page, shown))
    given = {"meeting_id": meeting_id, "card_id": card_id, **form.cleaned_data} if form.is_valid() else {}
    if given and is_done(request, form, count_quiz, **given):
        return (
            redirect("study:circle_quiz", meeting_id, following) if following else done(request, meeting_id)
        )
    is_shown = request.method == "POST" or "shown" in request.GET
    context = {"meeting": page.led.meeting, "shown": shown, "form": form, "is_shown": is_shown}
    return render(request, "study/circle_quiz.html", context | {"page": page}, status=status_of(form))


@signed_in
def heard(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    page = led(request, meeting_id)
    meeting, (decision_id, number) = page.led.meeting, read_whole(page)
    form = HeardForm(people_here(meeting, at=request.at), request.POST or None)
    given = {"unit_id": meeting.unit_id, "read_on": meeting.unit.local(request.at).date()}
    given |= {"decision_id": decision_id, "present": form.people if form.is_valid() else []}
    if form.is_valid() and is_done(request, form, attest_reading, **given):
        messages.success(request, _("It is entered. Each of them sees it, and can withdraw it."))
        return redirect("study:circle", meeting_id)
    context = {"meeting": meeting, "number": number, "form": form}
    return render(request, "study/circle_heard.html", context, status=status_of(form))


def led(request: SignedInRequest, meeting_id: UUID) -> CirclePage:
    page = circle_page(meeting_id, request.person, at=request.at)
    if page is None:
        raise Http404
    return page


def read_whole(page: CirclePage) -> tuple[UUID, str]:
    if not page.whole or not circle_screens.can_be_heard(page):
        raise Http404
    return page.whole[0]


def question(page: CirclePage, card_id: UUID) -> tuple[circle_screens.QuestionShown, UUID | None]:
    found = circle_screens.question_shown(page, card_id)
    if found is None:
        raise Http404
    return found


def done(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    messages.success(request, _("The quiz is done. Nothing is kept of it but how many groups were right."))
    return redirect("study:circle", meeting_id)
