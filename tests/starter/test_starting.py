import re
import shutil
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = [
    *ROOT.glob("requirements/*.lock"),
    *ROOT.glob("requirements/*/package-lock.json"),
    ROOT / "package-lock.json",
]


def asset_of(checkout):
    return (checkout.folder / "src/folkmoot/ui/static/vendor/a/asset.js").read_text()


def test_the_first_start_sets_up_and_the_next_one_only_starts(checkout):
    code, said, complained = checkout.start("demo", "--port", "9000")
    assert (code, said) == (0, "1.0 demo --port 9000\n")
    assert complained.splitlines()[:3] == [
        "Making .venv",
        "Installing Python packages (1)",
        "Installing browser assets",
    ]
    assert asset_of(checkout) == "ci --ignore-scripts --no-audit --no-fund --omit=dev\n"
    assert checkout.start("check") == (0, "1.0 check\n", "")


def test_a_changed_lock_is_followed_and_a_lost_asset_is_fetched_again(checkout):
    checkout.start()
    checkout.lock("2.0")
    shutil.rmtree(checkout.folder / "src/folkmoot/ui/static/vendor")
    code, said, complained = checkout.start("demo")
    assert (code, said) == (0, "2.0 demo\n")
    assert "Making .venv" not in complained
    assert asset_of(checkout) == "ci --ignore-scripts --no-audit --no-fund --omit=dev\n"


def test_a_start_that_was_killed_is_made_good_by_the_next(checkout):
    killed = checkout.begin("demo")
    while killed.poll() is None and not (checkout.folder / ".venv" / "bin").exists():
        time.sleep(0.01)
    killed.kill()
    killed.communicate()
    assert not checkout.stamp.exists()
    assert checkout.start("demo")[:2] == (0, "1.0 demo\n")


def test_of_two_starts_at_once_one_sets_up_and_the_other_waits(checkout):
    starts = [checkout.begin(name) for name in ("demo", "check")]
    (demo, demo_complained), (check, check_complained) = [start.communicate(timeout=300) for start in starts]
    assert (demo, check) == ("1.0 demo\n", "1.0 check\n")
    assert (demo_complained + check_complained).count("Making .venv\n") == 1
    assert (demo_complained + check_complained).count("Another start is setting up; waiting") == 1


def test_a_package_that_is_not_the_locked_one_is_refused(checkout):
    failure = "The Python packages could not be installed. Check the connection and the room on the disk."
    for option in (f"--hash=sha256:{'0' * 64}", ""):
        checkout.lock("1.0", option)
        code, said, complained = checkout.start("demo")
        assert (code, said, complained.splitlines()[-1]) == (1, "", failure)
        assert not checkout.stamp.exists()


def test_a_python_without_venv_is_told_what_to_install(checkout):
    (checkout.folder / "sitecustomize.py").write_text("import sys; sys.modules['ensurepip'] = None")
    code, said, complained = checkout.start("demo", PYTHONPATH=str(checkout.folder))
    assert (code, said) == (1, "")
    assert complained == (
        "\nFolkmoot needs Python's venv module, which comes as a package of its own here. "
        "Run `apt-get install python3-venv` as root, then start again.\n"
    )


def test_an_old_python_is_told_what_to_install(checkout):
    (checkout.folder / "sitecustomize.py").write_text("import sys; sys.version_info = (3, 10, 2)")
    code, said, complained = checkout.start("demo", PYTHONPATH=str(checkout.folder))
    assert (code, said) == (1, "")
    assert complained == (
        "Folkmoot needs Python 3.11 or newer, and this is Python 3.10. "
        "Install a newer one, for instance python3.11, and start again with `python3.11 folkmoot`.\n"
    )


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_the_locks_name_no_address(lock):
    assert re.findall(r"\w+://\S*", lock.read_text()) == []
