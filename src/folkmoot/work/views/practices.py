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
from folkmoot.units.models import Unit
from folkmoot.work.actions.practices import copy_practice, end_practice, mark_practice
from folkmoot.work.forms_practices import CopyForm, PracticeForm
from folkmoot.work.practice_screens import COPIED, practices_screen
from folkmoot.work.queries.plans import units_planning
from folkmoot.work.queries.practices import (
    PracticePage,
    practice_list,
    practice_page,
    units_marking,
    words_so_far,
)


@signed_in
def practices(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    words, is_most_copied = request.GET.get("q", "").strip(), request.GET.get("order") == COPIED
    unit, after = _unit(request, unit_id), request.GET.get("after", "")
    page = practice_list(
        unit, request.person, words=words, is_most_copied=is_most_copied, after=after, at=request.at
    )
    return render(
        request, "work/practices.html", practices_screen(page, words, is_most_copied=is_most_copied)
    )


@signed_in
def marking(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    unit = get_object_or_404(units_marking(request.person, at=request.at), pk=unit_id)
    source = _source(request)
    words = words_so_far(unit, request.person, **source, at=request.at)
    form, given = PracticeForm(request.POST or None, initial=words), {"unit_id": unit_id, **source}
    if form.is_valid() and is_done(request, form, mark_practice, **given, **form.cleaned_data):
        messages.success(request, _("Units of your organisation find it now, and can copy it."))
        return redirect("work:practices", unit_id)
    return render(request, "work/practice_marking.html", {"unit": unit, "form": form}, status=status_of(form))


@signed_in
def practice(request: SignedInRequest, unit_id: UUID, practice_id: UUID) -> HttpResponse:
    return render(request, "work/practice.html", {"page": _page(request, unit_id, practice_id)})


@signed_in
def copying(request: SignedInRequest, unit_id: UUID, practice_id: UUID) -> HttpResponse:
    page = _page(request, unit_id, practice_id)
    if not page.may_copy:
        raise Http404
    form = CopyForm(page.drafts, request.POST or None, is_for_work=page.may_work)
    given = {"unit_id": unit_id, "practice_id": practice_id}
    if form.is_valid() and is_done(request, form, copy_practice, **given, **form.given):
        messages.success(request, _("It is copied. It is your unit’s own from now on."))
        return redirect("work:practice", unit_id, practice_id)
    return render(request, "work/practice_copying.html", {"page": page, "form": form}, status=status_of(form))


@require_POST
@signed_in
def ending(request: SignedInRequest, unit_id: UUID, practice_id: UUID) -> HttpResponse:
    page = _page(request, unit_id, practice_id)
    to = reverse("work:practices", args=[unit_id])
    said = _("Nobody finds it any more. What was copied stays.")
    return pressed(request, end_practice, to=to, said=said, practice_id=page.practice.pk)


def _source(request: SignedInRequest) -> dict[str, UUID | None]:
    """Return from which target or work it comes, as the address says."""
    target, work = (as_id(request.GET.get(name, "")) for name in ("target", "work"))
    return {"plan_target_id": target, "assignment_id": work}


def _unit(request: SignedInRequest, unit_id: UUID) -> Unit:
    return get_object_or_404(units_planning(request.person, at=request.at), pk=unit_id)


def _page(request: SignedInRequest, unit_id: UUID, practice_id: UUID) -> PracticePage:
    page = practice_page(_unit(request, unit_id), practice_id, request.person, at=request.at)
    if page is None:
        raise Http404
    return page
