"""Where decisions are read, written, acknowledged and followed."""

from django.urls import path

from folkmoot.decisions.views import reach, receiving

app_name = "decisions"
urlpatterns = [
    path("decisions/<uuid:decision_id>/acknowledgement/", receiving.acknowledgement, name="acknowledgement"),
    path("decisions/<uuid:decision_id>/withdrawal/", receiving.withdrawal, name="withdrawal"),
    path("decisions/<uuid:decision_id>/reading/<uuid:unit_id>/", receiving.reading, name="reading"),
    path(
        "decisions/<uuid:decision_id>/confirmation/<uuid:unit_id>/",
        receiving.confirmation,
        name="confirmation",
    ),
    path(
        "decisions/<uuid:decision_id>/confirmation/<uuid:unit_id>/withdrawal/",
        receiving.confirmation_withdrawal,
        name="confirmation_withdrawal",
    ),
    path("decisions/<uuid:decision_id>/reach/<uuid:unit_id>/", reach.reach, name="reach"),
    path(
        "decisions/<uuid:decision_id>/reach/<uuid:unit_id>/not-reached.csv",
        reach.not_reached_export,
        name="not_reached",
    ),
]
