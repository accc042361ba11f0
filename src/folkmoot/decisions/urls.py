"""Where decisions are read, written and conveyed."""

from django.urls import path

from folkmoot.decisions.views import (
    amending,
    conveying,
    drafting,
    files,
    reach,
    reading,
    receiving,
    recirculating,
)

app_name = "decisions"
urlpatterns = [
    path("decisions/", reading.decisions, name="decisions"),
    path("decisions.<file_form:form>", reading.decisions_file, name="decisions_file"),
    path("decisions/<uuid:decision_id>/", reading.decision, name="decision"),
    path("decisions/<uuid:decision_id>/files/<uuid:attachment_id>/", files.file, name="file"),
    path("decisions/<uuid:decision_id>/relations/", reading.relations, name="relations"),
    path("decisions/<uuid:decision_id>/acknowledgement/", receiving.acknowledgement, name="acknowledgement"),
    path("decisions/<uuid:decision_id>/withdrawal/", receiving.withdrawal, name="withdrawal"),
    path("decisions/<uuid:decision_id>/recirculation/", recirculating.recirculation, name="recirculation"),
    path("decisions/<uuid:decision_id>/in-mind/", recirculating.in_mind, name="in_mind"),
    path("decisions/<uuid:decision_id>/readings/<uuid:unit_id>/", receiving.reading, name="reading"),
    path(
        "decisions/<uuid:decision_id>/readings/<uuid:unit_id>/marks/<uuid:person_id>/withdrawal/",
        receiving.mark_withdrawal,
        name="mark_withdrawal",
    ),
    path(
        "decisions/<uuid:decision_id>/readings/<uuid:unit_id>/confirmation/",
        receiving.confirmation,
        name="confirmation",
    ),
    path(
        "decisions/<uuid:decision_id>/readings/<uuid:unit_id>/withdrawal/",
        receiving.confirmation_withdrawal,
        name="confirmation_withdrawal",
    ),
    path("decisions/<uuid:decision_id>/reach/<uuid:unit_id>/", reach.reach, name="reach"),
    path(
        "decisions/<uuid:decision_id>/reach/<uuid:unit_id>/not-reached.<file_form:form>",
        reach.not_reached_export,
        name="not_reached",
    ),
    path("publish/", drafting.publish, name="publish"),
    path("publish.<file_form:form>", drafting.publish_file, name="publish_file"),
    path("publish/new/", drafting.new_draft, name="new_draft"),
    path("publish/import/", drafting.import_draft, name="import_draft"),
    path("publish/<uuid:decision_id>/", drafting.draft, name="draft"),
    path("publish/<uuid:decision_id>/wording/", amending.wording, name="wording"),
    path("publish/<uuid:decision_id>/files/", files.draft_files, name="draft_files"),
    path(
        "publish/<uuid:decision_id>/files/<uuid:attachment_id>/removal/",
        files.removal,
        name="file_removal",
    ),
    path("publish/<uuid:decision_id>/relations/", amending.draft_relations, name="draft_relations"),
    path("decisions/<uuid:decision_id>/amendments/new/", amending.new_amendment, name="new_amendment"),
    path("publish/<uuid:decision_id>/discarding/", drafting.discarding, name="discarding"),
    path("publish/<uuid:decision_id>/adoption/", conveying.adoption, name="adoption"),
    path("publish/<uuid:decision_id>/conveyance/", conveying.conveyance, name="conveyance"),
    path("publish/<uuid:decision_id>/repeal/", conveying.repeal, name="repeal"),
]
