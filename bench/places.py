"""Each organisation lives in a data folder of its own, filled once and kept; each is measured in its own process."""

import importlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


def folder_of(size: int, purpose: str = "") -> Path:
    """Return the data folder of the organisation of this size: one of its own for a purpose that would disturb others."""
    name = f"members-{size}-{purpose}" if purpose else f"members-{size}"
    return Path(os.environ.get("FOLKMOOT_DATA", "var/bench")).resolve() / name


def in_each(sizes: Sequence[int], module: str) -> dict[int, dict[str, Any]]:
    """Call `run_here` of a module on the organisation of each size, and return what each returned."""
    return {size: in_own_process(size, module) for size in sizes}


def in_own_process(size: int, module: str, *, purpose: str = "") -> dict[str, Any]:
    """Fill the organisation of this size if need be, call `run_here` of a module on it, and return what it returned."""
    folder = folder_of(size, purpose)
    folder.mkdir(parents=True, exist_ok=True)
    environment = {
        **os.environ,
        "FOLKMOOT_DATA": str(folder),
        "PYTHONPATH": str(ROOT),
        "FOLKMOOT_DATABASE_URL": "",
    }
    command = [sys.executable, "-m", "bench.places", str(size), module]
    done = subprocess.run(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    answer: dict[str, Any] = json.loads(done.stdout.decode().splitlines()[-1])
    return answer


def in_empty_folder(module: str, size: int) -> dict[str, Any]:
    """Run a module with a size, in a process and an empty data folder of its own, and return what it printed last."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "FOLKMOOT_DATA": folder,
            "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}",
            "FOLKMOOT_DATABASE_URL": "",
        }
        command = [sys.executable, "-m", module, str(size)]
        done = subprocess.run(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    answer: dict[str, Any] = json.loads(done.stdout.decode().splitlines()[-1])
    return answer


def main(size: int, module: str) -> None:
    """Run in the process of one organisation."""
    from folkmoot.cli.starting import start_with_database  # noqa: PLC0415  -- the settings are read from here on

    start_with_database()
    from bench.organisations import fill  # noqa: PLC0415  -- needs Django

    fill(size, folder_of_this_process())
    print(json.dumps(importlib.import_module(module).run_here()))  # noqa: T201  -- what the parent reads


def folder_of_this_process() -> Path:
    """Return the data folder that this process was given."""
    return Path(os.environ["FOLKMOOT_DATA"])


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
