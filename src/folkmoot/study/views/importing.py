from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render

from folkmoot.access.answering import status_of
from folkmoot.access.requests import SignedInRequest, do, signed_in
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.tables import IN_A_PAGE
from folkmoot.structure.actions.importing import StagedFile, stage_import
from folkmoot.structure.actions.staging import forgotten_if_refused, keep_file_from_page
from folkmoot.study.bringing import cards_as_table
from folkmoot.study.forms import CardsFileForm
from folkmoot.study.models import Programme
from folkmoot.study.views.material import writable
from folkmoot.ui.forms import show_refusal


@signed_in
def bringing(request: SignedInRequest, programme_id: UUID) -> HttpResponse:
    programme = writable(request, programme_id).programme
    form = CardsFileForm(request.POST or None, request.FILES or None)
    job_id = _staged(request, form, programme) if form.is_valid() else None
    if job_id is not None:
        return redirect("structure:columns", job_id)
    return render(
        request, "study/bringing.html", {"programme": programme, "form": form}, status=status_of(form)
    )


def _staged(request: SignedInRequest, form: CardsFileForm, programme: Programme) -> UUID | None:
    brought = form.cleaned_data["file"]
    said = {"encoding": form.cleaned_data["encoding"], "sheet": form.cleaned_data["sheet"]}
    try:
        with cards_as_table(brought, programme.pk, within=IN_A_PAGE, **said) as table:
            kept_file = keep_file_from_page(table, encoding="utf-8", sheet="", by=request.person.pk)
        with forgotten_if_refused(kept_file) as kept:
            file = StagedFile.of(brought.name, kept.digest, kept.byte_count, kept.layout)
            return do(request, stage_import, kind="cards", under_id=programme.unit_id, file=file)
    except Refused as refusal:
        show_refusal(form, refusal)
        return None
