import gzip
import re
from pathlib import Path

from folkmoot.ui.assets import ASSETS, ON_SOME_PAGES
from folkmoot.ui.tests.colours import STYLESHEET

SOURCES = Path(__file__).parents[2]
NAMED = re.compile(r"""(?:\{% static |\bstatic\()['"]([^'"]+)['"]""")
STATIC = Path(__file__).parents[1] / "static"
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


def test_every_asset_that_a_page_names_is_among_those_that_are_looked_for():
    found = {
        name
        for pattern in ("*/templates/**/*.html", "*/*.py", "*/views/*.py")
        for path in SOURCES.glob(pattern)
        for name in NAMED.findall(path.read_text())
    }
    assert found == {*ASSETS, *ON_SOME_PAGES}


def test_sizes_follow_the_direction_of_writing():
    assert PHYSICAL.findall(STYLESHEET.read_text()) == []


def test_a_physical_size_would_be_found():
    assert PHYSICAL.findall("p { width: 1rem; margin-top: 0; } @media (min-width: 1rem) {}") == [
        "width",
        "margin-top",
    ]
