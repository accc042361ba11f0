"""Where the API answers."""

from django.urls import path

from folkmoot.config.api.acting import do_act
from folkmoot.config.api.catalogue import NOUNS
from folkmoot.config.api.exchanging import data_value_sets
from folkmoot.config.api.files import bring, fetch
from folkmoot.config.api.pages import acts_page, openapi
from folkmoot.config.api.reading import elsewhere, view_of

app_name = "api"
urlpatterns = [
    path("", acts_page, name="acts"),
    path("openapi.json", openapi, name="openapi"),
    path("acts/<str:name>", do_act, name="act"),
    path("decisions/<uuid:decision_id>/files/<uuid:attachment_id>", fetch, name="file"),
    path("decisions/<uuid:decision_id>/uploads", bring, name="upload"),
    path("dataValueSets", data_value_sets, name="data_value_sets"),
    *(path(noun.path, view_of(noun)) for noun in NOUNS),
    path("<path:rest>", elsewhere),
]
