from collections.abc import Sequence
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from folkmoot.access.answering import pressed
from folkmoot.access.openings import Opening, What, tell_opened
from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.kernel.text import number_in
from folkmoot.structure.actions.importing import take_back_import
from folkmoot.structure.interfaces import Difference
from folkmoot.structure.models import ImportJob
from folkmoot.structure.queries.import_page import (
    ReturnForeseen,
    done_in_batch,
    done_rows,
    import_view,
    return_foreseen,
)
from folkmoot.ui.exports import as_file, links_to_files
from folkmoot.ui.tables import Column, Table


@signed_in
def taking_back(request: SignedInRequest, job_id: UUID) -> HttpResponse:
    view = import_view(request.person, job_id, at=request.at)
    if view is None:
        raise Http404
    page = reverse("structure:import", args=[job_id])
    if request.method == "POST":
        return pressed(request, take_back_import, job_id=job_id, to=page)
    foreseen = return_foreseen(request.person, view.job, at=request.at)
    if foreseen is None:
        raise Http404
    return render(request, "structure/taking_back.html", _asked(view.job.file_name, foreseen, page))


@require_GET
@signed_in
def done(request: SignedInRequest, job_id: UUID) -> HttpResponse:
    job = _job(request, job_id)
    batch = number_in(request.GET.get("part", "1")) or 1
    found = done_in_batch(request.person, job, batch - 1, at=request.at)
    if found is None:
        raise Http404
    _note(request, job)
    exports = links_to_files("structure:done_file", job_id)
    shown = {"job": job, "changes": _table(found), "exports": exports, **_parts(batch, job)}
    return render(request, "structure/done.html", shown)


@require_GET
@signed_in
def done_file(request: SignedInRequest, job_id: UUID, form: str) -> HttpResponseBase:
    job = _job(request, job_id)
    if done_in_batch(request.person, job, 0, at=request.at) is None:
        raise Http404
    _note(request, job)
    return as_file(request, done_rows(request.person, job, at=request.at), name="changed", form=form)


def _parts(number: int, job: ImportJob) -> dict[str, str]:
    return {
        "newer": f"?part={number - 1}" if number > 1 else "",
        "older": f"?part={number + 1}" if number < job.batch else "",
    }


def _job(request: SignedInRequest, job_id: UUID) -> ImportJob:
    view = import_view(request.person, job_id, at=request.at)
    if view is None:
        raise Http404
    return view.job


def _note(request: SignedInRequest, job: ImportJob) -> None:
    tell_opened(Opening(request.person, What.LIST, "people.see_members", top=job.under), at=request.at)


def _table(changes: Sequence[Difference]) -> Table:
    columns = [Column(_("Of whom")), Column(_("What")), Column(_("Before")), Column(_("Since the import"))]
    rows = [[each.of, each.what, each.now or "–", each.then or "–"] for each in changes]
    return Table(_("What was changed"), columns, rows, empty=_("Of whom you see now, nothing in this part."))


def _asked(file_name: str, foreseen: ReturnForeseen, page: str) -> dict[str, object]:
    return {
        "question": _("Take back what “%(file)s” did?") % {"file": file_name},
        "foreseen": foreseen,
        "sentences": _in_sentences(foreseen),
        "yes": _("Take it back"),
        "back_url": page,
        "kind": "danger",
    }


def _in_sentences(foreseen: ReturnForeseen) -> list[str]:
    returned = ngettext(
        "%(count)d person is given back what they were before.",
        "%(count)d people are given back what they were before.",
        foreseen.returned,
    )
    left = ngettext(
        "%(count)d person stays as they are, because they were changed since, or lie out of your reach now.",
        "%(count)d people stay as they are, because they were changed since, or lie out of your reach now.",
        foreseen.left,
    )
    said = [returned % {"count": foreseen.returned}]
    if foreseen.left:
        said.append(left % {"count": foreseen.left})
    if not foreseen.is_whole:
        said.append(
            _("These are those of the last rows: the file is too long to count all of them on a page.")
        )
    return said
