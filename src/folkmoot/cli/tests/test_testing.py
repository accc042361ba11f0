import contextlib
import os
import sys

import psycopg
import pytest

from folkmoot.cli.testing.postgresql import postgresql
from folkmoot.cli.testing.refusals import CannotTest
from folkmoot.cli.testing.stages import (
    ROOT,
    Outcome,
    Stage,
    all_stages,
    chosen_stages,
    report,
    run,
    run_all,
)


@contextlib.contextmanager
def something_that_is_not_here():
    raise CannotTest("Install the missing thing.")
    yield {}


def python(statement):
    return [sys.executable, "-c", statement]


def test_every_check_is_a_stage():
    assert [stage.name for stage in all_stages()] == [
        "Types",
        "Loading",
        "Format",
        "Lint",
        "Imports",
        "Migrations",
        "Tests on SQLite",
        "Tests on PostgreSQL",
        "Journeys",
    ]


@pytest.mark.parametrize(
    ("words", "paths", "names"),
    [
        ("member", [], ["Tests on SQLite", "Tests on PostgreSQL"]),
        (None, ["src/folkmoot/units"], ["Tests on SQLite", "Tests on PostgreSQL"]),
        (None, ["tests/journeys"], ["Journeys"]),
        (None, ["tests/journeys/test_a.py", "src"], ["Tests on SQLite", "Tests on PostgreSQL", "Journeys"]),
    ],
)
def test_a_choice_runs_where_the_chosen_tests_belong(words, paths, names, monkeypatch):
    monkeypatch.chdir(ROOT)
    assert [stage.name for stage in chosen_stages(words, paths)] == names


def test_a_stage_passes_when_its_command_does(tmp_path):
    codes = [
        run(Stage("One", python(f"raise SystemExit({code})")), tmp_path).has_passed for code in (0, 1, 5)
    ]
    assert codes == [True, False, False]


def test_quick_stages_run_beside_each_other_and_are_told_in_one_piece_and_in_order(tmp_path, capsys):
    # Each waits for the other to begin.
    meet = (
        "import pathlib, sys, time; own, other = map(pathlib.Path, sys.argv[1:3]); own.touch(); begun = time.monotonic()\n"
        "while not other.exists() and time.monotonic() < begun + 60: time.sleep(0.01)\n"
        "print('met' if other.exists() else 'alone'); time.sleep(float(sys.argv[3])); print('left'); sys.exit(int(sys.argv[4]))"
    )
    one, two = str(tmp_path / "one"), str(tmp_path / "two")
    stages = [
        Stage("Slow", [*python(meet), one, two, "2", "0"], is_quick=True),
        Stage("Fast", [*python(meet), two, one, "0", "1"], is_quick=True),
        Stage("Last", python("")),
    ]
    outcomes = run_all(stages, tmp_path)
    assert [(each.name, each.has_passed) for each in outcomes] == [
        ("Slow", True),
        ("Fast", False),
        ("Last", True),
    ]
    assert capsys.readouterr().out == ("\n── Fast ──\nmet\nleft\n\n── Slow ──\nmet\nleft\n\n── Last ──\n")


def test_a_stage_that_lacks_something_fails_and_says_what_to_install(tmp_path, capsys):
    assert not run(Stage("One", python(""), something_that_is_not_here), tmp_path).has_passed
    assert capsys.readouterr().out == "\n── One ──\nInstall the missing thing.\n"


def test_the_settings_of_an_installation_do_not_reach_its_tests(tmp_path, monkeypatch, capfd):
    monkeypatch.setenv("FOLKMOOT_DATABASE_URL", "postgresql://the.real.one/folkmoot")
    statement = (
        "import os; print({name: value for name, value in os.environ.items() if name.startswith('FOLKMOOT')})"
    )
    run(Stage("One", python(statement)), tmp_path)
    assert capfd.readouterr().out.splitlines()[-1] == str({"FOLKMOOT_DATA": str(tmp_path)})


def test_one_failure_is_a_failure_of_the_whole(capsys):
    good, bad = Outcome("One", has_passed=True, seconds=1.25), Outcome("Two", has_passed=False, seconds=90)
    assert [report([good, good]), report([bad, good]), report([])] == [0, 1, 1]
    assert capsys.readouterr().out.splitlines()[5:8] == [
        "── Summary ──",
        "Two                   FAILED    90.0 s",
        "One                   ok         1.2 s",
    ]


def test_a_postgresql_comes_and_goes_with_the_tests(monkeypatch):
    monkeypatch.delenv("FOLKMOOT_TEST_DATABASE_URL", raising=False)
    with postgresql() as url, psycopg.connect(url) as connection:
        (version,) = connection.execute("show server_version_num").fetchone() or (0,)
        assert int(version) >= 180000
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)
    assert not os.path.exists(url.partition("host=")[2])  # noqa: PTH110 -- a part of an address


def test_a_postgresql_that_is_given_is_used(monkeypatch):
    monkeypatch.setenv("FOLKMOOT_TEST_DATABASE_URL", "postgresql://somewhere/else")
    with postgresql() as url:
        assert url == "postgresql://somewhere/else"
