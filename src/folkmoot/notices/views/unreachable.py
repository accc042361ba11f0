from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from folkmoot.access.openings import Opening, What, tell_opened
from folkmoot.access.policy import visible
from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.notices.queries import unreachable_in
from folkmoot.units.queries import open_cells


@signed_in
def unreachable(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    cells = visible(open_cells(), request.person, "notices.see_unreachable", at=request.at)
    cell = get_object_or_404(cells, pk=unit_id)
    members = unreachable_in(cells.filter(pk=unit_id)).get(cell.pk, [])
    if members:
        tell_opened(Opening(request.person, What.LIST, "notices.see_unreachable", top=cell), at=request.at)
    return render(request, "notices/unreachable.html", {"cell": cell, "members": members})
