"""One's own notices, the links in mail, and calendars."""

from django.urls import path

from folkmoot.notices.views import calendars, devices, own, stopping, unreachable

app_name = "notices"
urlpatterns = [
    path("account/notices/", own.own, name="own"),
    path("account/notices/address/", own.own_address, name="own_address"),
    path("account/notices/device/", devices.device, name="device"),
    path("account/notices/device/<int:session>/end/", devices.device_end, name="device_end"),
    path("account/calendar/", calendars.calendar_address, name="calendar_address"),
    path("account/calendar/end/", calendars.calendar_end, name="calendar_end"),
    path("calendar/<str:secret>.ics", calendars.calendar, name="calendar"),
    path("notices/stop/<str:token>/", stopping.stop, name="stop"),
    path("units/<uuid:unit_id>/addresses/", unreachable.unreachable, name="unreachable"),
]
