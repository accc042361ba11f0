import os
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from folkmoot.cli.tests.ports import free_port
from folkmoot.ui.assets import ASSETS

ROOT = Path(__file__).resolve().parents[2]
PACKED = (
    "LICENSE",
    "MANIFEST.in",
    "README.md",
    "package.json",
    "package-lock.json",
    "pyproject.toml",
    "requirements",
)
ASSET = re.compile(r'(?:src|href)="(/static/[^"#]+)')


@pytest.fixture
def sources(tmp_path):
    """Copy what a package is built from, as a checkout has it after its first start."""
    folder = tmp_path / "checkout"
    shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    for name in PACKED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name)
    return folder


@pytest.fixture
def python(tmp_path):
    """Make an environment that holds every locked package, and not Folkmoot."""
    folder = tmp_path / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    locked = next(path for path in sys.path if path.endswith("site-packages"))
    # What a .pth in there points at, this checkout, is not followed from here.
    next(folder.glob("lib/python3*/site-packages")).joinpath("locked.pth").write_text(locked + "\n")
    return folder / "bin" / "python"


def installed(sources, python):
    command = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "--no-deps",
        "--no-build-isolation",
    ]
    return subprocess.run(
        [*command, "--no-index", "--disable-pip-version-check", sources],
        capture_output=True,
        text=True,
        check=False,
    )


def answer(address):
    try:
        with urllib.request.urlopen(address, timeout=60) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, ""


def answer_within(seconds, address, process):
    deadline = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < deadline:
        try:
            return answer(address)
        except OSError:
            time.sleep(0.2)
    return 0, ""


@pytest.fixture
def served(sources, python, tmp_path):
    done = installed(sources, python)
    assert done.returncode == 0, done.stdout + done.stderr
    program, port = python.with_name("folkmoot"), free_port()
    command = [program, "--data", tmp_path / "kept", "serve", "--port", str(port)]
    own = {name: value for name, value in os.environ.items() if not name.startswith(("FOLKMOOT_", "PYTHON"))}
    with subprocess.Popen(
        command, cwd=tmp_path, env=own, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        yield process, f"http://127.0.0.1:{port}"
        process.terminate()


def test_installed_as_a_package_it_shows_its_pages_with_all_their_assets(served):
    process, address = served
    status, page = answer_within(120, f"{address}/sign-in/", process)
    assert (status, answer(f"{address}/sign-in/code/")[0]) == (200, 200)
    found = {
        re.sub(r"\.[0-9a-f]{12}\.", ".", asset): answer(address + asset)[0] for asset in ASSET.findall(page)
    }
    # This is the page for passkeys; where a device is notified there is another script.
    assert found == {f"/static/{name}": 200 for name in (*ASSETS, "accounts/passkeys.js")}


def test_without_its_assets_it_is_not_built_but_says_what_to_do(sources, python):
    shutil.rmtree(sources / "src/folkmoot/ui/static/vendor")
    done = installed(sources, python)
    assert done.returncode == 1
    assert f"Run `./folkmoot --help` once in {sources}, which fetches them, then build again." in (
        done.stdout + done.stderr
    )
    assert not python.with_name("folkmoot").exists()
