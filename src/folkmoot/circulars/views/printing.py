from datetime import date
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header

from folkmoot.access.openings import Opening, What, tell_opened
from folkmoot.access.policy import may
from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.circulars.queries.meetings import notice_of, sheet_of
from folkmoot.circulars.queries.minutes import minutes_of
from folkmoot.circulars.queries.printing import Print, print_for_cell, print_for_reader
from folkmoot.circulars.queries.reports import report_form_of
from folkmoot.circulars.rules.leaf import Leaf
from folkmoot.circulars.typesetting import typeset, typeset_leaf, typeset_meeting_sheet, typeset_report_form
from folkmoot.kernel.errors import Refused
from folkmoot.ui.navigation import organisation_name
from folkmoot.ui.refusals import refused
from folkmoot.units.queries import open_cells


@signed_in
def circular(request: SignedInRequest, decision_id: UUID) -> HttpResponseBase:
    asked = {"language": request.GET.get("language", ""), "organisation": organisation_name(request)}
    return _answer(request, print_for_reader(decision_id, request.person, **asked, at=request.at))


@signed_in
def cell_circular(request: SignedInRequest, decision_id: UUID, unit_id: UUID) -> HttpResponseBase:
    cell = get_object_or_404(open_cells(), pk=unit_id)
    asked = {"language": request.GET.get("language", ""), "organisation": organisation_name(request)}
    found = print_for_cell(decision_id, cell, request.person, **asked, at=request.at)
    if found is not None and any(each.names for each in found.sheets):
        tell_opened(
            Opening(request.person, What.EXPORT, "decisions.see_members_not_reached", top=cell), at=request.at
        )
    return _answer(request, found)


@signed_in
def sheet(request: SignedInRequest, decision_id: UUID, unit_id: UUID) -> HttpResponse:
    cell = open_cells().filter(pk=unit_id).first()
    if cell and may(request.person, "decisions.confirm_conveyed", on=cell, at=request.at):
        return redirect("decisions:reading", decision_id, cell.pk)
    return redirect("decisions:decision", decision_id)


def _answer(request: SignedInRequest, asked: Print | None) -> HttpResponseBase:
    if asked is None:
        raise Http404
    try:
        pdf = typeset(asked.circular, asked.sheets, at=request.at)
    except Refused as refusal:
        return refused(request, refusal)
    return _pdf(pdf, asked.file_name)


@signed_in
def meeting_notice(request: SignedInRequest, meeting_id: UUID) -> HttpResponseBase:
    leaf = notice_of(meeting_id, request.person, organisation=organisation_name(request), at=request.at)
    return leaf_answer(request, leaf, "notice.pdf")


@signed_in
def meeting_sheet(request: SignedInRequest, meeting_id: UUID) -> HttpResponseBase:
    organisation = organisation_name(request)
    found = sheet_of(meeting_id, request.person, organisation=organisation, at=request.at)
    if found is None:
        raise Http404
    try:
        return _pdf(typeset_meeting_sheet(found, at=request.at), "sheet.pdf")
    except Refused as refusal:
        return refused(request, refusal)


@signed_in
def minutes(request: SignedInRequest, meeting_id: UUID, number: int) -> HttpResponseBase:
    organisation = organisation_name(request)
    leaf = minutes_of(meeting_id, number, request.person, organisation=organisation, at=request.at)
    return leaf_answer(request, leaf, "minutes.pdf")


@signed_in
def report_form(request: SignedInRequest, unit_id: UUID, form_id: UUID, first: date) -> HttpResponseBase:
    organisation, asked = organisation_name(request), (unit_id, form_id, first)
    form = report_form_of(*asked, request.person, organisation=organisation, at=request.at)
    if form is None:
        raise Http404
    try:
        return _pdf(typeset_report_form(form, at=request.at), "report.pdf")
    except Refused as refusal:
        return refused(request, refusal)


def leaf_answer(request: SignedInRequest, leaf: Leaf | None, file_name: str) -> HttpResponseBase:
    if leaf is None:
        raise Http404
    try:
        return _pdf(typeset_leaf(leaf, at=request.at), file_name)
    except Refused as refusal:
        return refused(request, refusal)


def _pdf(pdf: bytes, file_name: str) -> HttpResponse:
    # Shown, and printed from there; a member's browser keeps no list of names behind.
    named = content_disposition_header(as_attachment=False, filename=file_name) or "inline"
    shown = {"Content-Disposition": named, "Cache-Control": "no-store"}
    return HttpResponse(pdf, content_type="application/pdf", headers=shown)
