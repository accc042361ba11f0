from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from folkmoot.access.answering import is_done, pressed, status_of
from folkmoot.access.requests import SignedInRequest, do, signed_in
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import as_id
from folkmoot.kernel.text import number_in
from folkmoot.structure.actions.columns import ColumnChoice, importer_of, needed_columns
from folkmoot.structure.actions.importing import (
    StagedFile,
    choose_columns,
    drop_import,
    stage_import,
    start_import,
)
from folkmoot.structure.actions.staging import forget_files, forgotten_if_refused, keep_file_from_page
from folkmoot.structure.forms import ColumnsForm, FileForm
from folkmoot.structure.models import ImportJob, State
from folkmoot.structure.queries.import_page import (
    ImportView,
    change_rows,
    import_rows,
    import_view,
    imports_page,
    kinds_imported_by,
    only_place,
    places_for_imports,
    problem_rows,
    sample_of,
)
from folkmoot.structure.queries.imports import places_remembered, unread_titles
from folkmoot.structure.views.answering import query_with
from folkmoot.ui.exports import as_file, links_to_files
from folkmoot.ui.forms import show_refusal
from folkmoot.ui.refusals import refused
from folkmoot.ui.tables import Cell, Column, Table
from folkmoot.units.models import UnitQuerySet

_STATES = {
    State.DONE: "done",
    State.STOPPED: "refused",
    State.DROPPED: "closed",
    State.RETURNED: "closed",
    State.CHECKED: "open",
}
_STEPS = {State.STAGED: 2, State.READING: 3, State.CHECKING: 3, State.CHECKED: 3}


@require_GET
@signed_in
def imports(request: SignedInRequest) -> HttpResponse:
    kinds = kinds_imported_by(request.person, at=request.at)
    if not kinds:
        raise Http404
    words = request.GET.get("q", "")
    jobs, following = imports_page(
        request.person, words=words, before=as_id(request.GET.get("before", "")), at=request.at
    )
    context = {"words": words, "jobs": jobs, "table": _jobs_table(jobs, dict(kinds))}
    context["exports"] = links_to_files("structure:imports_file", query=query_with(request, before=""))
    context["next_url"] = query_with(request, before=following) if following else ""
    return render(request, "structure/imports.html", context)


@require_GET
@signed_in
def imports_file(request: SignedInRequest, form: str) -> HttpResponseBase:
    if not kinds_imported_by(request.person, at=request.at):
        raise Http404
    rows = import_rows(request.person, words=request.GET.get("q", ""), at=request.at)
    return as_file(request, rows, name="imports", form=form)


@signed_in
def upload(request: SignedInRequest) -> HttpResponse:
    kinds = kinds_imported_by(request.person, at=request.at)
    if not kinds:
        raise Http404
    places = places_for_imports(request.person, at=request.at)
    asked = _asked(request, kinds, places)
    form = FileForm(request.POST or None, request.FILES or None, initial=asked, kinds=kinds, units=places)
    job_id = _staged(request, form) if form.is_valid() else None
    if job_id is not None:
        return redirect("structure:columns", job_id)
    context = {"form": form, "steps": _steps(), "current": 1, "needed": _needed(kinds)}
    return render(request, "structure/upload.html", context, status=status_of(form))


@signed_in
def columns(request: SignedInRequest, job_id: UUID) -> HttpResponse:
    job = _view(request, job_id).job
    form = _columns_form(request.POST or None, job)
    if form.is_valid():
        chosen = [ColumnChoice(field=field, column=column) for field, column in form.chosen]
        given = {"job_id": job.pk, "columns": chosen, "day_order": form.day_order}
        if is_done(request, form, choose_columns, **given):
            return redirect("structure:import", job.pk)
    return render(request, "structure/columns.html", _columns(job, form), status=status_of(form))


@require_GET
@signed_in
def import_job(request: SignedInRequest, job_id: UUID) -> HttpResponse:
    exports = links_to_files("structure:problems", job_id)
    context = {"exports": exports, "changes_exports": links_to_files("structure:changes", job_id)}
    return render(request, "structure/import.html", {**context, **_import(_view(request, job_id))})


@require_GET
@signed_in
def problems(request: SignedInRequest, job_id: UUID, form: str) -> HttpResponseBase:
    return as_file(request, problem_rows(_view(request, job_id).job), name="problems", form=form)


@require_GET
@signed_in
def changes(request: SignedInRequest, job_id: UUID, form: str) -> HttpResponseBase:
    return as_file(request, change_rows(_view(request, job_id).job), name="changes", form=form)


@require_POST
@signed_in
def start(request: SignedInRequest, job_id: UUID) -> HttpResponse:
    job = _view(request, job_id).job
    is_left_out = "leave_out_wrong" in request.POST
    seen = request.GET.get("attempt")
    given: dict[str, Any] = {
        "attempt": None if seen is None else number_in(seen),
        "leave_out_wrong": is_left_out,
    }
    back = reverse("structure:import", args=[job.pk])
    return pressed(request, start_import, job_id=job.pk, **given, to=back)


@require_POST
@signed_in
def drop(request: SignedInRequest, job_id: UUID) -> HttpResponse:
    job = _view(request, job_id).job
    try:
        do(request, drop_import, job_id=job.pk)
    except Refused as refusal:
        return refused(request, refusal)
    forget_files(job)
    messages.success(request, _("The import is given up, and its file deleted."))
    return redirect("structure:imports")


def _import(view: ImportView) -> dict[str, object]:
    return {
        "view": view,
        "job": view.job,
        "steps": _steps(),
        # Behind the last step when all is done, so that it has its tick.
        "current": 5
        if view.job.state in {State.DONE, State.RETURNED}
        else _STEPS.get(State(view.job.state), 4),
        "problems": _problems_table(view),
        "notes": _notes_table(view),
        "changes": _changes_table(view),
        "unread": unread_titles(view.job.header, view.job.places),
    }


def _columns_form(posted: QueryDict | None, job: ImportJob) -> ColumnsForm:
    fields = importer_of(job.kind).fields()
    return ColumnsForm(posted, header=job.header, fields=fields, places=job.places, day_order=job.day_order)


def _columns(job: ImportJob, form: ColumnsForm) -> dict[str, object]:
    return {
        "form": form,
        "job": job,
        "steps": _steps(),
        "current": 2,
        "sample": _sample_table(job),
        "unread": unread_titles(job.header, job.places),
        "needed": needed_columns(job.kind),
        "is_remembered": places_remembered(job.kind, job.under, job.header) is not None,
    }


def _view(request: SignedInRequest, job_id: UUID) -> ImportView:
    view = import_view(request.person, job_id, at=request.at)
    if view is None:
        raise Http404
    return view


def _asked(request: HttpRequest, kinds: Sequence[tuple[str, Any]], places: UnitQuerySet) -> dict[str, str]:
    # The page that one comes from says what is brought, and where.
    under = request.GET.get("under") or only_place(places)
    return {"kind": request.GET.get("kind", kinds[0][0]), "under_id": under}


def _needed(kinds: Sequence[tuple[str, Any]]) -> list[tuple[Any, str]]:
    return [(title, ", ".join(needed_columns(kind))) for kind, title in kinds]


def _staged(request: SignedInRequest, form: FileForm) -> UUID | None:
    given = form.cleaned_data
    try:
        said = {"encoding": given["encoding"], "sheet": given["sheet"], "by": request.person.pk}
        kept_file = keep_file_from_page(given["file"], **said)
        with forgotten_if_refused(kept_file) as kept:
            file = StagedFile.of(given["file"].name, kept.digest, kept.byte_count, kept.layout)
            return do(request, stage_import, kind=given["kind"], under_id=given["under_id"].pk, file=file)
    except Refused as refusal:
        show_refusal(form, refusal)
        return None


def _steps() -> Sequence[str]:
    return _("File"), _("Columns"), _("Trial run"), _("Import")


def _jobs_table(jobs: Sequence[ImportJob], titles: dict[str, Any]) -> Table:
    columns = [
        Column(_("File")),
        Column(_("What")),
        Column(_("Below")),
        Column(_("When")),
        Column(_("State")),
    ]
    rows: Iterator[Sequence[Any]] = (
        [
            Cell(job.file_name, reverse("structure:import", args=[job.pk])),
            titles.get(job.kind, job.kind),
            job.under.name,
            date_format(job.under.local(job.created_at), "DATETIME_FORMAT"),
            Cell(State(job.state).label, state=_STATES.get(State(job.state), "waiting")),
        ]
        for job in jobs
    )
    return Table(_("Imports"), columns, rows, empty=_("No file has these words in its name."))


def _sample_table(job: ImportJob) -> Table:
    rows: Iterator[Sequence[Any]] = (
        [job.header[place], ", ".join(cell for cell in cells if cell)]
        for place, cells in sample_of(job).items()
    )
    return Table(_("What the file holds"), [Column(_("Column")), Column(_("First cells"))], rows)


def _problems_table(view: ImportView) -> Table:
    columns = [Column(_("Row"), is_number=True), Column(_("Column")), Column(_("What is wrong"))]
    rows: Iterator[Sequence[Any]] = (
        [each.number, each.field or _("whole row"), each.sentence] for each in view.problems
    )
    return Table(_("Rows to correct"), columns, rows)


def _notes_table(view: ImportView) -> Table | None:
    columns = [Column(_("Row"), is_number=True), Column(_("Column")), Column(_("What will not be done"))]
    rows = [[each.number, each.field or _("whole row"), each.sentence] for each in view.notes]
    return Table(_("Worth knowing"), columns, rows) if rows else None


def _changes_table(view: ImportView) -> Table | None:
    columns = [Column(_("Row"), is_number=True), Column(_("Of whom")), Column(_("What"))]
    columns += [Column(_("Now")), Column(_("After the import"))]
    rows = [[each.number, each.of, each.what, each.now or "–", each.then] for each in view.changes]
    return Table(_("What will be changed"), columns, rows) if rows else None
