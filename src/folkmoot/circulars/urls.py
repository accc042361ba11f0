"""Where decisions are printed: one at a time, or for all cells on paper."""

from django.urls import path

from folkmoot.circulars.views import batches, printing

app_name = "circulars"
urlpatterns = [
    path("circulars/<uuid:decision_id>.pdf", printing.circular, name="circular"),
    path("circulars/<uuid:decision_id>/<uuid:unit_id>.pdf", printing.cell_circular, name="cell_circular"),
    path("circulars/<uuid:decision_id>/<uuid:unit_id>/", printing.sheet, name="sheet"),
    path("circulars/<uuid:decision_id>/<uuid:unit_id>/batches/", batches.batches, name="batches"),
    path(
        "circulars/<uuid:decision_id>/<uuid:unit_id>/cells.<file_form:form>",
        batches.paper_cells,
        name="paper_cells",
    ),
    path("circulars/batches/<uuid:batch_id>/", batches.batch, name="batch"),
    path("circulars/batches/<uuid:batch_id>/cells.<file_form:form>", batches.batch_cells, name="batch_cells"),
    path("circulars/batches/<uuid:batch_id>/<int:number>.pdf", batches.part, name="part"),
    path("circulars/batches/<uuid:batch_id>/all.zip", batches.archive, name="archive"),
    path("circulars/batches/<uuid:batch_id>/discarding/", batches.discarding, name="discarding"),
    path("meetings/<uuid:meeting_id>/notice.pdf", printing.meeting_notice, name="meeting_notice"),
    path("meetings/<uuid:meeting_id>/sheet.pdf", printing.meeting_sheet, name="meeting_sheet"),
    path("meetings/<uuid:meeting_id>/minutes/<int:number>.pdf", printing.minutes, name="minutes"),
    path(
        "units/<uuid:unit_id>/reports/<uuid:form_id>/<day:first>/report.pdf",
        printing.report_form,
        name="report_form",
    ),
    path("units/<uuid:unit_id>/paper/", batches.paper, name="paper"),
]
