import json
import sys

import pytest

from folkmoot.cli.demonstrating import demo

# Stands in for the program that makes the organisation, which takes a minute and is used by the journeys.
MAKER = """#!/bin/sh
test -e "$FOLKMOOT_DATA/half" && exit 9
echo '{"member": {"name": "Cy", "path": "/demo/sign-in/cy/"}}' > "$FOLKMOOT_DATA/demo-people.json"
"""
FAILS = '#!/bin/sh\ntouch "$FOLKMOOT_DATA/half"\nexit 7\n'


@pytest.fixture
def data(tmp_path, monkeypatch):
    for name in ("FOLKMOOT_DEMO", "FOLKMOOT_DATABASE_URL"):
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("FOLKMOOT_PORT", "8000")
    monkeypatch.setenv("FOLKMOOT_DATA", str(tmp_path / "demo"))
    return tmp_path / "demo"


@pytest.fixture
def making(tmp_path, monkeypatch):
    def program(text):
        path = tmp_path / "maker"
        path.write_text(text)
        path.chmod(0o700)
        monkeypatch.setattr(sys, "executable", str(path))

    program(MAKER)
    return program


def test_for_scripts_it_prints_one_object_with_the_port_that_was_asked_for(data, making, capsys):
    assert demo(["--no-serve", "--json", "--port", "8123"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "address": "http://127.0.0.1:8123",
        "people": {"member": {"name": "Cy", "url": "http://127.0.0.1:8123/demo/sign-in/cy/"}},
    }
    assert data.stat().st_mode & 0o777 == 0o700


def test_without_a_port_it_takes_the_one_that_is_set(data, making, capsys, monkeypatch):
    monkeypatch.setenv("FOLKMOOT_PORT", "8321")
    assert demo(["--no-serve", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["address"] == "http://127.0.0.1:8321"


def test_one_whose_making_was_cut_off_is_begun_anew(data, making, capsys):
    making(FAILS)
    assert demo(["--no-serve"]) == 7
    assert not data.exists()
    making(MAKER)
    assert demo(["--no-serve"]) == 0
    assert [path.name for path in data.iterdir()] == ["demo-people.json"]
    assert [path.name for path in data.parent.iterdir() if path.name.startswith(".")] == []


def test_a_folder_that_holds_something_else_is_left_alone(data, making, capsys):
    data.mkdir()
    (data / "thesis.txt").write_text("mine")
    assert demo(["--no-serve"]) == 2
    assert capsys.readouterr().err == (
        f"{data} holds something else. Name an empty folder: folkmoot --data DIR demo\n"
    )
    assert (data / "thesis.txt").read_text() == "mine"


def test_the_database_of_an_operator_is_never_filled_with_a_demo(data, making, monkeypatch, capsys):
    monkeypatch.setenv("FOLKMOOT_DATABASE_URL", "postgresql://the.real.one/folkmoot")
    making(MAKER + 'test -z "$FOLKMOOT_DATABASE_URL"\n')
    assert demo(["--no-serve"]) == 0
