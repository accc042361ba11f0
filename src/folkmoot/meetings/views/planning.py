from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from folkmoot.access.answering import is_done, status_of
from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.meetings import screens
from folkmoot.meetings.actions.planning import plan_meetings
from folkmoot.meetings.forms_planning import PlanForm
from folkmoot.meetings.queries.meetings import units_calling


@signed_in
def planning(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    unit = get_object_or_404(units_calling(request.person, at=request.at), pk=unit_id)
    words, rhythm = screens.rhythm_asked(unit, request.at)
    form = PlanForm(request.POST or None, initial={"rhythm": rhythm})
    if request.POST.get("step") == "propose":
        form = form.with_proposal()
    elif form.is_valid() and _is_planned(request, form, unit.pk):
        return redirect("meetings:meetings", unit.pk)
    context = {"unit": unit, "form": form, "notices": words}
    return render(request, "meetings/planning.html", context, status=status_of(form))


def _is_planned(request: SignedInRequest, form: PlanForm, unit_id: UUID) -> bool:
    if not is_done(request, form, plan_meetings, unit_id=unit_id, **form.given):
        return False
    messages.success(request, _("They are called: members find the next one on their first page."))
    return True
