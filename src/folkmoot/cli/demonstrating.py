"""`folkmoot demo`: a living organisation to try everything on, made once and started in a moment."""

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from folkmoot.cli.serving import CannotServe, answers, children, must_be_free, prepare, the_only_server
from folkmoot.cli.watching import watch
from folkmoot.config.environment import Environment

_LINKS = "demo-people.json"
_ROLES = {
    "member": "a member",
    "secretary": "a co-operative's secretary",
    "district": "a district's chair",
    "office": "head office",
    "registrar": "the registrar",
}


def demo(arguments: Sequence[str]) -> int:
    """Make the demo organisation if it is not there, then serve it."""
    parser = argparse.ArgumentParser(
        "folkmoot demo", description="Make a living demo organisation and start everything."
    )
    port = Environment.read().port
    parser.add_argument("--port", type=int, default=port, help="pages are on this port, live on the next")
    parser.add_argument("--no-serve", action="store_true", help="make it, print the addresses, and end")
    parser.add_argument("--json", action="store_true", help="print address and sign-in links for scripts")
    given = parser.parse_args(arguments)
    data = _settle(given.port)
    if given.no_serve:
        return _make(data) or _tell(given.port, data, as_json=given.json)
    try:
        return _serve(data, given.port, then=lambda: _tell_when_up(given.port, data, as_json=given.json))
    except CannotServe as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1


def _serve(data: Path, port: int, *, then: Callable[[], bool]) -> int:
    # A port that is taken is said before the minutes that making takes.
    must_be_free("127.0.0.1", port)
    failed = _make(data)
    if failed:
        return failed
    with the_only_server(data, "127.0.0.1", port):
        return watch(children("127.0.0.1", port), then=then)


def _settle(port: int) -> Path:
    data = Path(os.environ.get("FOLKMOOT_DATA", "var/demo")).resolve()
    # A demo never fills the database of a real installation.
    os.environ.pop("FOLKMOOT_DATABASE_URL", None)
    os.environ.update(FOLKMOOT_DATA=str(data), FOLKMOOT_DEMO="1", FOLKMOOT_PORT=str(port))
    return data


def _make(data: Path) -> int:
    """Make the organisation beside its place and move it there whole; an interrupted one is begun anew."""
    if (data / _LINKS).exists():
        return prepare()
    if data.exists() and any(data.iterdir()):
        sys.stderr.write(f"{data} holds something else. Name an empty folder: folkmoot --data DIR demo\n")
        return 2
    sys.stderr.write(
        "Making a federation of 200 co-operatives with a year behind it. This takes some minutes:\n"
    )
    building = data.with_name(f".{data.name}-being-made")
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(mode=0o700, parents=True)
    environment = {**os.environ, "FOLKMOOT_DATA": str(building)}
    command = [sys.executable, "-P", "-m", "folkmoot.cli.making_demo"]
    failed = subprocess.run(command, env=environment, check=False).returncode
    if not failed:
        # Takes the place of an empty folder, if there is one.
        building.rename(data)
    return failed


def _tell_when_up(port: int, data: Path, *, as_json: bool) -> bool:
    if not answers(port):
        return False
    _tell(port, data, as_json=as_json)
    return True


def _tell(port: int, data: Path, *, as_json: bool) -> int:
    address = f"http://127.0.0.1:{port}"
    links = json.loads((data / _LINKS).read_text(encoding="utf-8"))
    people = {role: {"name": each["name"], "url": address + each["path"]} for role, each in links.items()}
    if as_json:
        print(json.dumps({"address": address, "people": people}), flush=True)
        return 0
    lines = [f"  {_ROLES[role]:<27} {each['url']}" for role, each in people.items()]
    print(
        f"\nFolkmoot is at {address}\nSign in with one click (demo only) as\n" + "\n".join(lines), flush=True
    )
    return 0
