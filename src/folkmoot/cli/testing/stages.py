import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import folkmoot
from folkmoot.cli.testing.chromium import chromium
from folkmoot.cli.testing.postgresql import postgresql
from folkmoot.cli.testing.refusals import CannotTest

ROOT = Path(folkmoot.__file__).resolve().parents[2]
JOURNEYS = ROOT / "tests" / "journeys"


@contextlib.contextmanager
def _nothing() -> Iterator[dict[str, str]]:
    yield {}


@contextlib.contextmanager
def _postgresql() -> Iterator[dict[str, str]]:
    with postgresql() as url:
        yield {"FOLKMOOT_DATABASE_URL": url}


@contextlib.contextmanager
def _chromium() -> Iterator[dict[str, str]]:
    yield {"FOLKMOOT_TEST_CHROMIUM": str(chromium(ROOT))}


@dataclass(frozen=True)
class Stage:
    name: str
    command: list[str]
    needs: Callable[[], AbstractContextManager[dict[str, str]]] = _nothing
    # What takes one core goes beside others; the tests take all there are.
    is_quick: bool = False


@dataclass(frozen=True)
class Outcome:
    name: str
    has_passed: bool
    seconds: float


def all_stages() -> list[Stage]:
    """Return every check, the quick ones first.

    :raises CannotTest: if this Folkmoot was installed without its tests.
    """
    if not (ROOT / "pyproject.toml").exists():
        raise CannotTest(
            "This Folkmoot was installed without its tests. Run `./folkmoot test` in a checkout of it."
        )
    program = Path(sys.executable).parent
    return [
        # The longest first, so that the others are done beside it.
        Stage("Types", _python("mypy", "--strict"), is_quick=True),
        # Compiled here, beside the types, no test waits for it later. A file that cannot be loaded says so on SQLite.
        Stage(
            "Loading", _python("pytest", "-p", "no:terminal", "--collect-only", "src", "tests"), is_quick=True
        ),
        Stage("Format", _python("ruff", "format", "--check"), is_quick=True),
        Stage("Lint", _python("ruff", "check", "--output-format=concise"), is_quick=True),
        Stage("Imports", [str(program / "lint-imports"), "--no-logo"], is_quick=True),
        Stage("Migrations", _python("django", "makemigrations", "--check", "--dry-run"), is_quick=True),
        *_database_stages("src", "tests", f"--ignore={JOURNEYS}"),
        _journeys_stage(str(JOURNEYS)),
    ]


def chosen_stages(words: str | None, paths: list[str]) -> list[Stage]:
    """Return the tests whose names match `words` and that lie in one of `paths`, journeys only by path."""
    matching = ["-k", words] if words else []
    places = [str(Path(path).absolute()) for path in paths]
    journeys = [place for place in places if place.startswith(str(JOURNEYS))]
    others = [place for place in places if place not in journeys]
    stages = [_journeys_stage(*matching, *journeys)] if journeys else []
    if others or not journeys:
        stages = _database_stages(*matching, *(others or ["src", "tests"]), f"--ignore={JOURNEYS}") + stages
    return stages


def run_all(stages: list[Stage], folder: Path) -> list[Outcome]:
    """Run the quick ones two at a time, each saying what it has to say when it is done, then the others in turn."""
    quick = [stage for stage in stages if stage.is_quick]
    with ThreadPoolExecutor(2) as both:
        outcomes = list(both.map(lambda stage: _run_quietly(stage, folder), quick))
    return outcomes + [run(stage, folder) for stage in stages if not stage.is_quick]


def _run_quietly(stage: Stage, folder: Path) -> Outcome:
    began = time.monotonic()
    done = subprocess.run(
        stage.command,
        cwd=ROOT,
        env=_environment(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    # In one piece, or what two say at once would be mixed.
    sys.stdout.write(f"\n── {stage.name} ──\n{done.stdout}")
    sys.stdout.flush()
    return Outcome(stage.name, has_passed=done.returncode == 0, seconds=time.monotonic() - began)


def run(stage: Stage, folder: Path) -> Outcome:
    """Run one stage with `folder` as the installation's own, and tell how it went."""
    print(f"\n── {stage.name} ──", flush=True)
    began = time.monotonic()
    try:
        with stage.needs() as given:
            code = subprocess.run(
                stage.command, cwd=ROOT, env=_environment(folder) | given, check=False
            ).returncode
    except CannotTest as refusal:
        print(refusal, flush=True)
        code = 1
    return Outcome(stage.name, has_passed=code == 0, seconds=time.monotonic() - began)


def report(outcomes: list[Outcome]) -> int:
    """Print how every stage went; return 1 if one failed."""
    print("\n── Summary ──")
    for outcome in outcomes:
        word = "ok" if outcome.has_passed else "FAILED"
        print(f"{outcome.name:22}{word:8}{outcome.seconds:6.1f} s", flush=True)
    return 0 if outcomes and all(outcome.has_passed for outcome in outcomes) else 1


def _database_stages(*tests: str) -> list[Stage]:
    # Whoever is done first takes half of what the other has left, so that neither waits at the end.
    command = _python("pytest", "--no-header", "--durations=5", "-n", "2", "--dist", "worksteal", *tests)
    # What these folders hold asks no database anything, so it runs once; of the rest, tests/once.py says which.
    once = [f"--ignore={ROOT / 'tests' / name}" for name in ("architecture", "starter")]
    return [Stage("Tests on SQLite", command), Stage("Tests on PostgreSQL", [*command, *once], _postgresql)]


def _journeys_stage(*tests: str) -> Stage:
    # The tests of a file share what they serve, so that they go to one process; tests/journeys says in which order.
    command = _python(
        "pytest", "--no-header", "-n", "2", "--dist", "loadfile", "--no-loadscope-reorder", *tests
    )
    return Stage("Journeys", command, _chromium)


def _python(*arguments: str) -> list[str]:
    return [sys.executable, "-m", *arguments]


def _environment(folder: Path) -> dict[str, str]:
    # An operator's own settings would make the same tests mean something else on every machine; and some hundred
    # processes that each compile what they load would take minutes.
    unkept = ("FOLKMOOT_", "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(unkept)}
    return kept | {"FOLKMOOT_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "folkmoot.config.settings"}
