from django.urls import path
from django.views.i18n import set_language

from folkmoot.ui import views

app_name = "ui"
urlpatterns = [
    path("ui/", views.style_page, name="style_page"),
    path("ui/appearance/", views.appearance, name="appearance"),
    path("ui/language/", set_language, name="language"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
]
