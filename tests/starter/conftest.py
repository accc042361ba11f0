import base64
import hashlib
import os
import shutil
import stat
import subprocess
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Stands in for npm, so that starting is tested without a registry: it leaves what a real one would.
NPM = """#!/bin/sh
if [ "$1" = --version ]; then echo 11.0.0; exit; fi
mkdir -p node_modules/asset && echo "$*" > node_modules/asset/asset.js
"""
PROGRAM = "import sys, pebble; print(pebble.VERSION, *sys.argv[1:])"


@dataclass
class Checkout:
    """A small checkout: the real starter, one package called pebble, and a program that prints its version."""

    folder: Path

    def lock(self, version, option=None):
        wheel = self.wheels / f"pebble-{version}-py3-none-any.whl"
        if not wheel.exists():
            _write_wheel(wheel, version)
        right = f"--hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}"
        line = f"pebble=={version} {right if option is None else option}\n"
        (self.folder / "requirements" / "base.lock").write_text(line)

    def begin(self, *arguments, **environment):
        return subprocess.Popen(
            [self.folder / "folkmoot", *arguments],
            env=self.environment | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def start(self, *arguments, **environment):
        process = self.begin(*arguments, **environment)
        said, complained = process.communicate(timeout=300)
        return process.returncode, said, complained

    @property
    def wheels(self):
        return self.folder / "wheels"

    @property
    def stamp(self):
        return self.folder / ".venv" / "folkmoot-packages"

    @property
    def environment(self):
        own = {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.wheels)}
        return os.environ | own | {"PATH": f"{self.folder}:{os.environ['PATH']}"}


def _write_wheel(path, version):
    about = f"pebble-{version}.dist-info"
    files = {
        "pebble.py": f"VERSION = {version!r}\n",
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: pebble\nVersion: {version}\n",
        f"{about}/WHEEL": "Wheel-Version: 1.0\nGenerator: hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    rows = [f"{name},sha256={_digest(text)},{len(text)}" for name, text in files.items()]
    files[f"{about}/RECORD"] = "\n".join([*rows, f"{about}/RECORD,,"]) + "\n"
    with zipfile.ZipFile(path, "w") as wheel:
        for name, text in files.items():
            wheel.writestr(name, text)


def _digest(text):
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()


@pytest.fixture
def checkout(tmp_path):
    for name in ("requirements", "wheels", "src/folkmoot"):
        (tmp_path / name).mkdir(parents=True)
    shutil.copy(ROOT / "folkmoot", tmp_path)
    for name in ("stamps.py", "setting_up.py"):
        shutil.copy(ROOT / "requirements" / name, tmp_path / "requirements")
    (tmp_path / "src/folkmoot/__init__.py").touch()
    (tmp_path / "src/folkmoot/__main__.py").write_text(PROGRAM)
    (tmp_path / "package.json").write_text('{"folkmoot": {"static": {"a/asset.js": "asset/asset.js"}}}')
    (tmp_path / "package-lock.json").write_text("{}")
    npm = tmp_path / "npm"
    npm.write_text(NPM)
    npm.chmod(npm.stat().st_mode | stat.S_IXUSR)
    found = Checkout(tmp_path)
    found.lock("1.0")
    return found
