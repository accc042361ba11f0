"""Where everything adopted is found, kept and printed."""

from django.urls import path

from folkmoot.library.views import reading_list, searching

app_name = "library"
urlpatterns = [
    path("library/", searching.library, name="library"),
    path("library.<file_form:form>", searching.library_file, name="library_file"),
    path("library/print/", searching.printed, name="printed"),
    path("library/list/", reading_list.reading_list, name="reading_list"),
    path("library/list.<file_form:form>", reading_list.reading_list_file, name="reading_list_file"),
    path("library/list/print/", reading_list.printed, name="reading_list_printed"),
    path("library/list/<uuid:decision_id>/listing/", reading_list.listing, name="listing"),
    path("library/list/<uuid:decision_id>/removal/", reading_list.removal, name="removal"),
]
