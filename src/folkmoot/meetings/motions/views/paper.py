from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from folkmoot.access.answering import is_done, status_of
from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.bylaws.rules.kinds import Method
from folkmoot.kernel.ids import as_id
from folkmoot.meetings.motions import screens
from folkmoot.meetings.motions.actions.entering_votes import enter_paper_advice, enter_paper_vote
from folkmoot.meetings.motions.forms_paper import PaperAdviceForm, PaperVoteForm
from folkmoot.meetings.motions.models import Vote
from folkmoot.meetings.motions.queries.paper import SheetPage, sheet_entered_by, sheet_page
from folkmoot.meetings.motions.rules.voting import OPEN_METHODS


@signed_in
def paper_vote(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    page = sheet_page(meeting_id, request.person, at=request.at)
    if page is None:
        raise Http404
    replaced = _replaced(request, page)
    method = _method(request, replaced)
    form = _form(request, page, method, has_subject=replaced is not None)
    if _is_entered(request, form, meeting_id=meeting_id, replaces_id=replaced.pk if replaced else None):
        return redirect("meetings:meeting", meeting_id)
    context = {"page": page, "form": form, "replaced": replaced}
    context |= {"ways": screens.ways_on_paper(method, request.GET)}
    return render(request, "meetings/paper_vote.html", context, status=status_of(form))


@signed_in
def paper_advice(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    meeting = sheet_entered_by(meeting_id, request.person, at=request.at)
    if meeting is None:
        raise Http404
    has_more = "more" in request.GET
    form = PaperAdviceForm(request.POST or None, has_more=has_more)
    given = form.given if form.is_valid() else {}
    if given and is_done(request, form, enter_paper_advice, meeting_id=meeting_id, **given):
        messages.success(request, _("It is entered, and marked as from a sheet."))
        return redirect("meetings:meeting", meeting_id)
    context = {"meeting": meeting, "form": form, "has_more": has_more}
    return render(request, "meetings/paper_advice.html", context, status=status_of(form))


def _is_entered(request: SignedInRequest, form: PaperVoteForm, **named: UUID | None) -> bool:
    if not form.is_valid() or not is_done(request, form, enter_paper_vote, **form.given, **named):
        return False
    messages.success(request, _("It is entered, and marked as from a sheet."))
    return True


def _replaced(request: SignedInRequest, page: SheetPage) -> Vote | None:
    wanted = as_id(request.GET.get("replaces", ""))
    found = page.votes.decided().filter(pk=wanted).first() if wanted else None
    if wanted and found is None:
        raise Http404
    return found


def _method(request: SignedInRequest, replaced: Vote | None) -> Method:
    asked = request.GET.get("method") or (replaced.method if replaced else "")
    return Method(asked) if asked in OPEN_METHODS else Method.HANDS


def _form(request: SignedInRequest, page: SheetPage, method: Method, *, has_subject: bool) -> PaperVoteForm:
    return PaperVoteForm(
        request.POST or None,
        method=method,
        subjects=page.subjects,
        people=page.people,
        has_subject=has_subject,
        initial={"about": request.GET.get("about", "")},
    )
