"""`folkmoot reports`: making what reports add up to anew, from the reports themselves."""

import argparse
from collections.abc import Sequence
from datetime import date

from folkmoot.cli.starting import start_with_database

ABOUT = """\
Make the figures of reports anew, over the tree as it was at the end of each period; pages show them all the while. The
worker adds every report by itself as it comes: this is for whoever wants to be sure. With --first only the period that begins
on that day is made.
"""


def reports(arguments: Sequence[str]) -> int:
    """Make figures from scratch and print a line for each period; returns 1 if any was another one before."""
    parser = argparse.ArgumentParser("folkmoot reports", description=ABOUT)
    parser.add_argument("--first", type=date.fromisoformat, help="the first day of a period: 2026-02-01")
    given = parser.parse_args(arguments)
    start_with_database()
    from folkmoot.kernel.clock import now
    from folkmoot.reports.commands import make_anew

    differing = 0
    for made in make_anew(first=given.first, at=now()):
        said = "as it was" if made.is_same else "CHANGED"
        print(f"{made.first}  {made.name}: {made.reports:,} reports, {said}")
        differing += not made.is_same
    print(f"{differing} periods had other figures before." if differing else "All figures are as they were.")
    return 1 if differing else 0
