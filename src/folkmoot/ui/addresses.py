"""The addresses of pages that every page links to: put together once a process, as they name nobody."""

from __future__ import annotations

from functools import lru_cache

from django.urls import URLResolver, get_resolver, get_script_prefix, get_urlconf, reverse

_KEPT = 128


def address_of(name: str) -> str:
    """Return the address of the page with this name, one that is of nothing in particular."""
    return _address(name, get_resolver(get_urlconf()), get_script_prefix())


@lru_cache(maxsize=_KEPT)
def _address(name: str, _pages: URLResolver, _prefix: str) -> str:
    # Of these pages and below this prefix: other ones, as in tests, are told apart.
    return reverse(name)
