from __future__ import annotations

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

ICON = '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>'


def icon_markup(name: str, *, flip: bool = False) -> SafeString:
    return format_html(ICON, "icon flip" if flip else "icon", static("ui/icons.svg"), name)
