"""`folkmoot retention`: forgetting what has served its time, with a report."""

import argparse
from collections.abc import Sequence

from folkmoot.cli.starting import start_with_database

ABOUT = """\
Forget at once what has served its time, as docs/data-map.md says; the worker does the same every day. With --dry-run
nothing is forgotten, and the report says what is due.
"""


def retention(arguments: Sequence[str]) -> int:
    """Forget what has served its time and print a line for each kind of thing; returns 0."""
    parser = argparse.ArgumentParser("folkmoot retention", description=ABOUT)
    parser.add_argument("--dry-run", action="store_true", help="say what is due and forget nothing")
    given = parser.parse_args(arguments)
    start_with_database()
    from folkmoot.kernel.clock import now
    from folkmoot.rights.actions.retaining import finish_now, retain

    at, forgotten = now(), 0
    for line in retain(at, is_dry_run=given.dry_run):
        print(f"{line.due:>9,} due  {line.forgotten:>9,} forgotten  {line.tables}: {line.until}")
        forgotten += line.forgotten
    if given.dry_run:
        print("Nothing was forgotten: this was a dry run.")
        return 0
    finish_now(at)
    print(f"{forgotten:,} rows were forgotten.")
    return 0
