"""`folkmoot backup` and `folkmoot restore`: everything in one file, while running, and back."""

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from folkmoot.cli.archive import MANIFEST, Unreadable, checked_manifest, members_of, save, writing
from folkmoot.cli.restoring import NOT_WHOLE, REFUSED, WHOLE
from folkmoot.cli.snapshots import FORMAT, add_all
from folkmoot.cli.starting import start
from folkmoot.config.environment import Environment

# As `folkmoot.rights.erasure_list` calls it, which can be imported only once Django has started.
ERASURES = "erasures.jsonl"
# Says when a backup was last made, for `folkmoot check`.
LAST_BACKUP = "last-backup"
_KINDS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def backup(arguments: Sequence[str]) -> int:
    """Write everything to one file, also while it is served; returns 0 if done, 1 if not."""
    parser = argparse.ArgumentParser(
        "folkmoot backup",
        description="Write everything to one file, also while it is served. The file holds the keys: keep it safe.",
    )
    parser.add_argument("file", type=Path, help="the file to write; it must not be there yet")
    given = parser.parse_args(arguments)
    data = Environment.read().data
    try:
        _must_lie_outside(given.file.resolve(), data)
        start()
        with writing(given.file.resolve()) as writer:
            facts = add_all(writer, data)
            writer.close_with(facts)
    except (Unreadable, OSError) as refusal:
        sys.stderr.write(f"Nothing was backed up: {refusal}\n")
        return 1
    (data / LAST_BACKUP).write_text(f"{facts['made_at']}\n")
    size = given.file.stat().st_size
    print(f"{given.file} holds everything up to entry {facts['ledger_head']['position']}: {size:,} bytes.")
    print("The keys of this installation are in it. Keep it where nobody else can read it.")
    return 0


def restore(arguments: Sequence[str]) -> int:
    """Make an empty data folder into what a backup holds; returns 0 if done and whole, 1 if not."""
    parser = argparse.ArgumentParser(
        "folkmoot restore", description="Make an empty data folder into what a backup holds."
    )
    parser.add_argument("file", type=Path, help="a file that `folkmoot backup` wrote")
    parser.add_argument(
        "--erasures",
        type=Path,
        metavar="FILE",
        help="the newest erasures.jsonl there is: people who were erased after the backup are erased again",
    )
    given = parser.parse_args(arguments)
    settings = Environment.read()
    try:
        _must_be_empty(settings.data)
        erasures = _listed(given.erasures)
        manifest = checked_manifest(given.file)
        _must_fit(manifest, settings)
        return _restored(given.file, settings.data, erasures=erasures)
    except (Unreadable, OSError) as refusal:
        sys.stderr.write(f"Nothing was restored: {refusal}\n")
        return 1


def _listed(file: Path | None) -> bytes | None:
    if file is None:
        return None
    # Lines are added while an installation is served: whole ones are taken.
    whole = file.read_bytes().rpartition(b"\n")
    listed = whole[0] + whole[1]
    try:
        for line in listed.splitlines():
            UUID(json.loads(line)["person_id"])
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Unreadable(f"{file} is no list of erasures. Name an erasures.jsonl.") from error
    return listed


def _must_lie_outside(file: Path, data: Path) -> None:
    if file.is_relative_to(data):
        raise Unreadable(f"{file} lies in {data}, and would be lost together with it. Name a file elsewhere.")
    if not data.is_dir():
        raise Unreadable(f"There is nothing in {data}. Name the data folder with --data.")


def _must_be_empty(data: Path) -> None:
    if data.exists() and any(data.iterdir()):
        raise Unreadable(f"{data} is not empty. Name an empty folder with --data.")


def _must_fit(manifest: dict[str, Any], settings: Environment) -> None:
    if manifest.get("format") != FORMAT:
        raise Unreadable(
            f"The backup was written by Folkmoot {manifest.get('folkmoot')}; this version does not know its form."
        )
    held, wanted = manifest["database"], "postgresql" if settings.database_url else "sqlite"
    if held != wanted:
        remedy = "Set" if held == "postgresql" else "Unset"
        raise Unreadable(
            f"The backup holds a {_KINDS[held]} database, and this installation uses {_KINDS[wanted]}; "
            f"one cannot be made into the other. {remedy} FOLKMOOT_DATABASE_URL."
        )


def _restored(file: Path, data: Path, *, erasures: bytes | None) -> int:
    # Beside its place, and moved there whole: whatever happens on the way, nothing stands there half restored.
    building = data.with_name(f".{data.name}-being-restored")
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(mode=0o700, parents=True)
    try:
        for member, source in members_of(file):
            save(source, building / ("." + member.name if member.name == MANIFEST else member.name))
        if erasures is not None:
            with (building / ERASURES).open("ab") as known:
                known.write(erasures)
        command = [sys.executable, "-P", "-m", "folkmoot.cli.restoring"]
        environment = {**os.environ, "FOLKMOOT_DATA": str(building)}
        with subprocess.Popen(command, env=environment, stdin=subprocess.PIPE) as process:
            result = process.wait()
        if result not in {WHOLE, NOT_WHOLE}:
            if result != REFUSED:
                sys.stderr.write(
                    f"Nothing was restored: it ended before it was done, with {result}. What it said of it stands above.\n"
                )
            return 1
        building.rename(data)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    print(f"{data} holds what was backed up. `folkmoot serve` starts it.")
    if erasures is None:
        print("If anybody was erased since, restore again with --erasures and the newest erasures.jsonl.")
    return 0 if result == WHOLE else 1
