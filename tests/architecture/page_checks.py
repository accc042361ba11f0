"""What is refused in templates and stylesheets."""

import re
from collections.abc import Callable, Iterator

from tests.architecture.sources import Source

Check = Callable[[Source], Iterator[str]]

_INLINE = re.compile(
    r"<style\b|<script\b(?![^>]*\ssrc=)|\sstyle\s*=|\son[a-z]+\s*=|javascript:", re.IGNORECASE
)
_PHYSICAL = re.compile(
    r"(?:^|[\s;{])"
    r"(?:(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)[\w-]*"
    r"|border-(?:top|bottom)-(?:left|right)-radius"
    r"|left|right)\s*:"
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right)\b"
)


def inline_code(source: Source) -> Iterator[str]:
    """The content security policy lets no inline style or script through, so it would silently do nothing."""
    yield from _matches(source, _INLINE, "is inline")


def physical_layout(source: Source) -> Iterator[str]:
    """What is on the left in English is on the right in Arabic: start and end are right in both."""
    yield from _matches(source, _PHYSICAL, "is not mirrored for right-to-left")


TEMPLATE_CHECKS: list[Check] = [inline_code]
STYLE_CHECKS: list[Check] = [physical_layout]


def _matches(source: Source, pattern: re.Pattern[str], complaint: str) -> Iterator[str]:
    for number, line in enumerate(source.text.splitlines(), start=1):
        found = pattern.search(line)
        if found:
            yield f"{source.place}:{number}: {found.group().strip(' ;{')} {complaint}"
