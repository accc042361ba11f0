"""Where units and imports are found."""

from django.urls import path

from folkmoot.structure.views import (
    affiliating,
    changing,
    imports,
    reorganising,
    returning,
    twinning,
    units,
    visiting,
    vocabulary,
)

app_name = "structure"
urlpatterns = [
    path("units/", units.units, name="units"),
    path("units.<file_form:form>", units.units_file, name="units_file"),
    path("units/<uuid:unit_id>/", units.unit, name="unit"),
    path("units/kinds/", vocabulary.kinds, name="kinds"),
    path("units/sectors/", vocabulary.all_sectors, name="all_sectors"),
    path("units/<uuid:unit_id>/founding/", changing.founding, name="founding"),
    path("units/<uuid:unit_id>/name/", changing.renaming, name="renaming"),
    path("units/<uuid:unit_id>/kind/", changing.kind, name="kind"),
    path("units/<uuid:unit_id>/time-zone/", changing.time_zone, name="time_zone"),
    path("units/<uuid:unit_id>/sectors/", changing.sectors, name="sectors"),
    path("units/<uuid:unit_id>/move/", changing.moving, name="moving"),
    path("units/<uuid:unit_id>/closing/", changing.closing, name="closing"),
    path("units/reorganisations/", reorganising.reorganisations, name="reorganisations"),
    path(
        "units/reorganisations.<file_form:form>",
        reorganising.reorganisations_file,
        name="reorganisations_file",
    ),
    path(
        "units/reorganisations/<uuid:reorganisation_id>/", reorganising.reorganisation, name="reorganisation"
    ),
    path("units/reorganisations/<uuid:reorganisation_id>/resuming/", reorganising.resuming, name="resuming"),
    path("units/<uuid:unit_id>/merging/", reorganising.merging, name="merging"),
    path("units/<uuid:unit_id>/splitting/", reorganising.splitting, name="splitting"),
    path("units/<uuid:unit_id>/refounding/", reorganising.refounding, name="refounding"),
    path("units/<uuid:unit_id>/twins/", twinning.twins, name="twins"),
    path(
        "units/<uuid:unit_id>/twins/<uuid:other_id>/acceptance/",
        twinning.acceptance,
        name="twinning_acceptance",
    ),
    path("units/<uuid:unit_id>/twins/<uuid:other_id>/end/", twinning.twinning_end, name="twinning_end"),
    path("units/<uuid:unit_id>/visits/", visiting.visits, name="visits"),
    path("units/<uuid:unit_id>/visits.<file_form:form>", visiting.visits_file, name="visits_file"),
    path("units/<uuid:unit_id>/visits/new/", visiting.visit_entering, name="visit_entering"),
    path("visits/<uuid:visit_id>/end/", visiting.visit_withdrawal, name="visit_withdrawal"),
    path("visits/<uuid:visit_id>/objection/", visiting.visit_objection, name="visit_objection"),
    path("visits/<uuid:visit_id>/objection/end/", visiting.objection_end, name="visit_objection_end"),
    path("units/<uuid:unit_id>/affiliation/", affiliating.affiliation, name="affiliation"),
    path("imports/", imports.imports, name="imports"),
    path("imports.<file_form:form>", imports.imports_file, name="imports_file"),
    path("imports/new/", imports.upload, name="upload"),
    path("imports/<uuid:job_id>/", imports.import_job, name="import"),
    path("imports/<uuid:job_id>/columns/", imports.columns, name="columns"),
    path("imports/<uuid:job_id>/problems.<file_form:form>", imports.problems, name="problems"),
    path("imports/<uuid:job_id>/changes.<file_form:form>", imports.changes, name="changes"),
    path("imports/<uuid:job_id>/start/", imports.start, name="start"),
    path("imports/<uuid:job_id>/end/", imports.drop, name="drop"),
    path("imports/<uuid:job_id>/changed/", returning.done, name="done"),
    path("imports/<uuid:job_id>/changed.<file_form:form>", returning.done_file, name="done_file"),
    path("imports/<uuid:job_id>/taking-back/", returning.taking_back, name="taking_back"),
]
