import ast

import pytest

from tests.architecture.python_checks import PYTHON_CHECKS
from tests.architecture.sources import Source, sources

VIEW = "src/folkmoot/units/views/tree.py"
ACTION = "src/folkmoot/units/actions/founding.py"
MODEL = "src/folkmoot/units/models.py"

# A check's name, a file that offends it, and what the check says of it.
OFFENCES = [
    ("long_files", MODEL, "x = 1\n" * 401, [f"{MODEL}: 401 lines"]),
    ("long_functions", MODEL, "def walk():\n" + "    x = 1\n" * 40, [f"{MODEL}:1: walk has 41 lines"]),
    (
        "long_views",
        VIEW,
        "def tree(request):\n" + "    x = 1\n" * 12,
        [f"{VIEW}:1: the view tree has 13 lines"],
    ),
    ("view_classes", VIEW, "class Tree(ListView): pass", [f"{VIEW}:1: the view Tree is a class"]),
    (
        "bare_objects_in_views",
        VIEW,
        "def tree(request):\n    return Unit.objects.all(), get_object_or_404(Unit, pk=1)",
        [
            f"{VIEW}:2: Unit.objects is not filtered by visible()",
            f"{VIEW}:2: all of Unit is not filtered by visible()",
        ],
    ),
    (
        "missing_docstrings",
        ACTION,
        "def found_unit(): pass\ndef close_unit():\n    '''closes'''",
        [
            f"{ACTION}:1: found_unit does not begin with a sentence of what it will do",
            f"{ACTION}:2: close_unit does not begin with a sentence of what it will do",
        ],
    ),
    (
        "banned_names",
        "src/folkmoot/units/utils.py",
        "",
        ["src/folkmoot/units/utils.py: 'utils' says nothing about what is in it"],
    ),
    ("rules_in_save", MODEL, "class Unit:\n    def save(self): pass", [f"{MODEL}:2: save() is overridden"]),
    (
        "signals",
        MODEL,
        "from django.db.models.signals import post_save",
        [f"{MODEL}: imports django.db.models.signals.post_save"],
    ),
    (
        "startswith_lookups",
        MODEL,
        "filter(path__startswith='a')",
        [f"{MODEL}:1: filter(path__startswith='a')"],
    ),
    (
        "default_orderings",
        MODEL,
        "class Unit:\n    class Meta:\n        ordering = ['name']",
        [f"{MODEL}:3: Meta.ordering sorts where nobody asked for it"],
    ),
    (
        "unnamed_migrations",
        "src/folkmoot/units/migrations/0002_auto_20260101.py",
        "",
        ["src/folkmoot/units/migrations/0002_auto_20260101.py: was named by a machine"],
    ),
]

INNOCENT = [
    Source(
        VIEW, "def tree(request):\n    return get_object_or_404(visible(Unit.objects, request.person), pk=1)"
    ),
    Source(ACTION, "def found_unit():\n    '''Found a unit below another.'''\ndef _path(): pass"),
    Source("src/folkmoot/units/forms.py", "class UnitForm(Form):\n    def save(self): pass"),
    Source(MODEL, "import signal\ndata = {}\ndef save(): pass\nname.startswith('a')\n" + "x = 1\n" * 396),
]


@pytest.mark.parametrize("check", PYTHON_CHECKS, ids=lambda check: check.__name__)
def test_the_code_keeps_the_rules_of_the_house(check):
    assert [complaint for source in sources(".py") for complaint in check(source)] == []


@pytest.mark.parametrize(("name", "place", "text", "complaints"), OFFENCES, ids=[row[0] for row in OFFENCES])
def test_each_check_can_fail(name, place, text, complaints):
    checks = {check.__name__: check for check in PYTHON_CHECKS}
    ast.parse(text)
    assert list(checks[name](Source(place, text))) == complaints


def test_every_check_has_been_seen_to_fail():
    assert [row[0] for row in OFFENCES] == [check.__name__ for check in PYTHON_CHECKS]


@pytest.mark.parametrize("source", INNOCENT, ids=lambda source: source.parts[-1])
def test_what_is_allowed_passes_every_check(source):
    assert [complaint for check in PYTHON_CHECKS for complaint in check(source)] == []
