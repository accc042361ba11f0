"""Reads the stylesheet's tokens and computes their contrast (WCAG 2.2, relative luminance)."""

import re
from pathlib import Path

STYLESHEET = Path(__file__).parents[1] / "static" / "ui" / "folkmoot.css"
LIGHT = ":root {"
DARK_BY_DEVICE = ':root:not([data-theme="light"]) {'
DARK_BY_CHOICE = ':root[data-theme="dark"] {'


def tokens(opening: str) -> dict[str, str]:
    css = STYLESHEET.read_text()
    start = css.index(opening) + len(opening)
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{3,6});", css[start : css.index("}", start)]))


def contrast(first: str, second: str) -> float:
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
