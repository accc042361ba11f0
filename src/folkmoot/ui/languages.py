from __future__ import annotations

from django.conf import settings
from django.utils.translation import to_locale


def direction_of(language: str) -> str:
    """Return how a language is written, for `dir`; where none is given the text itself decides."""
    if not language:
        return "auto"
    return "rtl" if to_locale(language).split("_")[0] in settings.LANGUAGES_BIDI else "ltr"
