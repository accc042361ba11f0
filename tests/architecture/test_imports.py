import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, SOURCE

LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")
DOWNWARD = "Apps import only downward, and the kernel imports nothing of ours"
INWARD = "Inside an app: views, then actions, then queries, then models, then rules"
# The models of these are for every feature: what the ledger holds, and the nouns.
SHARED = {"kernel", "people", "units"}


PARTS = "Inside meetings: minutes import motions, and both import meetings"
INWARD_IN_PARTS = (
    "Inside motions and minutes, too: views, then actions, then queries, then models, then rules"
)


def models_of(app):
    """Return the modules of models of an app; one that has parts has some in each."""
    places = [*SOURCE.glob(f"{app}/**/models.py"), *SOURCE.glob(f"{app}/**/models/__init__.py")]
    modules = [
        path.relative_to(SOURCE.parent).with_suffix("").as_posix().replace("/", ".") for path in places
    ]
    return sorted(each.removesuffix(".__init__") for each in modules)


def protection(app):
    return {
        "name": f"Only {app} touches the models of {app}",
        "type": "protected",
        "protected_modules": models_of(app),
        "allowed_importers": [f"folkmoot.{app}", "folkmoot.**.tests"],
    }


MODELS = [*SOURCE.glob("*/models.py"), *SOURCE.glob("*/models/__init__.py")]
FEATURES_WITH_MODELS = sorted({path.relative_to(SOURCE).parts[0] for path in MODELS} - SHARED)

# Where forbidden imports are planted, and the contracts they break.
PLANTED = [
    ("kernel/planted.py", "import folkmoot.units", [DOWNWARD]),
    ("units/planted.py", "import folkmoot.people.models", [DOWNWARD]),
    ("newcomer/__init__.py", "", [DOWNWARD]),
    ("units/rules/planted.py", "import folkmoot.units.models", [INWARD]),
    ("meetings/queries/planted.py", "import folkmoot.meetings.motions.models", [PARTS]),
    ("meetings/queries/planted.py", "import folkmoot.meetings.minutes.queries.minutes", [PARTS]),
    ("meetings/motions/queries/planted.py", "import folkmoot.meetings.minutes.models", [PARTS]),
    ("meetings/planted.py", "", [PARTS]),
    ("meetings/motions/rules/planted.py", "import folkmoot.meetings.motions.models", [INWARD_IN_PARTS]),
    ("meetings/minutes/rules/planted.py", "import folkmoot.meetings.minutes.models", [INWARD_IN_PARTS]),
    (
        "config/planted.py",
        "".join(f"import folkmoot.{app}.models\n" for app in FEATURES_WITH_MODELS),
        [protection(app)["name"] for app in FEATURES_WITH_MODELS],
    ),
]


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    folder = tmp_path_factory.mktemp("planted")
    shutil.copy(ROOT / "pyproject.toml", folder)
    shutil.copytree(
        SOURCE, folder / "src" / "folkmoot", ignore=shutil.ignore_patterns("tests", "static", "templates")
    )
    return folder


def broken_contracts(folder):
    found = subprocess.run(
        [LINT_IMPORTS, "--no-logo"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder / "src"), "COLUMNS": "200", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Contracts: " in found.stdout, found.stdout + found.stderr
    return [line.removesuffix(" BROKEN") for line in found.stdout.splitlines() if line.endswith(" BROKEN")]


@pytest.fixture(scope="module")
def broken_before(copy):
    return broken_contracts(copy)


@pytest.mark.parametrize(("place", "text", "contracts"), PLANTED)
def test_a_forbidden_import_breaks_the_contract_that_forbids_it(copy, broken_before, place, text, contracts):
    planted = copy / "src" / "folkmoot" / place
    is_new_folder = not planted.parent.exists()
    planted.parent.mkdir(exist_ok=True)
    planted.write_text(text)
    try:
        assert [name for name in broken_contracts(copy) if name not in broken_before] == contracts
    finally:
        planted.unlink()
        if is_new_folder:
            shutil.rmtree(planted.parent)


def test_every_feature_keeps_its_models_to_itself():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    assert [each for each in contracts if each["type"] == "protected"] == [
        protection(app) for app in FEATURES_WITH_MODELS
    ]
