from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from folkmoot.access.answering import pressed
from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.decisions.listing import decision_rows
from folkmoot.library.actions.listing import put_on_reading_list, take_off_reading_list
from folkmoot.library.queries.reading_list import collection
from folkmoot.library.queries.reading_list import reading_list as decisions_listed
from folkmoot.ui.exports import as_file, links_to_files


@signed_in
def reading_list(request: SignedInRequest) -> HttpResponse:
    decisions = decisions_listed(request.person, at=request.at)
    exports = links_to_files("library:reading_list_file")
    return render(request, "library/reading_list.html", {"decisions": decisions, "exports": exports})


@signed_in
def reading_list_file(request: SignedInRequest, form: str) -> HttpResponseBase:
    rows = decision_rows(decisions_listed(request.person, at=request.at))
    return as_file(request, rows, name="reading-list", form=form)


@signed_in
def printed(request: SignedInRequest) -> HttpResponse:
    parts = collection(decisions_listed(request.person, at=request.at), request.person, at=request.at)
    shown = {"parts": parts, "has_more": False, "back_url": reverse("library:reading_list")}
    return render(request, "library/collection.html", shown)


@require_POST
@signed_in
def listing(request: SignedInRequest, decision_id: UUID) -> HttpResponse:
    # Back to where it stands among what was searched for: whoever puts one on the list looks for more.
    said = _("It is on your reading list.")
    to = f"{reverse('library:library')}?{request.GET.urlencode()}#found-{decision_id}"
    return pressed(request, put_on_reading_list, decision_id=decision_id, said=said, to=to)


@require_POST
@signed_in
def removal(request: SignedInRequest, decision_id: UUID) -> HttpResponse:
    said, to = _("It is off your reading list."), reverse("library:reading_list")
    return pressed(request, take_off_reading_list, decision_id=decision_id, said=said, to=to)
