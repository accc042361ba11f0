"""`folkmoot import` and `folkmoot export`: lists from CSV files and workbooks, and as CSV."""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from folkmoot.cli.starting import start_with_database

IMPORT = """\
Import units, members, reports or cards to learn from a CSV file of any size, or from a workbook; cards also from a deck of
Anki (.apkg). Every row is checked before the first is entered; an import that was interrupted is gone on with by the same
command; what is there already is left as it is.
"""
EXPORT = "Write a list as CSV on standard output, however long it is: folkmoot export members > members.csv"
_WRONG, _INTERRUPTED, _NO_READER = 2, 130, 1


def import_file(arguments: Sequence[str]) -> int:
    """Import a file; returns 0 if done, 1 if rows are wrong, 2 if it was refused."""
    given = _import_parser().parse_args(arguments)
    columns = _columns(given.column)
    if columns is None:
        sys.stderr.write("A column is given as --column FIELD=TITLE, for example --column name=Nom\n")
        return _WRONG
    if (given.kind == "cards") != bool(given.programme):
        sys.stderr.write("Cards are imported into a programme: folkmoot import cards FILE --programme ID\n")
        return _WRONG
    start_with_database()
    try:
        return _imported_cards(given, columns) if given.programme else _imported(given, columns)
    except KeyboardInterrupt:
        sys.stderr.write("Interrupted. The same command goes on from here.\n")
        return _INTERRUPTED


def _imported(given: argparse.Namespace, columns: Mapping[str, str]) -> int:
    from folkmoot.structure import commands

    return commands.import_file(
        given.kind,
        given.file,
        say=_say,
        under=given.under,
        day_order=given.day_order,
        by=given.by,
        is_dry_run=given.dry_run,
        columns=columns,
        sheet=given.sheet,
        leave_out_wrong=given.leave_out_wrong,
    )


def _imported_cards(given: argparse.Namespace, columns: Mapping[str, str]) -> int:
    from folkmoot.study import commands

    return commands.import_cards(
        given.file,
        say=_say,
        programme=given.programme,
        by=given.by,
        is_dry_run=given.dry_run,
        columns=columns,
        sheet=given.sheet,
        leave_out_wrong=given.leave_out_wrong,
    )


def _say(line: str) -> None:
    print(line, flush=True)


def export_list(arguments: Sequence[str]) -> int:
    """Write a list as CSV; returns 0, or 2 if it was refused."""
    parser = argparse.ArgumentParser("folkmoot export", description=EXPORT)
    parser.add_argument("list", help="members, units, officers, decisions or not-reached (cells)")
    parser.add_argument("--unit", default="", metavar="CODE", help="only this unit and what is below it")
    parser.add_argument("--decision", default="", metavar="NUMBER", help="by which the cells are not reached")
    given = parser.parse_args(arguments)
    start_with_database()
    from folkmoot.decisions import commands

    # Rows end as CSV says, whatever this machine ends its lines with.
    sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]  # a text stream, as Python opens it
    return _unless_unread(
        lambda: commands.export_list(
            given.list,
            write=sys.stdout.write,
            say=lambda line: print(line, file=sys.stderr),
            under=given.unit,
            decision=given.decision,
        )
    )


def _unless_unread(write: Callable[[], int]) -> int:
    try:
        code = write()
        sys.stdout.flush()
    except BrokenPipeError:
        # `… | head` has read what it wanted; Python would complain once more when it closes the stream.
        sys.stdout = None
        return _NO_READER
    return code


def _import_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("folkmoot import", description=IMPORT)
    parser.add_argument("kind", help="units, members, reports or cards")
    parser.add_argument(
        "file", type=Path, help="a CSV file or an .xlsx; separators and encoding are found out"
    )
    parser.add_argument("--sheet", default="", metavar="NAME", help="which sheet, if a workbook has several")
    parser.add_argument(
        "--under", default="", metavar="CODE", help="below this unit (the whole organisation)"
    )
    parser.add_argument(
        "--by", default="", metavar="PERSON", help="an e-mail address or member number (the operator's own)"
    )
    parser.add_argument(
        "--programme",
        default="",
        metavar="ID",
        help="into which programme cards are imported: its id or its title",
    )
    parser.add_argument("--dry-run", action="store_true", help="check every row and enter nothing")
    parser.add_argument(
        "--leave-out-wrong",
        action="store_true",
        help="import the right rows, name the wrong ones, and end with 1",
    )
    parser.add_argument(
        "--column", action="append", default=[], metavar="FIELD=TITLE", help="where a field is found"
    )
    parser.add_argument(
        "--day-order",
        default="",
        choices=["day_first", "month_first"],
        help="which comes first in all its dates, if 1/9/2026 could be both",
    )
    return parser


def _columns(given: Sequence[str]) -> Mapping[str, str] | None:
    pairs = [pair.partition("=") for pair in given]
    return None if any(not sign for _field, sign, _title in pairs) else {each[0]: each[2] for each in pairs}
