from datetime import datetime
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from folkmoot.access.answering import is_done, pressed, status_of
from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.kernel.errors import Refused
from folkmoot.ui.forms import show_refusal
from folkmoot.ui.tables import Table
from folkmoot.work import plan_screens, share_screens
from folkmoot.work.actions.answering_shares import (
    accept_share,
    ask_for_share,
    settle_share,
    withdraw_share_asked,
)
from folkmoot.work.actions.reckoning import foreseen
from folkmoot.work.actions.sharing import share_target
from folkmoot.work.forms_sharing import (
    AcceptForm,
    AskForm,
    FixedInBoxes,
    FixedInLines,
    SettleForm,
    ShareOutForm,
)
from folkmoot.work.plan_screens import on_this_day
from folkmoot.work.queries.share_pages import (
    BOXES,
    SharePage,
    SharesPage,
    first_right_below,
    right_below_called,
    share_page,
    shares_page,
)
from folkmoot.work.queries.sharing import plan_like, shares_waiting


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
    form = _share_out_form(request, page)
    table = _foreseen(request, form, page)
    given = {"plan_target_id": target_id, **(form.given if form.is_valid() else {})}
    if form.is_valid() and table is None and is_done(request, form, share_target, **given):
        messages.success(request, _("It is shared out. Each unit finds its share among its plans."))
        return redirect("work:shares", target_id)
    context = {**share_screens.making_screen(page), "form": form, "foreseen": table}
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
    initial = {"share": page.line.share, **on_this_day(page.line.unit, meetings, request.at)}
    form = AcceptForm(meetings, request.POST or None, initial=initial)
    given = {"share_out_id": share_out_id, "unit_id": unit_id}
    if form.is_valid() and is_done(request, form, accept_share, **given, **form.given):
        messages.success(request, _("It is adopted, and stands in the plan of the unit."))
        return redirect(_after_adoption(page, request.at))
    context = {**share_screens.share_screen(page), "form": form}
    return render(request, "work/share_acceptance.html", context, status=status_of(form))


@signed_in
def asking(request: SignedInRequest, share_out_id: UUID, unit_id: UUID) -> HttpResponse:
    page = _share(request, share_out_id, unit_id, may="may_ask")
    asked = share_screens.asked_before(page)
    form = AskForm(request.POST or None, initial=asked, is_counted=page.share_out.target.is_counted)
    given = {"share_out_id": share_out_id, "unit_id": unit_id}
    if form.is_valid() and is_done(request, form, ask_for_share, **given, **form.cleaned_data):
        messages.success(request, _("The body above finds what you ask for, and answers."))
        return redirect("work:share", share_out_id, unit_id)
    context = {**share_screens.share_screen(page), "form": form}
    return render(request, "work/share_asking.html", context, status=status_of(form))


@require_POST
@signed_in
def withdrawal(request: SignedInRequest, share_out_id: UUID, unit_id: UUID) -> HttpResponse:
    _share(request, share_out_id, unit_id, may="may_withdraw")
    to, said = reverse("work:share", args=[share_out_id, unit_id]), _("It is taken back.")
    of = {"share_out_id": share_out_id, "unit_id": unit_id}
    return pressed(request, withdraw_share_asked, to=to, said=said, **of)


@signed_in
def settling(request: SignedInRequest, share_out_id: UUID, unit_id: UUID) -> HttpResponse:
    page = _share(request, share_out_id, unit_id, may="is_to_settle")
    form = SettleForm(request.POST or None)
    given = {"share_out_id": share_out_id, "unit_id": unit_id}
    if form.is_valid() and is_done(request, form, settle_share, **given, **form.cleaned_data):
        return redirect("work:shares", page.share_out.target_id)
    context = {**share_screens.share_screen(page), "form": form}
    return render(request, "work/share_settling.html", context, status=status_of(form))


def _share_out_form(request: SignedInRequest, page: SharesPage) -> ShareOutForm:
    unit = page.target.plan.unit
    units = first_right_below(unit)
    by_codes = FixedInLines(partial(right_below_called, unit))
    exceptions = FixedInBoxes(units) if len(units) <= BOXES else by_codes
    standing = {"is_counted": page.target.is_counted, "was_accepted": page.is_accepted}
    return ShareOutForm(exceptions, request.POST or None, **standing)


def _foreseen(request: SignedInRequest, form: ShareOutForm, page: SharesPage) -> Table | None:
    """Return what each unit would get, where that is asked before it is shared out; None where it is not, or cannot be said."""
    if "foresee" not in request.POST or not form.is_valid():
        return None
    units = first_right_below(page.target.plan.unit)
    try:
        shares = foreseen(page.target, [each.pk for each in units], **form.given, at=request.at)
    except Refused as refusal:
        show_refusal(form, refusal)
        return None
    return share_screens.foreseen_table(page, units[:BOXES], shares)


def _after_adoption(page: SharePage, at: datetime) -> str:
    """Return where to go on: to the shares that still wait, or to the plan in which this one stands."""
    unit = page.line.unit
    if shares_waiting(unit, at=at).exists():
        return reverse("work:plans", args=[unit.pk])
    above = page.share_out.target.plan
    own = plan_like(unit, above)
    return reverse("work:plan", args=[own.pk]) if own else reverse("work:plans", args=[unit.pk])


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
