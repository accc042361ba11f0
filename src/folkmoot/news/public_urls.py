"""Where anybody reads the public edition."""

from django.urls import path

from folkmoot.news.views import public

app_name = "public"
urlpatterns = [
    path("public/", public.public, name="all"),
    path("public/feed.atom", public.feed, name="feed"),
    path("public/bodies/<uuid:body_id>/", public.public, name="body"),
    path("public/bodies/<uuid:body_id>/feed.atom", public.feed, name="body_feed"),
    path("public/papers/<uuid:paper_id>/", public.paper, name="paper"),
    path("public/papers/<uuid:paper_id>/<int:number>/", public.paper, name="wording"),
]
