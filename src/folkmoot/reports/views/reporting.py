from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from folkmoot.access.answering import is_done, pressed, status_of
from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.kernel.ids import as_id
from folkmoot.kernel.text import number_in
from folkmoot.reports.actions.climbing import accept_report, ask_back, send_report
from folkmoot.reports.actions.writing import write_report
from folkmoot.reports.filling import Filling
from folkmoot.reports.forms import AskingBackForm, ReportForm, SendingForm
from folkmoot.reports.queries.arriving import arrived_page, not_sent_below, units_accepting
from folkmoot.reports.queries.known import MAKING
from folkmoot.reports.queries.pages import (
    ACCEPTING,
    SEEING_FIGURES,
    SENDING,
    ReportPage,
    ReportsPage,
    form_asking,
    report_page,
    reports_page,
    units_with_reports,
    units_writing,
)
from folkmoot.reports.queries.requests import ANSWERING
from folkmoot.reports.request_screens import asked_lines
from folkmoot.reports.screens import (
    answers_of,
    arrived_screen,
    figures_table,
    hindrances_of,
    lines_of,
    own_forms_of,
    report_rows,
    state_of,
    title_of_report,
    trace_of,
)
from folkmoot.reports.sending_screens import not_sent_lines
from folkmoot.ui.exports import as_file, links_to_files


@signed_in
def reports(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    unit = get_object_or_404(units_with_reports(request.person, at=request.at), pk=unit_id)
    page = reports_page(unit, request.person, at=request.at)
    return render(request, "reports/reports.html", _listed(page, request.person.languages))


@signed_in
def arrived(request: SignedInRequest, unit_id: UUID) -> HttpResponse:
    unit = get_object_or_404(units_accepting(request.person, at=request.at), pk=unit_id)
    page = arrived_page(unit, after=as_id(request.GET.get("after", "")))
    context = arrived_screen(page, request.person.languages)
    late = [] if request.GET.get("after") else not_sent_below(unit, request.person, at=request.at)
    context["late"] = not_sent_lines(late, request.person.languages)
    return render(request, "reports/arrived.html", context)


@signed_in
def filling(request: SignedInRequest, unit_id: UUID, form_id: UUID, first: date) -> HttpResponse:
    found = _filling(request, unit_id, form_id, first)
    form = found.answered(request.POST or None)
    if form.is_valid() and _is_kept(request, form, found):
        messages.success(request, _("It is kept. Look it over, then send it."))
        return redirect("reports:filled", unit_id, form_id, first)
    meanwhile = found.meanwhile(form, request.POST)
    context = {"found": found, "meanwhile": meanwhile, "form": meanwhile.form if meanwhile else form}
    return render(request, "reports/filling.html", context, status=422 if meanwhile else status_of(form))


@signed_in
def filled(request: SignedInRequest, unit_id: UUID, form_id: UUID, first: date) -> HttpResponse:
    kept = _filling(request, unit_id, form_id, first).report
    if kept is None:
        return redirect("reports:filling", unit_id, form_id, first)
    return redirect("reports:report", kept.pk)


@signed_in
def report(request: SignedInRequest, report_id: UUID) -> HttpResponse:
    page = _page(request, report_id)
    return render(request, "reports/report.html", _shown(request, page, _sending(page, None)))


@signed_in
def report_file(request: SignedInRequest, report_id: UUID, form: str) -> HttpResponseBase:
    rows = report_rows(_page(request, report_id), request.person.languages)
    return as_file(request, rows, name="report", form=form)


@require_POST
@signed_in
def sending(request: SignedInRequest, report_id: UUID) -> HttpResponse:
    page = _page(request, report_id)
    form = _sending(page, request.POST)
    given = {
        "report_id": report_id,
        "revision": _number(request, "revision"),
        **(form.cleaned_data if form.is_valid() else {}),
    }
    if form.is_valid() and is_done(request, form, send_report, **given):
        messages.success(request, _("It is sent. The level above reads it now."))
        return redirect("reports:reports", page.report.unit_id)
    return render(request, "reports/report.html", _shown(request, page, form), status=422)


@require_POST
@signed_in
def acceptance(request: SignedInRequest, report_id: UUID) -> HttpResponse:
    page = _page(request, report_id)
    to, number = reverse("reports:report", args=[report_id]), _number(request, "number")
    return pressed(
        request, accept_report, report_id=page.report.pk, number=number, said=_("It is accepted."), to=to
    )


@signed_in
def asking_back(request: SignedInRequest, report_id: UUID) -> HttpResponse:
    page = _page(request, report_id)
    if ACCEPTING not in page.may:
        raise Http404
    form = AskingBackForm(request.POST or None)
    given = {"report_id": report_id, "number": _number(request, "number")}
    if form.is_valid() and is_done(request, form, ask_back, **given, **form.cleaned_data):
        messages.success(request, _("The unit is asked. Its figures count until it sends others."))
        return redirect("reports:report", report_id)
    context = {"page": page, "form": form, "title": title_of_report(page.report, request.person.languages)}
    return render(request, "reports/asking_back.html", context, status=status_of(form))


def _listed(page: ReportsPage, languages: Sequence[str]) -> dict[str, object]:
    to_do, sent = lines_of(page, languages)
    is_cell = page.unit.kind.is_cell
    return {
        "page": page,
        "to_do": to_do,
        "sent": sent,
        "own_forms": own_forms_of(page, languages),
        "may_make": MAKING in page.may and not is_cell,
        "may_see_figures": SEEING_FIGURES in page.may and not is_cell,
        "may_answer": ANSWERING in page.may and not is_cell,
        "arrived": page.arrived,
        "comes_in": page.is_asked_below,
        "asked_for": asked_lines(page.requests, languages, to_answer=False),
    }


def _page(request: SignedInRequest, report_id: UUID) -> ReportPage:
    page = report_page(report_id, request.person, at=request.at)
    if page is None:
        raise Http404
    return page


def _sending(page: ReportPage, posted: QueryDict | None) -> SendingForm:
    is_correction = bool(page.sendings) and not page.is_asked_back
    return SendingForm(posted, is_correction=is_correction, is_asked_back=page.is_asked_back)


def _shown(request: SignedInRequest, page: ReportPage, form: SendingForm) -> dict[str, object]:
    languages, last = request.person.languages, next(iter(page.sendings), None)
    hindrances = hindrances_of(page, languages)
    is_over = page.report.unit.local(request.at).date() >= page.period.until
    return {
        "page": page,
        "form": form,
        "title": title_of_report(page.report, languages),
        "state": state_of(page.report),
        "figures": figures_table(page, languages),
        "answers": answers_of(page, languages),
        "hindrances": hindrances,
        "asked_for": asked_lines(page.requests, languages, to_answer=ANSWERING in page.may),
        "may_answer_requests": ANSWERING in page.may,
        "may_send": SENDING in page.may
        and (page.is_changed or page.is_asked_back)
        and not hindrances
        and is_over,
        "is_over": is_over,
        "last": last,
        "may_answer": ACCEPTING in page.may and last is not None and not last.answer,
        "export": links_to_files("reports:report_file", page.report.pk),
        "trace": trace_of(page, languages),
    }


def _filling(request: SignedInRequest, unit_id: UUID, form_id: UUID, first: date) -> Filling:
    unit = get_object_or_404(units_writing(request.person, at=request.at), pk=unit_id)
    form = form_asking(unit, form_id)
    if form is None or form.period_around(first).first != first:
        raise Http404
    return Filling(form, unit, first, languages=request.person.languages, at=request.at)


def _is_kept(request: SignedInRequest, form: ReportForm, found: Filling) -> bool:
    named = {"form_id": found.form.pk, "unit_id": found.unit.pk, "first": found.first}
    return is_done(request, form, write_report, **named, **form.given)


def _number(request: SignedInRequest, name: str) -> int:
    return number_in(request.POST.get(name, ""))
