from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from folkmoot.access.answering import is_done, status_of
from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.kernel.errors import Refused
from folkmoot.meetings import interfaces, screens
from folkmoot.meetings.actions.calling import call_meeting
from folkmoot.meetings.forms import CallingForm
from folkmoot.meetings.models import Meeting
from folkmoot.meetings.queries.meetings import meanwhile, proposals_for, units_calling
from folkmoot.meetings.rules.times import when_of
from folkmoot.meetings.rules.words import where_of
from folkmoot.ui.forms import show_refusal
from folkmoot.units.models import Unit


@signed_in
def calling(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    unit = get_object_or_404(units_calling(request.person, at=request.at), pk=unit_id)
    proposals = proposals_for(unit, request.person.languages, at=request.at)
    form = _form(request, unit, screens.proposed(proposals))
    _tell_all(form, unit, request.at)
    other = _meanwhile(request, form, unit) if form.is_valid() else None
    lines = screens.lines_of([], proposals)
    if form.is_valid() and other is None and _is_called(request, form, unit.pk, lines):
        return redirect("meetings:meetings", unit.pk)
    context = {"unit": unit, "form": form, "notices": screens.notices_in_words(unit, request.at)}
    context |= {"meanwhile": screens.first_page_lines([other], at=request.at)[0] if other else None}
    return render(request, "meetings/calling.html", context, status=status_of(form))


def _form(request: SignedInRequest, unit: Unit, proposed: Sequence[tuple[UUID, str]]) -> CallingForm:
    moved = screens.moved(interfaces.motions().to_decide(unit))
    initial: dict[str, object] = {
        "readings": [str(pk) for pk, _words in proposed],
        "motions": [str(pk) for pk, _words in moved],
        "agenda": "\n".join(_proposed(request, unit)),
    }
    return CallingForm(request.POST or None, proposed=proposed, moved=moved, initial=initial)


def _proposed(request: SignedInRequest, unit: Unit) -> list[str]:
    minutes = interfaces.minutes().to_adopt(unit)
    return [*([minutes] if minutes else []), *interfaces.topics_for(unit, request.at)]


def _tell_all(form: CallingForm, unit: Unit, at: datetime) -> None:
    """Say at once of the time and of the place what the act would say of the one and then of the other."""
    form.is_valid()
    given = form.cleaned_data if form.is_bound else {}
    zone = ZoneInfo(unit.time_zone)
    if {"day", "begins", "minutes"} <= set(given):
        _told(form, lambda: when_of(given["day"], given["begins"], given["minutes"], zone=zone, at=at))
    if {"how", "place", "link"} <= set(given):
        _told(form, lambda: where_of(given["how"], given["place"], given["link"]))


def _told(form: CallingForm, rule: Callable[[], object]) -> None:
    try:
        rule()
    except Refused as refusal:
        show_refusal(form, refusal)


def _meanwhile(request: SignedInRequest, form: CallingForm, unit: Unit) -> Meeting | None:
    """Return a meeting of the unit at the same time, of which whoever calls this one was not told before."""
    given = {name: form.cleaned_data[name] for name in ("day", "begins", "minutes")}
    try:
        when = when_of(**given, zone=ZoneInfo(unit.time_zone), at=request.at)
    except Refused:
        return None
    other = meanwhile(unit, when.begins_at, when.ends_at)
    return None if other is None or request.POST.get("beside") == str(other.pk) else other


def _is_called(
    request: SignedInRequest, form: CallingForm, unit_id: UUID, lines: dict[str, dict[str, object]]
) -> bool:
    given = {
        name: form.cleaned_data[name] for name in form.fields if name not in {"readings", "agenda", "motions"}
    }
    given |= {"unit_id": unit_id, "agenda": form.entries(lines)}
    if not is_done(request, form, call_meeting, **given):
        return False
    messages.success(request, _("It is called: members find it on their first page from now on."))
    return True
