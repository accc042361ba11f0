from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from folkmoot.access.answering import is_done, status_of
from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.work import plan_screens, share_screens
from folkmoot.work.actions.answering_shares import accept_share, ask_for_share, settle_share
from folkmoot.work.actions.sharing import share_target
from folkmoot.work.forms_sharing import AcceptForm, AskForm, SettleForm, ShareOutForm
from folkmoot.work.queries.share_pages import SharePage, SharesPage, codes_below, share_page, shares_page


@signed_in
def shares(request: SignedInRequest, target_id: UUID) -> HttpResponse:
    words = request.GET.get("q", "").strip()
    page = _shares(request, target_id, words=words, after=request.GET.get("after", ""))
    return render(request, "work/shares.html", share_screens.shares_screen(page, words))


@signed_in
def making(request: SignedInRequest, target_id: UUID) -> HttpResponse:
    page = _shares(request, target_id)
    if not page.may_share:
        raise Http404
    form = ShareOutForm(codes_below(page.target.plan.unit), request.POST or None)
    if form.is_valid() and is_done(
        request, form, share_target, plan_target_id=target_id, **form.cleaned_data
    ):
        messages.success(request, _("It is shared out. Each unit finds its share among its plans."))
        return redirect("work:shares", target_id)
    context = {**share_screens.shares_screen(page, ""), "form": form}
    return render(request, "work/share_making.html", context, status=status_of(form))


@signed_in
def share(request: SignedInRequest, share_out_id: UUID, unit_id: UUID) -> HttpResponse:
    return render(
        request, "work/share.html", share_screens.share_screen(_share(request, share_out_id, unit_id))
    )


@signed_in
def acceptance(request: SignedInRequest, share_out_id: UUID, unit_id: UUID) -> HttpResponse:
    page = _share(request, share_out_id, unit_id, may="may_accept")
    meetings = plan_screens.meetings_offered(page.line.unit, request.at)
    today = page.line.unit.local(request.at).date()
    form = AcceptForm(meetings, request.POST or None, initial={"share": page.line.share, "adopted_on": today})
    given = {"share_out_id": share_out_id, "unit_id": unit_id}
    if form.is_valid() and is_done(request, form, accept_share, **given, **form.given):
        messages.success(request, _("It is adopted, and stands in the plan of the unit."))
        return redirect("work:plans", unit_id)
    context = {**share_screens.share_screen(page), "form": form}
    return render(request, "work/share_acceptance.html", context, status=status_of(form))


@signed_in
def asking(request: SignedInRequest, share_out_id: UUID, unit_id: UUID) -> HttpResponse:
    page = _share(request, share_out_id, unit_id, may="may_ask")
    form = AskForm(request.POST or None)
    given = {"share_out_id": share_out_id, "unit_id": unit_id}
    if form.is_valid() and is_done(request, form, ask_for_share, **given, **form.cleaned_data):
        messages.success(request, _("The body above finds what you ask for, and answers."))
        return redirect("work:share", share_out_id, unit_id)
    context = {**share_screens.share_screen(page), "form": form}
    return render(request, "work/share_asking.html", context, status=status_of(form))


@signed_in
def settling(request: SignedInRequest, share_out_id: UUID, unit_id: UUID) -> HttpResponse:
    page = _share(request, share_out_id, unit_id, may="is_to_settle")
    form = SettleForm(request.POST or None)
    given = {"share_out_id": share_out_id, "unit_id": unit_id}
    if form.is_valid() and is_done(request, form, settle_share, **given, **form.cleaned_data):
        return redirect("work:shares", page.share_out.target_id)
    context = {**share_screens.share_screen(page), "form": form}
    return render(request, "work/share_settling.html", context, status=status_of(form))


def _shares(request: SignedInRequest, target_id: UUID, *, words: str = "", after: str = "") -> SharesPage:
    page = shares_page(target_id, request.person, words=words, after=after, at=request.at)
    if page is None:
        raise Http404
    return page


def _share(request: SignedInRequest, share_out_id: UUID, unit_id: UUID, *, may: str = "") -> SharePage:
    page = share_page(share_out_id, unit_id, request.person, at=request.at)
    if page is None or (may and not getattr(page, may)):
        raise Http404
    return page
