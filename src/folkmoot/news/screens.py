"""How the pages of news put what was asked for."""

from collections.abc import Iterable, Iterator, Sequence

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from folkmoot.news.models import Item

_MOST_DIGITS = 5


def number_asked(given: str) -> int:
    """Return the number that an address names; 0 if it names none."""
    return int(given) if given.isascii() and given.isdigit() and len(given) <= _MOST_DIGITS else 0


def older_url(request: HttpRequest, following: str) -> str:
    """Return the address of what comes after a page of a list; "" at its end."""
    query = request.GET.copy()
    query["after"] = following
    return f"?{query.urlencode()}" if following else ""


def news_rows(items: Iterable[Item]) -> Iterator[Sequence[object]]:
    """Yield a header and a row for each news; its days are those by the clocks of the body."""
    yield ("published_on", "corrected_on", "body_code", "body", "title", "language", "address")
    for each in items:
        days = [
            each.body.local(moment).date().isoformat() if moment else ""
            for moment in (each.published_at, each.corrected_at)
        ]
        address = f"{settings.PUBLIC_URL}{reverse('news:item', args=[each.pk])}"
        yield (*days, each.body.code, each.body.name, each.title, each.title_language, address)
