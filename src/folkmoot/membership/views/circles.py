from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from folkmoot.access.answering import status_of
from folkmoot.access.openings import Opening, What, tell_opened
from folkmoot.access.policy import units_where
from folkmoot.access.requests import SignedInRequest, do, signed_in
from folkmoot.kernel.errors import Refused
from folkmoot.membership.actions.admitting import readmit_member
from folkmoot.membership.actions.naming import Named, give_back
from folkmoot.membership.forms import KnownMemberForm
from folkmoot.membership.listing import members_table
from folkmoot.membership.queries.members import narrowed, units_whose_members_show
from folkmoot.membership.queries.rule_breaks import rule_breaks
from folkmoot.membership.views.naming import member_named
from folkmoot.structure.queries.circles import circle_of
from folkmoot.ui.forms import show_refusal
from folkmoot.units.models import Unit


@signed_in
def known_admission(request: SignedInRequest) -> HttpResponse:
    cells = units_where(request.person, "membership.readmit_member", at=request.at).cells()
    form = KnownMemberForm(request.POST or None, units=cells)
    named = member_named(request, form) if form.is_valid() else None
    if named is not None and _is_admitted(request, form, named):
        return redirect("membership:known_admission")
    return render(request, "membership/known_admission.html", {"form": form}, status=status_of(form))


@signed_in
def rule_breaks_page(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    units = units_whose_members_show(request.person, at=request.at)
    unit: Unit = get_object_or_404(units, pk=unit_id)
    circle = circle_of(unit)
    if circle is None:
        raise Http404
    tell_opened(Opening(request.person, What.LIST, "people.see_members", top=unit), at=request.at)
    page = rule_breaks(circle, narrowed(units, unit.code), after=_key(request.GET.get("after", "")))
    table = members_table(page.lines, sort="", empty=_("Everybody here meets the rule."))
    context = {"unit": unit, "circle": circle, "table": table, "following": str(page.following or "")}
    return render(request, "membership/rule_breaks.html", context)


def _is_admitted(request: SignedInRequest, form: KnownMemberForm, named: Named) -> bool:
    person, cell = named.person, form.cleaned_data["unit"]
    given = {**form.cleaned_data, "person_id": person.pk, "unit_id": cell.pk}
    del given["unit"], given["name"]
    try:
        do(request, readmit_member, **given)
    except Refused as refusal:
        show_refusal(form, named.told(refusal))
        return False
    give_back(named)
    said = {"name": person.name, "unit": cell.name}
    messages.success(request, _("%(name)s is a member of %(unit)s now.") % said)
    return True


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
