from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.access.answering import is_done, status_of
from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.kernel.errors import Refused
from folkmoot.meetings.motions import screens
from folkmoot.meetings.motions.actions.forwarding import answer_motion, forward_motion, take_up_motion
from folkmoot.meetings.motions.forms import AnswerForm, SendingForm, TakingUpForm
from folkmoot.meetings.motions.queries.above import units_above
from folkmoot.meetings.motions.queries.motions import (
    ForwardingLine,
    forwarding_seen,
    meetings_to_take,
    motion_page,
)
from folkmoot.meetings.motions.rules.permissions import FORWARDING
from folkmoot.meetings.motions.rules.states import MotionDeed
from folkmoot.ui.refusals import refused

_NOTHING_ABOVE = gettext_lazy("Nothing stands above %(unit)s to which it could be sent. It is decided here.")


@signed_in
def sending(request: SignedInRequest, motion_id: UUID) -> HttpResponse:
    page = motion_page(motion_id, request.person, at=request.at)
    if page is None or FORWARDING not in page.may or not page.motion.can(MotionDeed.FORWARD):
        raise Http404
    if not (above := units_above(page.motion.unit)):
        return refused(request, Refused(_NOTHING_ABOVE % {"unit": page.motion.unit.name}))
    form = SendingForm(request.POST or None, above=above)
    given = form.cleaned_data if form.is_valid() else {}
    if given and is_done(request, form, forward_motion, motion_id=motion_id, **given):
        messages.success(request, _("It is sent. The answer will stand on this page."))
        return redirect("meetings:motion", motion_id)
    return render(request, "meetings/sending.html", {"page": page, "form": form}, status=status_of(form))


@signed_in
def taking_up(request: SignedInRequest, forwarding_id: UUID) -> HttpResponse:
    line = _waiting(request, forwarding_id)
    unit = line.forwarding.to_unit
    form = TakingUpForm(
        request.POST or None, meetings=screens.with_moments(meetings_to_take(unit, at=request.at))
    )
    given = form.cleaned_data if form.is_valid() else {}
    if given and is_done(request, form, take_up_motion, forwarding_id=forwarding_id, **given):
        messages.success(request, _("It is on the agenda, with where it comes from."))
        return redirect("meetings:motions", unit.pk)
    return _shown(request, line, form, _("Put it on an agenda"))


@signed_in
def answering(request: SignedInRequest, forwarding_id: UUID) -> HttpResponse:
    line = _waiting(request, forwarding_id)
    unit = line.forwarding.to_unit
    form = AnswerForm(request.POST or None, above=units_above(unit), initial=screens.answer_proposed(line))
    given = form.cleaned_data if form.is_valid() else {}
    if given and is_done(request, form, answer_motion, forwarding_id=forwarding_id, **given):
        messages.success(request, _("It is answered: those who sent it read the reasons."))
        return redirect("meetings:motions", unit.pk)
    return _shown(request, line, form, _("Answer it"))


def _waiting(request: SignedInRequest, forwarding_id: UUID) -> ForwardingLine:
    line = forwarding_seen(forwarding_id, request.person, at=request.at)
    if line is None:
        raise Http404
    return line


def _shown(
    request: SignedInRequest, line: ForwardingLine, form: AnswerForm | TakingUpForm, title: str
) -> HttpResponse:
    context = {"line": line, "form": form, "title": title, **screens.forwarding_of(line)}
    return render(request, "meetings/answering.html", context, status=status_of(form))
