"""Where meetings are called and read."""

from django.urls import path

from folkmoot.meetings.views import calling, changing, planning, reading

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
]
