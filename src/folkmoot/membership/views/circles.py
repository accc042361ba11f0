from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from folkmoot.access.openings import Opening, What, tell_opened
from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.kernel.ids import as_id
from folkmoot.membership.listing import members_table
from folkmoot.membership.queries.members import narrowed, units_whose_members_show
from folkmoot.membership.queries.rule_breaks import rule_breaks
from folkmoot.structure.queries.circles import circle_of
from folkmoot.units.models import Unit


@signed_in
def rule_breaks_page(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    units = units_whose_members_show(request.person, at=request.at)
    unit: Unit = get_object_or_404(units, pk=unit_id)
    circle = circle_of(unit)
    if circle is None:
        raise Http404
    tell_opened(Opening(request.person, What.LIST, "people.see_members", top=unit), at=request.at)
    page = rule_breaks(circle, narrowed(units, unit.code), after=as_id(request.GET.get("after", "")))
    table = members_table(page.lines, sort="", empty=_("Everybody here meets the rule."))
    context = {"unit": unit, "circle": circle, "table": table, "following": str(page.following or "")}
    return render(request, "membership/rule_breaks.html", context)
