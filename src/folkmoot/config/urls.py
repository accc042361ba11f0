"""Which feature answers which address."""

from django.urls import URLPattern, URLResolver, include, path

from folkmoot.access.answering import undoing

urlpatterns: list[URLPattern | URLResolver] = [
    # First of all, where everybody comes in: the others are tried in vain before what stands last. What has a beginning of its
    # own is passed over at once.
    path("", include("folkmoot.desk.urls")),
    path("api/", include("folkmoot.config.api.urls")),
    path("demo/", include("folkmoot.demo.urls")),
    path("", include("folkmoot.ui.urls")),
    path("", include("folkmoot.accounts.doors")),
    path("", include("folkmoot.accounts.urls")),
    path("", include("folkmoot.notices.urls")),
    path("", include("folkmoot.rights.urls")),
    path("undo/", undoing, name="undo"),
    path("", include("folkmoot.decisions.urls")),
    path("", include("folkmoot.bylaws.urls")),
    path("", include("folkmoot.meetings.urls")),
    path("", include("folkmoot.work.urls")),
    path("", include("folkmoot.study.urls")),
    path("", include("folkmoot.reports.urls")),
    path("", include("folkmoot.consultations.urls")),
    path("", include("folkmoot.circulars.urls")),
    path("", include("folkmoot.library.urls")),
    path("", include("folkmoot.news.urls")),
    path("", include("folkmoot.news.public_urls")),
    path("", include("folkmoot.membership.urls")),
    path("", include("folkmoot.structure.urls")),
]
handler500 = "folkmoot.config.faults.server_error"
