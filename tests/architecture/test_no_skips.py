import os
import subprocess
import sys

import pytest

from tests.architecture.sources import ROOT

WAYS_TO_SKIP = [
    "import pytest\n@pytest.mark.skip\ndef test_a(): pass",
    "import pytest\ndef test_a(): pytest.skip('not today')",
    "import pytest\n@pytest.mark.xfail\ndef test_a(): assert False",
    "import pytest\npytest.importorskip('no_such_package')",
    "import unittest\nclass TestA(unittest.TestCase):\n    @unittest.skip('no')\n    def test_a(self): pass",
]


def pytest_says_of(text, folder):
    (folder / "test_a.py").write_text(text)
    (folder / "pytest.ini").touch()
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "tests.no_skips",
        "-p",
        "no:django",
        "-p",
        "no:cacheprovider",
    ]
    done = subprocess.run(
        command,
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


@pytest.mark.parametrize("text", WAYS_TO_SKIP)
def test_no_way_of_skipping_a_test_passes(text, tmp_path):
    code, said = pytest_says_of(text, tmp_path)
    assert code in {1, 2}, said
    assert "A test may not be skipped or expected to fail" in said


def test_a_test_that_runs_passes(tmp_path):
    assert pytest_says_of("def test_a(): pass", tmp_path)[0] == 0
