"""`folkmoot`: reads the command line, points at the data folder and hands over to one command.

Each command's module is imported only when it is called, so that starting stays fast.
"""

import importlib
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from folkmoot.config.environment import WrongSetting

HEAD = """\
folkmoot: one program for organisations whose strength is in small groups

Usage: folkmoot [--data DIR] COMMAND [ARGUMENTS]
"""
FOOT = """\
Every command takes --data DIR (or FOLKMOOT_DATA): all that the installation keeps lives in that folder.
`folkmoot COMMAND --help` tells more. Settings are environment variables: see docs/operating.md.
"""


@dataclass(frozen=True)
class Command:
    """A command: where its function lives and what it does, in one line."""

    place: str
    summary: str

    def load(self) -> Callable[[list[str]], int]:
        """Return the function that carries the command out."""
        module, name = self.place.split(":")
        function: Callable[[list[str]], int] = getattr(importlib.import_module(module), name)
        return function


COMMANDS: dict[str, dict[str, Command]] = {
    "Try it": {
        "demo": Command(
            "folkmoot.cli.demonstrating:demo", "make a living demo organisation and start everything"
        ),
        "test": Command(
            "folkmoot.cli.testing:run_tests", "run every check and test, on both databases and in a browser"
        ),
    },
    "Run it": {
        "setup": Command("folkmoot.cli.founding:setup", "found the organisation and its first officer"),
        "serve": Command("folkmoot.cli.serving:serve", "start pages, live and worker"),
        "check": Command("folkmoot.cli.checking:check", "say in sentences what is wrong with this set-up"),
        "backup": Command("folkmoot.cli.keeping:backup", "write everything to one file, while running"),
        "restore": Command(
            "folkmoot.cli.keeping:restore", "make an empty data folder into what a backup holds"
        ),
        "migrate": Command(
            "folkmoot.cli.operating:migrate", "bring the database to this version, while another serves it"
        ),
        "retention": Command(
            "folkmoot.cli.retaining:retention", "forget what has served its time, or say what is due"
        ),
        "bounces": Command("folkmoot.cli.bouncing:bounces", "read reports of mail that came back"),
        "reindex": Command(
            "folkmoot.cli.operating:reindex", "make the index of the library anew, while it is used"
        ),
        "reports": Command("folkmoot.cli.reporting:reports", "make what reports add up to anew, and compare"),
        "token": Command("folkmoot.cli.operating:token", "make, list or end tokens for the API"),
    },
    "Fill it": {
        "import": Command("folkmoot.cli.moving:import_file", "import units, members or cards from a file"),
        "export": Command("folkmoot.cli.moving:export_list", "write a list as CSV"),
        "act": Command("folkmoot.cli.acting:act", "do one act, entered as “via operator”"),
    },
    "Prove it": {
        "ledger": Command("folkmoot.cli.operating:ledger", "verify that the ledger is whole"),
        "bench": Command("folkmoot.cli.benching:bench", "measure, as ratios to a reference in the same run"),
    },
}


def main(argv: Sequence[str] | None = None) -> int:
    """Carry out one command and return its exit code."""
    rest = _with_data_folder(list(sys.argv[1:] if argv is None else argv))
    if not rest or rest[0] in {"-h", "--help", "help"}:
        sys.stdout.write(page())
        return 0
    command = {name: each for group in COMMANDS.values() for name, each in group.items()}.get(rest[0])
    if command is None:
        sys.stderr.write(f"There is no command “{rest[0]}”. `folkmoot --help` lists them.\n")
        return 2
    try:
        return command.load()(rest[1:])
    except WrongSetting as wrong:
        sys.stderr.write(f"{wrong}\n")
        return 1


def page() -> str:
    """Return the help page."""
    groups = (
        f"{title}\n" + "".join(f"  {name:<9} {each.summary}\n" for name, each in group.items())
        for title, group in COMMANDS.items()
    )
    return "\n".join((HEAD, *groups, FOOT))


def _with_data_folder(arguments: list[str]) -> list[str]:
    # Settings are read when Django is, so the folder must be known before any command is imported.
    for place, word in enumerate(arguments):
        if word == "--data" and place + 1 < len(arguments):
            os.environ["FOLKMOOT_DATA"] = arguments[place + 1]
            return arguments[:place] + arguments[place + 2 :]
        if word.startswith("--data="):
            os.environ["FOLKMOOT_DATA"] = word.removeprefix("--data=")
            return arguments[:place] + arguments[place + 1 :]
    return arguments
