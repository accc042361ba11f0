from collections.abc import Callable
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from folkmoot.access.answering import status_of
from folkmoot.access.requests import SignedInRequest, do, signed_in
from folkmoot.kernel.errors import Refused
from folkmoot.meetings import screens
from folkmoot.meetings.actions.entering import enter_held_meeting, enter_meeting, must_have_had_a_vote
from folkmoot.meetings.forms_running import EnteringForm, HeldForm
from folkmoot.meetings.models import Meeting
from folkmoot.meetings.queries.meetings import proposals_for, units_running
from folkmoot.meetings.queries.running import Choosable
from folkmoot.meetings.queries.voters import is_named_all
from folkmoot.meetings.rules.times import moment_at
from folkmoot.meetings.screens import moment_in_words
from folkmoot.meetings.views.choosing import filled_in, sent, to_choose
from folkmoot.meetings.views.running import page_of, who_leads
from folkmoot.membership.actions.naming import Named, give_back, name_member
from folkmoot.ui.forms import show_refusal


@signed_in
def entering(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    meeting = _past_unopened(request, meeting_id)
    initial = filled_in(request) or _on_its_sheet(request, meeting)
    choosable = to_choose(request, meeting, initial, at=meeting.begins_at)
    is_named = is_named_all(meeting)
    form = EnteringForm(choosable.people, sent(request), is_named_all=is_named, initial=initial)
    if form.is_valid() and _entered(request, form, meeting, enter_meeting, meeting_id=meeting_id):
        messages.success(request, _("It is entered, as it stands on the sheet."))
        return redirect("meetings:meeting", meeting_id)
    context = {"meeting": meeting, "form": form, "when": moment_in_words(meeting.begins)}
    context |= {"choosable": choosable, "words": request.POST.get("q", "")}
    return render(request, "meetings/entering.html", context, status=status_of(form))


@signed_in
def held(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    unit = get_object_or_404(units_running(request.person, at=request.at), pk=unit_id)
    # As it would be called now: the list of those who can have signed is that of today.
    meeting = Meeting(unit=unit, kind=request.POST.get("kind") or "general", begins_at=request.at)
    meeting.ends_at = request.at
    form, choosable = _held_form(request, meeting)
    entered = form.is_valid() and _entered(request, form, meeting, enter_held_meeting, unit_id=unit.pk)
    if entered:
        messages.success(request, _("It is entered, as it stands on the sheet."))
        return redirect("meetings:meeting", entered)
    context = {"unit": unit, "form": form, "choosable": choosable, "words": request.POST.get("q", "")}
    return render(request, "meetings/held.html", context, status=status_of(form))


def _on_its_sheet(request: SignedInRequest, meeting: Meeting) -> dict[str, object]:
    hours = {"opened": meeting.begins.time(), "closed": meeting.ends.time()}
    return {**hours, **who_leads(request, meeting)}


def _held_form(request: SignedInRequest, meeting: Meeting) -> tuple[HeldForm, Choosable]:
    initial = filled_in(request) or who_leads(request, meeting)
    choosable = to_choose(request, meeting, initial, at=request.at)
    to_hear = screens.proposed(proposals_for(meeting.unit, request.person.languages, at=request.at))
    form = HeldForm(
        choosable.people,
        sent(request),
        to_hear=to_hear,
        is_named_all=is_named_all(meeting),
        initial=initial,
    )
    return form, choosable


def _entered(
    request: SignedInRequest,
    form: EnteringForm,
    meeting: Meeting,
    function: Callable[..., UUID],
    **given: object,
) -> UUID | None:
    named: list[Named] = []
    try:
        for number, name in form.numbered:
            named.append(name_member(number, name, by=request.person, at=request.at))
        listed = form.cleaned_data["people"]
        entered = do(
            request,
            function,
            **form.given | given | {"people": [*listed, *(each.person.pk for each in named)]},
        )
    except Refused as refusal:
        show_refusal(form, _told(refusal, named))
        if refusal.field in {"opened", "closed"}:
            _tell_who_had_no_vote(form, meeting)
        return None
    for each in named:
        give_back(each)
    return entered


def _tell_who_had_no_vote(form: EnteringForm, meeting: Meeting) -> None:
    """Say that at once with what is wrong with the hours, of those who were ticked in the list."""
    given = form.cleaned_data
    day = given.get("day") or meeting.begins.date()
    try:
        opened_at = moment_at(day, given["opened"], ZoneInfo(meeting.unit.time_zone), field="opened")
        must_have_had_a_vote(meeting, {UUID(each) for each in given["people"]}, at=opened_at)
    except Refused as refusal:
        show_refusal(form, refusal)


def _told(refusal: Refused, named: list[Named]) -> Refused:
    """Return what is said of a refusal: whether somebody whom one does not see had a vote is not."""
    hidden = next((each for each in named if not each.is_seen), None)
    return refusal if hidden is None or refusal.field != "people" else hidden.told(refusal)


def _past_unopened(request: SignedInRequest, meeting_id: UUID) -> Meeting:
    page = page_of(request, meeting_id)
    if page.sitting is not None or not page.meeting.has_begun(request.at):
        raise Http404
    return page.meeting
