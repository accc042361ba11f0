"""`folkmoot demo`: a living organisation to try everything on, made once and started in a moment."""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path

from folkmoot.cli.serving import children, watch

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
    parser.add_argument("--port", type=int, default=8000, help="pages are on this port, live on the next")
    parser.add_argument("--no-serve", action="store_true", help="make it, print the addresses, and end")
    parser.add_argument("--json", action="store_true", help="print address and sign-in links for scripts")
    given = parser.parse_args(arguments)
    data = _prepare(given.port)
    made = _make(data)
    if made:
        return made
    links = json.loads((data / _LINKS).read_text(encoding="utf-8"))
    address = f"http://127.0.0.1:{given.port}"
    if given.no_serve:
        _tell(address, links, as_json=given.json)
        return 0
    return watch(
        children("127.0.0.1", given.port), then=lambda: _tell_when_up(address, links, as_json=given.json)
    )


def _prepare(port: int) -> Path:
    data = Path(os.environ.get("FOLKMOOT_DATA", "var/demo")).resolve()
    os.environ.update(FOLKMOOT_DATA=str(data), FOLKMOOT_DEMO="1", FOLKMOOT_PORT=str(port))
    return data


def _make(data: Path) -> int:
    """Make the organisation beside its place and move it there whole; an interrupted one is begun anew."""
    if (data / _LINKS).exists():
        return _run("folkmoot.cli.preparing", os.environ)
    if data.exists() and any(data.iterdir()):
        sys.stderr.write(f"{data} holds something else. Name an empty folder: folkmoot --data DIR demo\n")
        return 2
    sys.stderr.write(
        "Making a federation of 200 co-operatives with a year behind it. This takes a minute or two.\n"
    )
    building = data.with_name(f".{data.name}-being-made")
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    failed = _run("folkmoot.cli.making_demo", {**os.environ, "FOLKMOOT_DATA": str(building)})
    if not failed:
        shutil.rmtree(data, ignore_errors=True)
        building.rename(data)
    return failed


def _run(module: str, environment: Mapping[str, str]) -> int:
    return subprocess.run([sys.executable, "-m", module], env=dict(environment), check=False).returncode


def _tell_when_up(address: str, links: Mapping[str, Mapping[str, str]], *, as_json: bool) -> None:
    _wait_for(address)
    _tell(address, links, as_json=as_json)


def _wait_for(address: str, tries: int = 300) -> None:
    for _try in range(tries):
        try:
            urllib.request.urlopen(f"{address}/account/login/", timeout=1).close()  # noqa: S310  -- our own address
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return


def _tell(address: str, links: Mapping[str, Mapping[str, str]], *, as_json: bool) -> None:
    people = {role: {"name": each["name"], "url": address + each["path"]} for role, each in links.items()}
    if as_json:
        print(json.dumps({"address": address, "people": people}), flush=True)
        return
    lines = [f"  {_ROLES[role]:<27} {each['url']}" for role, each in people.items()]
    print(
        f"\nFolkmoot is at {address}\nSign in with one click (demo only) as\n" + "\n".join(lines), flush=True
    )
