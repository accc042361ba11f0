"""The first screens."""

from django.urls import path

from folkmoot.desk.views import first

app_name = "desk"
urlpatterns = [
    path("", first.today, name="today"),
    path("desk/", first.desk, name="desk"),
    path("units/<uuid:unit_id>/duties/", first.unit_duties, name="unit_duties"),
    path("overview/", first.overview, name="overview"),
    path("overview/<uuid:unit_id>/", first.overview_unit, name="overview_unit"),
]
