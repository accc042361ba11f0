"""Bringing cards from the command line: what `folkmoot import cards` calls."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils.translation import gettext as _

from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import as_id
from folkmoot.kernel.tables import AT_THE_SERVER
from folkmoot.structure import commands
from folkmoot.study.bringing import cards_as_table
from folkmoot.study.models import Programme


def import_cards(
    path: Path,
    *,
    say: commands.Say,
    programme: str,
    by: str = "",
    is_dry_run: bool = False,
    columns: Mapping[str, str] | None = None,
    sheet: str = "",
    leave_out_wrong: bool = False,
) -> int:
    """Import a file of cards into a `programme` given by its id or its title, saying how it goes, as `import_file` does.

    Beside tables, decks of Anki are read. Returns 0 if it was imported (or could be, in a dry run), 1 if rows are wrong, 2 if
    it was refused.
    """
    try:
        found = _programme_of(programme)
        _must_be_there(path)
        with (
            path.open("rb") as source,
            cards_as_table(source, found.pk, within=AT_THE_SERVER, sheet=sheet) as table,
            TemporaryDirectory() as folder,
        ):
            # Under its own name, which the list of imports shows.
            written = Path(folder) / path.name
            written.write_bytes(table.read())
            return commands.import_file(
                "cards",
                written,
                say=say,
                under=found.unit.code,
                by=by,
                is_dry_run=is_dry_run,
                columns=columns,
                leave_out_wrong=leave_out_wrong,
            )
    except Refused as refusal:
        say(str(refusal))
        return commands.REFUSED


def _must_be_there(path: Path) -> None:
    if not path.is_file():
        raise Refused(_("There is no file %(path)s. Check its name.") % {"path": path})


def _programme_of(given: str) -> Programme:
    standing = Programme.objects.filter(ended_at=None).select_related("unit")
    pk = as_id(given)
    found = list(standing.filter(pk=pk) if pk else standing.filter(title=given)[:2])
    if len(found) != 1:
        raise Refused(
            _(
                "There is no programme “%(name)s”, or there are several. Give its id: it is in the address of its page."
            )
            % {"name": given}
        )
    return found[0]
