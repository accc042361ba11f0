"""Where material is written and published, and where a member learns."""

from django.urls import path

from folkmoot.study.views import along, circles, learning, lessons, material

app_name = "study"
urlpatterns = [
    path("study/", learning.own, name="own"),
    path("study/revlog.<file_form:form>", learning.revlog, name="revlog"),
    path("study/review_logs.<file_form:form>", learning.review_logs, name="review_logs"),
    path("study/forgetting/", learning.forgetting, name="forgetting"),
    path("study/along/", along.along, name="along"),
    path("study/along/worker.js", along.worker, name="along_worker"),
    path("study/week/", along.week, name="week"),
    path("study/how-recall-works/", along.how, name="how_recall_works"),
    path("study/texts/<uuid:decision_id>/sheet/", along.text_sheet, name="text_sheet"),
    path("study/programmes/<uuid:programme_id>/sheet/", along.programme_sheet, name="programme_sheet"),
    path("study/cards/<uuid:card_id>/along/", along.answer, name="along_answer"),
    path("study/cards/<uuid:card_id>/", learning.card, name="card"),
    path("study/cards/<uuid:card_id>/answer/", learning.answered, name="answered"),
    path("study/cards/<uuid:card_id>/changes/", material.changing, name="changing"),
    path("study/cards/<uuid:card_id>/removal/", material.removal, name="removal"),
    path("study/programmes/<uuid:programme_id>/", material.programme, name="programme"),
    path("study/programmes/<uuid:programme_id>/cards/", material.writing, name="writing"),
    path("study/programmes/<uuid:programme_id>/lessons/", lessons.writing, name="lesson_writing"),
    path("study/lessons/<uuid:lesson_id>/", lessons.lesson, name="lesson"),
    path("study/lessons/<uuid:lesson_id>/read/", lessons.reading, name="lesson_read"),
    path("study/lessons/<uuid:lesson_id>/preview/", lessons.preview, name="lesson_preview"),
    path("study/lessons/<uuid:lesson_id>/changes/", lessons.changing, name="lesson_changing"),
    path("study/lessons/<uuid:lesson_id>/removal/", lessons.removal, name="lesson_removal"),
    path("study/programmes/<uuid:programme_id>/publication/", material.publication, name="publication"),
    path("study/programmes/<uuid:programme_id>/end/", material.end, name="end"),
    path("study/programmes/<uuid:programme_id>/dropping/", material.dropping, name="dropping"),
    path("units/<uuid:unit_id>/study/", material.programmes, name="programmes"),
    path("units/<uuid:unit_id>/study/new/", material.drafting, name="drafting"),
    path("meetings/<uuid:meeting_id>/circle/", circles.circle, name="circle"),
    path("meetings/<uuid:meeting_id>/circle/planning/", circles.planning, name="circle_planning"),
    path("meetings/<uuid:meeting_id>/circle/sheet/", circles.sheet, name="circle_sheet"),
    path("meetings/<uuid:meeting_id>/circle/heard/", circles.heard, name="circle_heard"),
    path("meetings/<uuid:meeting_id>/circle/quiz/<uuid:card_id>/", circles.quiz, name="circle_quiz"),
]
