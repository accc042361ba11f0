from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from folkmoot.access.answering import is_done, pressed, status_of
from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.kernel.ids import as_id
from folkmoot.meetings.motions import screens
from folkmoot.meetings.motions.actions.adopting import adopt_motion
from folkmoot.meetings.motions.actions.amendments import (
    order_amendments,
    propose_amendment,
    revise_amendment,
    withdraw_amendment,
)
from folkmoot.meetings.motions.actions.motions import (
    put_motion_on_agenda,
    second_motion,
    submit_motion,
    withdraw_backing,
    withdraw_motion,
)
from folkmoot.meetings.motions.actions.translating import translate_motion
from folkmoot.meetings.motions.forms import AmendmentForm, MotionForm, TranslationForm, WordsSeenForm
from folkmoot.meetings.motions.queries.amendments import AmendmentLine
from folkmoot.meetings.motions.queries.motions import (
    MotionPage,
    motion_list,
    motion_page,
    units_moving,
)
from folkmoot.meetings.motions.queries.paper import people_on_sheet, sheet_entered_by, sheet_waiting
from folkmoot.meetings.motions.queries.translations import (
    languages_left,
    translation_begun,
    translations_read,
    words_there,
)
from folkmoot.meetings.motions.queries.voting import meeting_run, people_present
from folkmoot.meetings.motions.rules.states import MotionDeed
from folkmoot.meetings.queries.meetings import units_seen
from folkmoot.meetings.rules.permissions import RUNNING


@signed_in
def motions(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    unit = get_object_or_404(units_seen(request.person, at=request.at), pk=unit_id)
    earlier = request.GET.get("earlier", "")
    page = motion_list(unit, request.person, earlier=earlier, at=request.at)
    return render(request, "meetings/motions.html", {"page": page, **screens.list_of(page, request.at)})


@signed_in
def submission(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    unit = get_object_or_404(units_moving(request.person, at=request.at), pk=unit_id)
    room = _room(request)
    initial = {"language": next(iter(request.person.languages), "en")}
    form = MotionForm(request.POST or None, initial=initial, people=room.people)
    given = form.cleaned_data | {**room.extra} if form.is_valid() else {}
    if given and is_done(request, form, submit_motion, unit_id=unit.pk, **given):
        messages.success(request, _("It is submitted."))
        return redirect(room.back_url or reverse("meetings:motions", args=[unit.pk]))
    context = {"unit": unit, "form": form, "back_url": room.back_url}
    return render(request, "meetings/submission.html", context, status=status_of(form))


@signed_in
def motion(request: SignedInRequest, motion_id: UUID) -> HttpResponse:
    page = _page(request, motion_id, unfolded=as_id(request.GET.get("amendment", "")))
    read = translations_read(page.motion, request.GET.get("language", ""), request.person.languages)
    context = {"page": page, "translated": read}
    context |= {"sheet": sheet_waiting(page, at=request.at)}
    return render(request, "meetings/motion.html", context | screens.motion_of(page, request.at))


@signed_in
def amendment(request: SignedInRequest, motion_id: UUID) -> HttpResponse:
    page = _page(request, motion_id)
    people = _people_for(request, page) or _room(request).people
    form = AmendmentForm(request.POST or None, initial=screens.words_of(page.motion), people=people)
    given = form.cleaned_data if form.is_valid() else {}
    if given and is_done(request, form, propose_amendment, motion_id=motion_id, **given):
        messages.success(request, _("It is proposed. Its differences stand below the motion."))
        return redirect("meetings:motion", motion_id)
    return _amending(request, page, form, _("Propose an amendment"))


@signed_in
def revision(request: SignedInRequest, motion_id: UUID, amendment_id: UUID) -> HttpResponse:
    page = _page(request, motion_id)
    line = _changeable(page, amendment_id)
    initial = screens.words_of(line.amendment) | {"on_revision": page.motion.revision}
    form = AmendmentForm(request.POST or None, initial=initial, is_new=False)
    given = form.cleaned_data if form.is_valid() else {}
    if given and is_done(request, form, revise_amendment, amendment_id=amendment_id, **given):
        messages.success(request, _("It is up to date."))
        return redirect("meetings:motion", motion_id)
    now = page.points if line.is_outdated else None
    return _amending(request, page, form, _("Bring the amendment up to date"), now=now)


@signed_in
def translation(request: SignedInRequest, motion_id: UUID) -> HttpResponse:
    page = _translatable(request, motion_id)
    initial = translation_begun(page.motion, request.GET.get("language", ""))
    form = TranslationForm(request.POST or None, initial=initial, languages=languages_left(page.motion))
    given = form.cleaned_data if form.is_valid() else {}
    if given and is_done(request, form, translate_motion, motion_id=motion_id, **given):
        messages.success(request, _("It stands in this language as well."))
        return redirect(f"{reverse('meetings:motion', args=[motion_id])}?language={given['language']}")
    context = {"motion": page.motion, "form": form, "points": page.points}
    return render(request, "meetings/translating.html", context, status=status_of(form))


@require_POST
@signed_in
def seconding(request: SignedInRequest, motion_id: UUID) -> HttpResponse:
    return _pressed(request, motion_id, second_motion, _("You stand behind it."))


@require_POST
@signed_in
def backing_withdrawal(request: SignedInRequest, motion_id: UUID) -> HttpResponse:
    return _pressed(request, motion_id, withdraw_backing, _("You do not stand behind it any more."))


@signed_in
def withdrawal(request: SignedInRequest, motion_id: UUID) -> HttpResponse:
    if request.method != "POST":
        asked = screens.withdrawing(_page(request, motion_id).motion, request.path)
        return render(request, "ui/confirm.html", asked)
    return _pressed(request, motion_id, withdraw_motion, _("It is withdrawn."))


@require_POST
@signed_in
def placing(request: SignedInRequest, motion_id: UUID, meeting_id: UUID) -> HttpResponse:
    return _pressed(
        request, motion_id, put_motion_on_agenda, _("It is on the agenda."), meeting_id=meeting_id
    )


@require_POST
@signed_in
def order(request: SignedInRequest, motion_id: UUID) -> HttpResponse:
    chosen = list(filter(None, map(as_id, request.POST.getlist("amendments"))))
    return _pressed(
        request, motion_id, order_amendments, _("They are voted on in this order."), amendments=chosen
    )


@signed_in
def amendment_withdrawal(request: SignedInRequest, motion_id: UUID, amendment_id: UUID) -> HttpResponse:
    if request.method != "POST":
        asked = screens.withdrawing_amendment(_page(request, motion_id).motion, request.path)
        return render(request, "ui/confirm.html", asked)
    to = reverse("meetings:motion", args=[motion_id])
    return pressed(request, withdraw_amendment, to=to, said=_("It is withdrawn."), amendment_id=amendment_id)


@signed_in
def adoption(request: SignedInRequest, motion_id: UUID) -> HttpResponse:
    page = _page(request, motion_id)
    if request.method == "POST":
        said = _("It is a decision, and members find it on Today.")
        return _pressed(request, motion_id, adopt_motion, said, **WordsSeenForm(request.POST).given)
    if not page.motion.can(MotionDeed.ADOPT) or page.motion.decision_id is not None:
        raise Http404
    form = WordsSeenForm.of(page.motion.language, words_there(page.motion))
    return render(request, "meetings/motion_adoption.html", screens.adoption_of(page) | {"form": form})


def _translatable(request: SignedInRequest, motion_id: UUID) -> MotionPage:
    page = _page(request, motion_id)
    if not screens.may_translate(page):
        raise Http404
    return page


def _changeable(page: MotionPage, amendment_id: UUID) -> AmendmentLine:
    for each in page.amendments:
        if each.amendment.pk == amendment_id and each.may_change:
            return each
    raise Http404


def _amending(
    request: SignedInRequest, page: MotionPage, form: AmendmentForm, title: str, now: object = None
) -> HttpResponse:
    context = {"motion": page.motion, "form": form, "title": title, "now": now}
    return render(request, "meetings/amending.html", context, status=status_of(form))


def _page(request: SignedInRequest, motion_id: UUID, *, unfolded: UUID | None = None) -> MotionPage:
    page = motion_page(motion_id, request.person, unfolded=unfolded, at=request.at)
    if page is None:
        raise Http404
    return page


def _pressed(
    request: SignedInRequest,
    motion_id: UUID,
    function: Any,  # noqa: ANN401  -- an act
    said: str,
    **given: object,
) -> HttpResponse:
    to = reverse("meetings:motion", args=[motion_id])
    return pressed(request, function, to=to, said=said, motion_id=motion_id, **given)


@dataclass(frozen=True)
class _Room:
    """The meeting at which something is moved that others write down: who may have moved it, and where one goes on."""

    people: Sequence[Any] = ()
    extra: Mapping[str, object] = field(default_factory=dict)
    back_url: str = ""


def _room(request: SignedInRequest) -> _Room:
    run, sheet = (as_id(request.GET.get(name, "")) for name in ("meeting", "sheet"))
    meeting = meeting_run(run, request.person, at=request.at) if run else None
    if meeting is not None:
        people = people_present(meeting, at=request.at)
        return _Room(people, {"meeting_id": meeting.pk}, reverse("meetings:run", args=[meeting.pk]))
    entered = sheet_entered_by(sheet, request.person, at=request.at)
    if entered is None:
        return _Room()
    return _Room(people_on_sheet(entered), {}, reverse("meetings:paper_vote", args=[entered.pk]))


def _people_for(request: SignedInRequest, page: MotionPage) -> list[Any]:
    if page.sitting is None or RUNNING not in page.may:
        return []
    return people_present(page.sitting.meeting, at=request.at)
