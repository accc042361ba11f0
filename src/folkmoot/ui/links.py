"""A link is what menus, tabs, crumbs and exports are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.functional import Promise


@dataclass(frozen=True)
class Link:
    label: str | Promise
    url: str
    is_current: bool = False
    order: int = 50
    # Pressed, not followed: it changes something (signing out), so it is sent by POST.
    is_pressed: bool = False
    # The names of pages that belong here although their addresses do not begin with this one.
    leads_to: frozenset[str] = frozenset()


def in_order(links: Iterable[Link]) -> list[Link]:
    return sorted(links, key=lambda link: link.order)


def with_current(links: Sequence[Link], *, path: str, page: str = "") -> list[Link]:
    """Mark the one link that leads to the page with this name, or else whose address is the longest beginning of `path`."""
    named = next((link.url for link in links if page in link.leads_to), None)
    covering = [link.url for link in links if _covers(link.url, path)]
    current = named or max(covering, key=len, default=None)
    return [_marked(link, is_current=link.url == current) for link in links]


def _marked(link: Link, *, is_current: bool) -> Link:
    return link if link.is_current == is_current else replace(link, is_current=is_current)


def _covers(url: str, path: str) -> bool:
    if url == "/":
        return path == "/"
    return path == url or path.startswith(url.rstrip("/") + "/")
