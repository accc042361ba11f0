"""What can be told of a page in a browser: what stands in somebody's way, what sticks out, what sounds alike."""

import re
from collections import defaultdict

from tests.journeys.serving import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
CONTROLS = (
    "button",
    "checkbox",
    "combobox",
    "link",
    "listbox",
    "radio",
    "searchbox",
    "spinbutton",
    "textbox",
)
# A line with a colon in its name stands in single quotes.
LINE = re.compile(r'^(?P<indent> *)- \'?(?P<role>\w+)(?: "(?P<name>(?:[^"\\]|\\.)*)")?(?P<rest>.*)$')
ADDRESS = re.compile(r"^ *- /url: (?P<url>.*)$")
# A box that scrolls by itself, such as a wide table, is no part of what the page is as wide as.
STICKING_OUT = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  const out = [...document.querySelectorAll("body *")].filter(each => {
    const box = each.getBoundingClientRect();
    return (box.right > wide + 1 || box.left < -1) && box.width > 0;
  });
  return out.slice(0, 3).map(each => each.outerHTML.slice(0, 160));
}"""


def barriers_on(page, **options):
    """List what stands in somebody's way, by axe's rules."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("options => axe.run(options)", options)
    # That all of a page is in one of its landmarks is among axe's rules of good practice; a page is looked at by those too.
    asked = {
        each["id"]
        for outcome in ("violations", "passes", "incomplete", "inapplicable")
        for each in found[outcome]
    }
    assert options or "region" in asked
    return [f"{each['id']}: {node['html']}" for each in found["violations"] for node in each["nodes"]]


def faint_on(page, scheme):
    """List what is too faint to read in a colour scheme."""
    page.emulate_media(color_scheme=scheme)
    return barriers_on(page, runOnly=["color-contrast", "link-in-text-block"])


def sticking_out_of(page, width):
    """List what is wider than the page is, at a width in pixels."""
    page.set_viewport_size({"width": width, "height": 740})
    return page.evaluate(STICKING_OUT)


def alike_on(page):
    """List the controls that a screen reader cannot tell from their neighbours: no name, or one that stands for two."""
    meant = defaultdict(set)
    for place, (role, name, address) in enumerate(controls_in(page.locator("body").aria_snapshot())):
        # Two links may be called alike if they lead to the same place.
        meant[role, name].add(address or place)
    return [f"{role} “{name}”" for (role, name), places in meant.items() if len(places) > 1 or not name]


def controls_in(snapshot):
    """Yield role, name and address of each control; a choice is told apart by its group too."""
    groups, lines = [], snapshot.splitlines()
    for number, line in enumerate(lines):
        found = LINE.match(line)
        if not found:
            continue
        indent, role, name = len(found["indent"]), found["role"], found["name"] or ""
        groups = [each for each in groups if each[0] < indent]
        if role in {"group", "radiogroup"}:
            groups.append((indent, name))
        elif role in CONTROLS:
            within = "/".join(each for _indent, each in groups) if role in {"checkbox", "radio"} else ""
            yield role, f"{within}{name}", address_after(lines, number)


def address_after(lines, number):
    found = ADDRESS.match(lines[number + 1]) if number + 1 < len(lines) else None
    return found["url"] if found else ""
