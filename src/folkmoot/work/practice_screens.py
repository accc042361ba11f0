"""How the list of good practice is put: in one of two orders, by words, page by page."""

from urllib.parse import urlencode

from folkmoot.work.queries.practices import PracticeList

COPIED = "copied"


def practices_screen(page: PracticeList, words: str, *, is_most_copied: bool) -> dict[str, object]:
    """Return what the list of good practice shows."""
    kept = {"q": words} if words else {}
    by_order = {"order": COPIED} if is_most_copied else {}
    return {
        "page": page,
        "words": words,
        "is_most_copied": is_most_copied,
        "newest_url": f"?{urlencode(kept)}",
        "copied_url": f"?{urlencode(kept | {'order': COPIED})}",
        "further_url": f"?{urlencode(kept | by_order | {'after': page.further})}" if page.further else "",
    }
