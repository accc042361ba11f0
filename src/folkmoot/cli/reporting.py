"""`folkmoot reports`: making what reports add up to anew, and reports from and to DHIS2."""

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from folkmoot.cli.starting import start_with_database

ABOUT = """\
Make the figures of reports anew, over the tree as it was at the end of each period; pages show them all the while. The
worker adds every report by itself as it comes: this is for whoever wants to be sure. With --first only the period that begins
on that day is made.

With --bring FILE reports are taken in as DHIS2 writes them (a dataValueSet in JSON; - reads what comes in), and what became
of each is said as DHIS2 says it. With --fetch FORM, the id of a form, and --first they are written so.
"""
_REFUSED = 2


def reports(arguments: Sequence[str]) -> int:
    """Make figures from scratch, or bring or fetch reports; returns 1 if anything differed or did not fit, 2 if refused."""
    parser = argparse.ArgumentParser("folkmoot reports", description=ABOUT)
    parser.add_argument("--first", type=date.fromisoformat, help="the first day of a period: 2026-02-01")
    parser.add_argument("--bring", default="", metavar="FILE", help="take in a dataValueSet")
    parser.add_argument("--under", default="", metavar="CODE", help="for units below this one (all)")
    parser.add_argument("--dry-run", action="store_true", help="say what would become of it")
    parser.add_argument("--fetch", default="", metavar="FORM", help="write the reports of a form on a period")
    given = parser.parse_args(arguments)
    if given.fetch and given.first is None:
        parser.error("--fetch needs --first")
    start_with_database()
    from folkmoot.kernel.errors import Refused

    try:
        if given.bring:
            return _bring(given.bring, under=given.under, is_dry_run=given.dry_run)
        return _fetch(given.fetch, given.first) if given.fetch else _make_anew(given.first)
    except Refused as refusal:
        sys.stderr.write(f"{refusal}\n")
        return _REFUSED


def _bring(file: str, *, under: str, is_dry_run: bool) -> int:
    from folkmoot.kernel.clock import now
    from folkmoot.reports.commands import take_in_file

    text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
    summary = take_in_file(text, under=under, is_dry_run=is_dry_run, at=now())
    print(summary.model_dump_json(indent=2))
    return 1 if summary.conflicts else 0


def _fetch(form: str, first: date) -> int:
    from folkmoot.kernel.clock import now
    from folkmoot.reports.commands import give_out

    for piece in give_out(form, first=first, at=now()):
        sys.stdout.write(piece)
    return 0


def _make_anew(first: date | None) -> int:
    from folkmoot.kernel.clock import now
    from folkmoot.reports.commands import make_anew

    differing = 0
    for made in make_anew(first=first, at=now()):
        said = "as it was" if made.is_same else "CHANGED"
        print(f"{made.first}  {made.name}: {made.reports:,} reports, {said}")
        differing += not made.is_same
    print(f"{differing} periods had other figures before." if differing else "All figures are as they were.")
    return 1 if differing else 0
