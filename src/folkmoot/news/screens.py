"""How the pages of news put what was asked for."""

from django.http import HttpRequest

_MOST_DIGITS = 5


def number_asked(given: str) -> int:
    """Return the number that an address names; 0 if it names none."""
    return int(given) if given.isascii() and given.isdigit() and len(given) <= _MOST_DIGITS else 0


def older_url(request: HttpRequest, following: str) -> str:
    """Return the address of what comes after a page of a list; "" at its end."""
    query = request.GET.copy()
    query["after"] = following
    return f"?{query.urlencode()}" if following else ""
