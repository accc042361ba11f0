from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from folkmoot.ui import navigation
from folkmoot.ui.context import THEMES
from folkmoot.ui.specimen import specimen

YEAR = 365 * 24 * 3600


@require_GET
def style_page(request: HttpRequest) -> HttpResponse:
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    return render(request, "ui/style_page.html", specimen(request))


@require_GET
def manifest(request: HttpRequest) -> HttpResponse:
    name = navigation.organisation_name(request)
    icon = {"src": static("ui/logo.svg"), "sizes": "any", "type": "image/svg+xml"}
    content = {"name": name, "short_name": name, "start_url": "/", "display": "standalone", "icons": [icon]}
    return JsonResponse(content, content_type="application/manifest+json")


@require_POST
def appearance(request: HttpRequest) -> HttpResponse:
    response = HttpResponseRedirect(_back(request))
    theme = request.POST.get("theme", "")
    if theme in THEMES:
        response.set_cookie("theme", theme, max_age=YEAR, httponly=True, samesite="Lax")
    else:
        response.delete_cookie("theme")
    return response


def _back(request: HttpRequest) -> str:
    url = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
    return url if is_ours else "/"
