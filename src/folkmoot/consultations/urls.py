"""Where members are asked about drafts."""

from django.urls import path

from folkmoot.consultations.views import answering, opening, taking_part

app_name = "consultations"
urlpatterns = [
    path("consultations/", taking_part.consultations, name="consultations"),
    path("consultations/<uuid:consultation_id>/", taking_part.consultation, name="consultation"),
    path(
        "consultations/<uuid:consultation_id>/files/<uuid:attachment_id>/",
        taking_part.file,
        name="file",
    ),
    path("consultations/<uuid:consultation_id>/points/<int:place>/", taking_part.point, name="point"),
    path(
        "consultations/<uuid:consultation_id>/points/<int:place>/comment/withdrawal/",
        taking_part.comment_withdrawal,
        name="comment_withdrawal",
    ),
    path(
        "consultations/<uuid:consultation_id>/points/<int:place>/opinion/withdrawal/",
        taking_part.opinion_withdrawal,
        name="opinion_withdrawal",
    ),
    path(
        "consultations/<uuid:consultation_id>/points/<int:place>/comments/",
        answering.comments,
        name="comments",
    ),
    path(
        "consultations/<uuid:consultation_id>/comments.<file_form:form>",
        answering.comments_file,
        name="comments_file",
    ),
    path("consultations/<uuid:consultation_id>/figures/", answering.figures, name="figures"),
    path(
        "consultations/<uuid:consultation_id>/figures.<file_form:form>",
        answering.figures_file,
        name="figures_file",
    ),
    path("consultations/<uuid:consultation_id>/summary/", answering.summary, name="summary"),
    path(
        "consultations/<uuid:consultation_id>/points/<int:place>/summary/",
        answering.point_summary,
        name="point_summary",
    ),
    path("consultations/<uuid:consultation_id>/publication/", answering.publication, name="publication"),
    path("consultations/<uuid:consultation_id>/extension/", opening.extension, name="extension"),
    path("consultations/<uuid:consultation_id>/closing/", opening.closing, name="closing"),
    path("consultations/<uuid:consultation_id>/withdrawal/", opening.withdrawal, name="withdrawal"),
    path("publish/<uuid:decision_id>/consultation/", opening.opening, name="opening"),
]
