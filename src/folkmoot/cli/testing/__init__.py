"""`folkmoot test`: every check there is, on both databases and in a real browser, as one command."""

import argparse
import sys
import tempfile
from pathlib import Path

from folkmoot.cli.testing.refusals import CannotTest
from folkmoot.cli.testing.stages import all_stages, chosen_stages, report, run_all

__all__ = ["run_tests"]


def run_tests(argv: list[str]) -> int:
    """Run every check, or only the tests chosen by `-k` or by path; return 1 if anything failed."""
    options = _parse(argv)
    chosen = bool(options.k or options.paths)
    try:
        stages = chosen_stages(options.k, options.paths) if chosen else all_stages()
        with tempfile.TemporaryDirectory(prefix="folkmoot-test-") as folder:
            return report(run_all(stages, Path(folder)))
    except CannotTest as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped before every check was done.", file=sys.stderr)
        return 130


def _parse(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="folkmoot test",
        description="Run every check, on SQLite, on PostgreSQL and in a browser; with -k or paths, only those tests.",
    )
    parser.add_argument(
        "-k", metavar="WORDS", help="only tests whose names match these words, on both databases"
    )
    parser.add_argument("paths", nargs="*", metavar="PATH", help="only the tests in this file or folder")
    return parser.parse_args(argv)
