"""Where meetings are called and read."""

from django.urls import path

from folkmoot.meetings.views import calling, changing, planning, reading, running, tapping

app_name = "meetings"
urlpatterns = [
    path("units/<uuid:unit_id>/meetings/", reading.meetings, name="meetings"),
    path("units/<uuid:unit_id>/meetings/new/", calling.calling, name="calling"),
    path("units/<uuid:unit_id>/meetings/plan/", planning.planning, name="planning"),
    path("meetings/<uuid:meeting_id>/", reading.meeting, name="meeting"),
    path("meetings/<uuid:meeting_id>/meeting.ics", reading.file, name="file"),
    path("meetings/<uuid:meeting_id>/agenda/", changing.agenda, name="agenda"),
    path("meetings/<uuid:meeting_id>/place/", changing.place, name="place"),
    path("meetings/<uuid:meeting_id>/postponement/", changing.postponement, name="postponement"),
    path("meetings/<uuid:meeting_id>/cancellation/", changing.cancellation, name="cancellation"),
    path("meetings/<uuid:meeting_id>/run/", running.run, name="run"),
    path("meetings/<uuid:meeting_id>/run/parts/", running.parts, name="run_parts"),
    path("meetings/<uuid:meeting_id>/run/closing/", running.closing, name="closing"),
    path("meetings/<uuid:meeting_id>/run/without-quorum/", running.without_quorum, name="without_quorum"),
    path("meetings/<uuid:meeting_id>/run/sheet/", running.entering, name="entering"),
    path("meetings/<uuid:meeting_id>/run/again/", running.again, name="again"),
    path("meetings/<uuid:meeting_id>/run/items/<uuid:item_id>/heard/", running.heard, name="heard"),
    path("meetings/<uuid:meeting_id>/run/<slug:name>/", tapping.tap, name="tap"),
]
