from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from folkmoot.ui import navigation

THEMES = ("light", "dark")


def page(request: HttpRequest) -> dict[str, object]:
    # Lazy: fragments swapped in by htmx have no header and must not pay for its queries.
    return {
        "navigation": SimpleLazyObject(lambda: navigation.on_a_phone(navigation.main_links(request))),
        "account_links": SimpleLazyObject(lambda: navigation.account_links(request)),
        "organisation_name": SimpleLazyObject(lambda: navigation.organisation_name(request)),
        "is_founded": SimpleLazyObject(lambda: navigation.is_founded(request)),
        "person_name": SimpleLazyObject(lambda: navigation.person_name(request)),
        "person_mark": SimpleLazyObject(lambda: navigation.person_mark(request)),
        "theme": _theme(request),
        "choose_language": len(settings.LANGUAGES) > 1,
    }


def _theme(request: HttpRequest) -> str:
    chosen = request.COOKIES.get("theme", "")
    return chosen if chosen in THEMES else ""
