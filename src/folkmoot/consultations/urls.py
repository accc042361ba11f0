"""Where members are asked about drafts."""

from django.urls import path

from folkmoot.consultations.views import opening, taking_part

app_name = "consultations"
urlpatterns = [
    path("consultations/", taking_part.consultations, name="consultations"),
    path("consultations/<uuid:consultation_id>/", taking_part.consultation, name="consultation"),
    path("consultations/<uuid:consultation_id>/points/<int:place>/", taking_part.point, name="point"),
    path(
        "consultations/<uuid:consultation_id>/points/<int:place>/comment/withdrawal/",
        taking_part.comment_withdrawal,
        name="comment_withdrawal",
    ),
    path("consultations/<uuid:consultation_id>/extension/", opening.extension, name="extension"),
    path("consultations/<uuid:consultation_id>/closing/", opening.closing, name="closing"),
    path("consultations/<uuid:consultation_id>/withdrawal/", opening.withdrawal, name="withdrawal"),
    path("publish/<uuid:decision_id>/consultation/", opening.opening, name="opening"),
]
