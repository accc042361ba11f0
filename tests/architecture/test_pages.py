import pytest

from tests.architecture.page_checks import STYLE_CHECKS, TEMPLATE_CHECKS, inline_code, physical_layout
from tests.architecture.python_checks import long_files
from tests.architecture.sources import Source, sources

INLINE = [
    ('<p style="color: red">', ["a.html:1: style= is inline"]),
    ('<a onclick="go()">', ["a.html:1: onclick= is inline"]),
    ("<style>p {}</style>", ["a.html:1: <style is inline"]),
    ("<script>go()</script>", ["a.html:1: <script is inline"]),
    ('<a href="javascript:go()">', ["a.html:1: javascript: is inline"]),
    ('<script defer src="/static/a.js"></script><link rel="stylesheet" href="a.css">', []),
    ("{% translate 'one condition = two' %}", []),
]
PHYSICAL = [
    ("p { margin-left: 1rem; }", ["a.css:1: margin-left: is not mirrored for right-to-left"]),
    ("  right: 0;", ["a.css:1: right: is not mirrored for right-to-left"]),
    ("p{text-align:left}", ["a.css:1: text-align:left is not mirrored for right-to-left"]),
    (
        "  border-top-left-radius: 2px;",
        ["a.css:1: border-top-left-radius: is not mirrored for right-to-left"],
    ),
    ("p { margin-inline-start: 1rem; inset-inline-end: 0; text-align: start; }", []),
    (".left:hover { float: inline-start; }", []),
]


@pytest.mark.parametrize("check", [*TEMPLATE_CHECKS, long_files], ids=lambda check: check.__name__)
def test_the_templates_keep_the_rules_of_the_house(check):
    assert [complaint for source in sources(".html") for complaint in check(source)] == []


@pytest.mark.parametrize("check", [*STYLE_CHECKS, long_files], ids=lambda check: check.__name__)
def test_the_styles_keep_the_rules_of_the_house(check):
    assert [complaint for source in sources(".css") for complaint in check(source)] == []


def test_the_scripts_are_short():
    assert [complaint for source in sources(".js") for complaint in long_files(source)] == []


@pytest.mark.parametrize(("text", "complaints"), INLINE)
def test_inline_code_is_found_and_nothing_else(text, complaints):
    assert list(inline_code(Source("a.html", text))) == complaints


@pytest.mark.parametrize(("text", "complaints"), PHYSICAL)
def test_physical_layout_is_found_and_nothing_else(text, complaints):
    assert list(physical_layout(Source("a.css", text))) == complaints
