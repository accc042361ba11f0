"""How pages show bylaws: a table for each text."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from folkmoot.bylaws.queries.pages import ClauseLine
from folkmoot.bylaws.queries.texts import BylawsPage, BylawsText
from folkmoot.ui.tables import Cell, Column, Table


def tables_of(page: BylawsPage) -> list[tuple[BylawsText, Table]]:
    """Return each text of the page with its articles as a table."""
    return [(text, _table(text)) for text in page.texts]


def notes_on(line: ClauseLine) -> str:
    """Return in words from and until when a clause holds, and for whom if that is not for all."""
    said = [_("from %(day)s") % {"day": date_format(line.since)}]
    if line.until is not None:
        said.append(_("until %(day)s") % {"day": date_format(line.until)})
    if line.unit_kinds:
        said.append(_("for %(kinds)s") % {"kinds": ", ".join(line.kinds_in_words)})
    if line.provision is None:
        said.append(_("not checked"))
    return ", ".join(said)


def _table(text: BylawsText) -> Table:
    columns = [Column(_("Article")), Column(_("What it asks")), Column(_("Holds"))]
    caption = _("%(number)s of %(body)s") % {"number": text.number, "body": text.body.name}
    return Table(caption, columns, _rows(text))


def _rows(text: BylawsText) -> Iterator[list[object]]:
    read = reverse("decisions:decision", args=[text.decision_id]) if text.title else ""
    for line in text.lines:
        address = f"{read}#point-{line.article}" if read else ""
        yield [Cell(line.article, url=address), line.words, notes_on(line)]
