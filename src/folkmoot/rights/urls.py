"""Where members see and take what is held about them, and leave."""

from django.urls import path

from folkmoot.rights.views import leaving, own, record

app_name = "rights"
urlpatterns = [
    path("me/", own.own, name="own"),
    path("account/readers/", own.readers, name="readers"),
    path("account/openings/", own.openings, name="openings"),
    path("account/openings.<file_form:form>", own.openings_file, name="openings_file"),
    path("account/record/", record.record, name="record"),
    path("account/record.json", record.record_json, name="record_json"),
    path("account/record.vcf", record.record_vcard, name="record_vcard"),
    path("account/leaving/", leaving.leaving, name="leaving"),
    path("account/erasure/", leaving.own_erasure, name="own_erasure"),
    path("people/<uuid:person_id>/erasure/", leaving.erasure, name="erasure"),
]
