from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from folkmoot.access.answering import is_done, pressed, status_of
from folkmoot.access.requests import SignedInRequest, do, signed_in
from folkmoot.bylaws.rules.kinds import Method
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import as_id
from folkmoot.meetings.motions import screens
from folkmoot.meetings.motions.actions.asking import ask_question, enter_tally
from folkmoot.meetings.motions.actions.counting import (
    enter_acclamation,
    enter_count,
    enter_roll_call,
    recount_vote,
)
from folkmoot.meetings.motions.actions.voting import (
    drop_vote,
    note_aside,
    put_to_vote,
    stand_aside,
    take_part_again,
)
from folkmoot.meetings.motions.forms import (
    CountForm,
    QuestionForm,
    RollCallForm,
    TallyForm,
    VoteForm,
)
from folkmoot.meetings.motions.queries.voting import (
    VotePage,
    meeting_run,
    putting_page,
    question_page,
    vote_page,
)
from folkmoot.ui.forms import show_refusal
from folkmoot.ui.refusals import refused


@signed_in
def putting(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    named = {f"{each}_id": as_id(request.GET.get(each, "")) for each in ("motion", "amendment")}
    page = putting_page(meeting_id, request.person, at=request.at, **named)
    if page is None:
        raise Http404
    form = VoteForm(request.POST or None, methods=page.rule.asked.methods, has_subject=page.has_subject)
    made = _made(request, form, meeting_id=meeting_id, **named)
    if made is not None:
        return redirect("meetings:vote", made)
    context = {"page": page, "form": form, "subject": screens.subject_of(page.motion, page.amendment)}
    return render(request, "meetings/putting.html", context, status=status_of(form))


@signed_in
def vote(request: SignedInRequest, vote_id: UUID) -> HttpResponse:
    _note_who_stands_aside(request, vote_id)
    page = _vote(request, vote_id)
    form = _form_for(request, page)
    if "leave" in request.POST and not getattr(form, "ticked", 0):
        return redirect("meetings:run", page.meeting.pk)
    if form is not None and form.is_valid() and _is_counted(request, page, form):
        messages.success(request, _("It is counted."))
        return redirect("meetings:vote", vote_id)
    context = {"page": page, "form": form, "is_leaving": "leave" in request.POST, **screens.vote_of(page)}
    return render(request, "meetings/vote.html", context, status=status_of(form) if form is not None else 200)


@require_POST
@signed_in
def acclamation(request: SignedInRequest, vote_id: UUID) -> HttpResponse:
    said = _("Nobody objected: it is counted.")
    return pressed(request, enter_acclamation, to=_to(vote_id), said=said, vote_id=vote_id)


@require_POST
@signed_in
def dropping(request: SignedInRequest, vote_id: UUID) -> HttpResponse:
    to = reverse("meetings:run", args=[_vote(request, vote_id).meeting.pk])
    return pressed(request, drop_vote, to=to, said=_("It is given up."), vote_id=vote_id)


@require_POST
@signed_in
def standing_aside(request: SignedInRequest, vote_id: UUID) -> HttpResponse:
    named = as_id(request.POST.get("person_id", ""))
    if named is None:
        said = _("Noted: for this vote you count neither as present nor as voting.")
        return pressed(request, stand_aside, to=_to(vote_id), said=said, vote_id=vote_id)
    return pressed(
        request, note_aside, to=_to(vote_id), said=_aside_in_words(), vote_id=vote_id, person_id=named
    )


@require_POST
@signed_in
def taking_part(request: SignedInRequest, vote_id: UUID) -> HttpResponse:
    return pressed(request, take_part_again, to=_to(vote_id), said=_("You take part again."), vote_id=vote_id)


@signed_in
def recount(request: SignedInRequest, vote_id: UUID) -> HttpResponse:
    if request.method != "POST":
        asked = screens.counting_again(_vote(request, vote_id).vote, request.path)
        return render(request, "ui/confirm.html", asked)
    try:
        again = do(request, recount_vote, vote_id=vote_id)
    except Refused as refusal:
        return refused(request, refusal)
    messages.success(request, _("Count again. The first count stays, as replaced."))
    return redirect("meetings:vote", again)


@signed_in
def asking(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    meeting = meeting_run(meeting_id, request.person, at=request.at)
    if meeting is None:
        raise Http404
    form = QuestionForm(request.POST or None)
    given = {"text": form.cleaned_data["text"], "options": form.lines} if form.is_valid() else {}
    if given and is_done(request, form, ask_question, meeting_id=meeting_id, **given):
        return redirect("meetings:run", meeting_id)
    return render(request, "meetings/asking.html", {"meeting": meeting, "form": form}, status=status_of(form))


@signed_in
def question(request: SignedInRequest, question_id: UUID) -> HttpResponse:
    page = question_page(question_id, request.person, at=request.at)
    if page is None:
        raise Http404
    is_open = page.may_run and page.question.tallied_at is None
    form = TallyForm(request.POST or None, options=[each.text for each in page.options]) if is_open else None
    if form is not None and form.is_valid():
        given = {"question_id": question_id, "hands": form.hands}
        if is_done(request, form, enter_tally, **given):
            return redirect("meetings:question", question_id)
    status = status_of(form) if form is not None else 200
    return render(request, "meetings/question.html", {"page": page, "form": form}, status=status)


def _vote(request: SignedInRequest, vote_id: UUID) -> VotePage:
    page = vote_page(vote_id, request.person, at=request.at)
    if page is None:
        raise Http404
    return page


def _made(request: SignedInRequest, form: VoteForm, **named: UUID | None) -> UUID | None:
    if not form.is_valid():
        return None
    try:
        return do(request, put_to_vote, **named, **form.cleaned_data)
    except Refused as refusal:
        show_refusal(form, refusal)
        return None


def _note_who_stands_aside(request: SignedInRequest, vote_id: UUID) -> None:
    """Write that down from the form of the count itself, so that what was ticked or typed there comes back with the page."""
    named = as_id(request.POST.get("aside", ""))
    if named is None:
        return
    try:
        do(request, note_aside, vote_id=vote_id, person_id=named)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _aside_in_words())


def _form_for(request: SignedInRequest, page: VotePage) -> CountForm | RollCallForm | None:
    if not page.may_run or not page.vote.goes_on:
        return None
    form: CountForm | RollCallForm
    if page.vote.method == Method.HANDS:
        form = CountForm(request.POST or None)
    elif page.vote.is_by_name:
        form = RollCallForm(request.POST or None, people=page.people)
    else:
        return None
    return form.as_ticked() if {"aside", "leave"} & set(request.POST) else form


def _is_counted(request: SignedInRequest, page: VotePage, form: CountForm | RollCallForm) -> bool:
    if isinstance(form, RollCallForm):
        return is_done(request, form, enter_roll_call, vote_id=page.vote.pk, voices=form.voices)
    return is_done(request, form, enter_count, vote_id=page.vote.pk, **form.cleaned_data)


def _aside_in_words() -> str:
    return _("Noted: they count neither as present nor as voting. They see it, and can take it back.")


def _to(vote_id: UUID) -> str:
    return reverse("meetings:vote", args=[vote_id])
