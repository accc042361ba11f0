"""Where forms are made, reports written and read, and figures seen."""

from datetime import date

from django.urls import path, register_converter

from folkmoot.reports.rules.periods import YEARS
from folkmoot.reports.views import figures, making, reporting, requesting


class DayConverter:
    """A day as an address has it: 2026-02-01."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        """Return the day; what is none is no address, nor is one that lies in no period.

        :raises ValueError: if it is none of them.
        """
        day = date.fromisoformat(value)
        if day.year not in YEARS:
            raise ValueError(value)
        return day

    def to_url(self, value: date | str) -> str:
        """Return the day as text."""
        return str(value)


register_converter(DayConverter, "day")
app_name = "reports"
_PARTS = (("indicators", "indicator"), ("questions", "question"), ("checks", "check"))
urlpatterns = [
    path("units/<uuid:unit_id>/reports/", reporting.reports, name="reports"),
    path("units/<uuid:unit_id>/reports/<uuid:form_id>/<day:first>/", reporting.filling, name="filling"),
    path("units/<uuid:unit_id>/reports/<uuid:form_id>/<day:first>/kept/", reporting.filled, name="filled"),
    path("units/<uuid:unit_id>/reports/arrived/", reporting.arrived, name="arrived"),
    path("units/<uuid:unit_id>/reports/requests/", requesting.requests, name="requests"),
    path("units/<uuid:unit_id>/reports/new/", making.making, name="making"),
    path("reports/figures/", figures.figures, name="figures"),
    path("reports/figures/<uuid:unit_id>/", figures.figures_of, name="figures_of"),
    path("reports/figures/<uuid:unit_id>/deviations/", figures.deviations, name="deviations"),
    path("reports/figures/<uuid:unit_id>/reports/", figures.stated, name="stated"),
    path(
        "reports/figures/<uuid:unit_id>/figures.<file_form:form>", figures.figures_file, name="figures_file"
    ),
    path("reports/requests/<uuid:request_id>/", requesting.answering, name="answering"),
    path("reports/<uuid:report_id>/", reporting.report, name="report"),
    path("reports/<uuid:report_id>/report.<file_form:form>", reporting.report_file, name="report_file"),
    path("reports/<uuid:report_id>/sending/", reporting.sending, name="sending"),
    path("reports/<uuid:report_id>/acceptance/", reporting.acceptance, name="acceptance"),
    path("reports/<uuid:report_id>/asking-back/", reporting.asking_back, name="asking_back"),
    path("reports/forms/<uuid:form_id>/", making.form, name="form"),
    path("reports/forms/<uuid:form_id>/settings/", making.settings, name="settings"),
    path("reports/forms/<uuid:form_id>/opening/", making.opening, name="opening"),
    path("reports/forms/<uuid:form_id>/ending/", making.ending, name="ending"),
    *(
        path(f"reports/forms/<uuid:form_id>/{sort}/new/", making.part, {"sort": sort}, name=f"new_{one}")
        for sort, one in _PARTS
    ),
    *(
        path(f"reports/forms/<uuid:form_id>/{sort}/<slug:code>/", making.part, {"sort": sort}, name=one)
        for sort, one in _PARTS
    ),
    *(
        path(
            f"reports/forms/<uuid:form_id>/{sort}/<slug:code>/removal/",
            making.removal,
            {"sort": sort},
            name=f"{one}_removal",
        )
        for sort, one in _PARTS
    ),
]
