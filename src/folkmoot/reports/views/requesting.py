from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from folkmoot.access.answering import is_done, status_of
from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.kernel.ids import as_id
from folkmoot.reports.actions.requesting import answer_request
from folkmoot.reports.forms import AnsweringForm
from folkmoot.reports.queries.requests import request_for, requests_page, units_answering
from folkmoot.reports.request_screens import requests_screen
from folkmoot.reports.screens import title_of_report


@signed_in
def requests(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    unit = get_object_or_404(units_answering(request.person, at=request.at), pk=unit_id)
    after, is_answered = as_id(request.GET.get("after", "")), "answered" in request.GET
    page = requests_page(unit, is_answered=is_answered, after=after, at=request.at)
    return render(request, "reports/requests.html", requests_screen(page, request.person.languages))


@signed_in
def answering(request: SignedInRequest, request_id: UUID) -> HttpResponse:
    found = request_for(request_id, request.person, at=request.at)
    if found is None:
        raise Http404
    form = AnsweringForm(request.POST or None)
    if form.is_valid() and is_done(request, form, answer_request, request_id=found.pk, **form.cleaned_data):
        messages.success(request, _("It is answered. The unit reads it with its report."))
        return redirect("reports:requests", found.unit.parent_id)
    title = title_of_report(found.report, request.person.languages)
    context = {"asked": found, "form": form, "title": title}
    return render(request, "reports/answering.html", context, status=status_of(form))
