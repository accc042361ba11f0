from __future__ import annotations

from functools import lru_cache

from django.contrib.staticfiles.storage import staticfiles_storage
from django.utils.html import format_html
from django.utils.safestring import SafeString

ICON = '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>'


def icon_markup(name: str, *, flip: bool = False) -> SafeString:
    return _markup(name, staticfiles_storage.url("ui/icons.svg"), flip=flip)


@lru_cache(maxsize=128)
def _markup(name: str, sheet: str, *, flip: bool) -> SafeString:
    # Put together once a process: a page shows one beside every line.
    return format_html(ICON, "icon flip" if flip else "icon", sheet, name)
