import gzip
import re
from pathlib import Path

from folkmoot.ui.tests.colours import STYLESHEET

STATIC = Path(__file__).parents[1] / "static"
ASSETS = ("ui/folkmoot.css", "ui/folkmoot.js", "ui/icons.svg", "ui/logo.svg", "vendor/htmx.min.js")
KIB = 1024
PHYSICAL = re.compile(
    r"[{;]\s*((?:min-|max-)?(?:width|height)|top|bottom|(?:margin|padding|border)-(?:top|bottom))\s*:"
)


def _weight(asset):
    path = STATIC / asset
    assert path.exists(), f"{asset} is missing: run ./folkmoot test, which brings the browser assets"
    return len(gzip.compress(path.read_bytes()))


def test_the_stylesheet_is_small():
    assert _weight("ui/folkmoot.css") <= 12 * KIB


def test_all_that_every_page_loads_leaves_room_for_the_page():
    assert sum(_weight(asset) for asset in ASSETS) <= 60 * KIB


def test_sizes_follow_the_direction_of_writing():
    assert PHYSICAL.findall(STYLESHEET.read_text()) == []


def test_a_physical_size_would_be_found():
    assert PHYSICAL.findall("p { width: 1rem; margin-top: 0; } @media (min-width: 1rem) {}") == [
        "width",
        "margin-top",
    ]
