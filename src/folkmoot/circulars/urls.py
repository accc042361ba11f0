"""Where decisions are printed."""

from django.urls import path

from folkmoot.circulars.views import printing

app_name = "circulars"
urlpatterns = [
    path("circulars/<uuid:decision_id>.pdf", printing.circular, name="circular"),
    path("circulars/<uuid:decision_id>/<uuid:unit_id>.pdf", printing.cell_circular, name="cell_circular"),
    path("circulars/<uuid:decision_id>/<uuid:unit_id>/", printing.sheet, name="sheet"),
]
