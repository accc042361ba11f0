from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.access.answering import pressed
from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.structure.actions.importing import take_back_import
from folkmoot.structure.queries.import_page import ReturnForeseen, import_view, return_foreseen


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
