"""Where material is written and published, and where a member learns."""

from django.urls import path

from folkmoot.study.views import importing, learning, lesson_files, lessons, material, placing, qualifications

app_name = "study"
urlpatterns = [
    path("study/", learning.own, name="own"),
    path("study/revlog.<file_form:form>", learning.revlog, name="revlog"),
    path("study/review_logs.<file_form:form>", learning.review_logs, name="review_logs"),
    path("study/forgetting/", learning.forgetting, name="forgetting"),
    path("study/cards/<uuid:card_id>/", learning.card, name="card"),
    path("study/cards/<uuid:card_id>/answer/", learning.answered, name="answered"),
    path("study/cards/<uuid:card_id>/changes/", material.changing, name="changing"),
    path("study/cards/<uuid:card_id>/removal/", material.removal, name="removal"),
    path("study/programmes/<uuid:programme_id>/", material.programme, name="programme"),
    path("study/programmes/<uuid:programme_id>/cards/", material.writing, name="writing"),
    path("study/programmes/<uuid:programme_id>/cards/import/", importing.bringing, name="bringing"),
    path("study/programmes/<uuid:programme_id>/lessons/", lessons.writing, name="lesson_writing"),
    path("study/lessons/<uuid:lesson_id>/", lessons.lesson, name="lesson"),
    path("study/lessons/<uuid:lesson_id>/read/", lessons.reading, name="lesson_read"),
    path("study/lessons/<uuid:lesson_id>/files/", lesson_files.files, name="lesson_files"),
    path("study/lessons/<uuid:lesson_id>/files/<str:sha256>/", lesson_files.file, name="hung_file"),
    path(
        "study/lessons/<uuid:lesson_id>/files/<str:sha256>/removal/",
        lesson_files.removal,
        name="lesson_file_removal",
    ),
    path("study/lessons/<uuid:lesson_id>/preview/", lessons.preview, name="lesson_preview"),
    path("study/lessons/<uuid:lesson_id>/changes/", lessons.changing, name="lesson_changing"),
    path("study/lessons/<uuid:lesson_id>/removal/", lessons.removal, name="lesson_removal"),
    path("study/programmes/<uuid:programme_id>/publication/", material.publication, name="publication"),
    path("study/programmes/<uuid:programme_id>/end/", material.end, name="end"),
    path("study/programmes/<uuid:programme_id>/dropping/", material.dropping, name="dropping"),
    path("study/programmes/<uuid:programme_id>/level/", placing.level, name="level"),
    path("study/programmes/<uuid:programme_id>/placement/", placing.placement, name="placement"),
    path("study/qualifications/", qualifications.own, name="own_qualifications"),
    path("study/qualifications/<uuid:qualification_id>/", qualifications.qualification, name="qualification"),
    path("study/qualifications/<uuid:qualification_id>/asking/", qualifications.asking, name="asking"),
    path(
        "study/qualifications/<uuid:qualification_id>/acceptance/",
        qualifications.acceptance,
        name="acceptance",
    ),
    path("study/qualifications/<uuid:qualification_id>/showing/", qualifications.showing, name="showing"),
    path("study/qualifications/<uuid:qualification_id>/hiding/", qualifications.hiding, name="hiding"),
    path(
        "study/qualifications/<uuid:qualification_id>/laying-down/",
        qualifications.laying_down,
        name="laying_down",
    ),
    path("study/qualifications/<uuid:qualification_id>/end/", qualifications.end, name="qualification_end"),
    path("study/learning/<uuid:learning_id>/file/", qualifications.evidence, name="evidence"),
    path("study/learning/<uuid:learning_id>/confirmation/", qualifications.confirmation, name="confirmation"),
    path("study/learning/<uuid:learning_id>/missing/", qualifications.missing, name="missing"),
    path("units/<uuid:unit_id>/qualifications/", qualifications.qualifications, name="qualifications"),
    path("units/<uuid:unit_id>/qualifications/new/", qualifications.setting_up, name="setting_up"),
    path("units/<uuid:unit_id>/study/", material.programmes, name="programmes"),
    path("units/<uuid:unit_id>/study/new/", material.drafting, name="drafting"),
]
