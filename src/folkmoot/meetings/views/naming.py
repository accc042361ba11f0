from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from folkmoot.access.requests import SignedInRequest, do, signed_in
from folkmoot.kernel.errors import Refused
from folkmoot.meetings.actions.attendance import note_arrival
from folkmoot.meetings.views.running import page_of
from folkmoot.membership.actions.naming import give_back, name_member
from folkmoot.ui.refusals import refused


@require_POST
@signed_in
def named(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    """Note somebody who came to a meeting of a body above the cells, whose members are named to nobody there."""
    if not page_of(request, meeting_id).is_by_number:
        raise Http404
    try:
        _note(request, meeting_id)
    except Refused as refusal:
        return refused(request, refusal)
    return redirect("meetings:run", meeting_id)


def _note(request: SignedInRequest, meeting_id: UUID) -> None:
    number, name = request.POST.get("member_number", ""), request.POST.get("name", "")
    found = name_member(number, name, by=request.person, at=request.at)
    try:
        do(request, note_arrival, meeting_id=meeting_id, people=[found.person.pk])
    except Refused as refusal:
        raise found.told(refusal) from None
    give_back(found)
