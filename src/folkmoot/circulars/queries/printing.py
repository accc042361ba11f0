"""What is printed of a decision: for whoever reads it, or for a cell by its officers."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from folkmoot.access.policy import permitted
from folkmoot.circulars.rules.circular import Circular, PointOnPaper, Sheet, lines_for
from folkmoot.decisions.queries.cells import ASKED, Reading, decisions_for_cell, reading_page
from folkmoot.decisions.queries.papers import DecisionPage, decision_page
from folkmoot.membership.queries.counts import members_of
from folkmoot.people.models import Person
from folkmoot.units.models import Unit

# For a cell nobody named.
_USUAL_MEMBERS = 12


@dataclass(frozen=True)
class Print:
    """A circular with the sheets that go with it, and the name of its file."""

    circular: Circular
    sheets: Sequence[Sheet]
    file_name: str


def print_for_reader(
    decision_id: UUID, reader: Person, *, language: str, organisation: str, at: datetime
) -> Print | None:
    """Return a decision as whoever may read it prints it: its sheet names no cell. None if it does not stand for them."""
    page = _standing_page(decision_id, reader, language=language, at=at)
    if page is None:
        return None
    address = address_of(reverse("decisions:decision", args=[decision_id]))
    sheet = Sheet("", address, lines_for(_USUAL_MEMBERS))
    return Print(circular_of(page, organisation=organisation), [sheet], file_name_of(page))


def print_for_cell(
    decision_id: UUID, cell: Unit, reader: Person, *, language: str, organisation: str, at: datetime
) -> Print | None:
    """Return a decision as an officer of `cell` prints it for its members; None if it is not theirs to convey there.

    Members are named only to whoever is shown names on the page of the reading: the cell's own secretary, while it is
    conveyed for the first time. All members are then, in the order of their names: the sheet goes from hand to hand, and
    may not tell who has acknowledged it already.
    """
    allowed = permitted(reader, ASKED, on=cell, at=at)
    decision = decisions_for_cell(cell, at=at).filter(pk=decision_id).first()
    page = _standing_page(decision_id, reader, language=language, at=at)
    if decision is None or page is None or "decisions.confirm_conveyed" not in allowed:
        return None
    reading = reading_page(decision, cell, reader=reader, allowed=allowed, at=at)
    members = members_of([cell.pk]).get(cell.pk, 0)
    sheet = sheet_for(decision_id, cell, members=members, names=_names_shown(reading))
    return Print(circular_of(page, organisation=organisation), [sheet], file_name_of(page, cell))


def circular_of(page: DecisionPage, *, organisation: str) -> Circular:
    """Return the circular of a decision as somebody reads it, its own words in the language of the pages."""
    decision = page.decision
    kicker = _("Decision %(number)s of %(body)s") % {"number": decision.number, "body": decision.body.name}
    return Circular(
        title=page.reading.title,
        kicker=kicker,
        organisation=organisation,
        running=kicker,
        language=page.reading.language.code,
        direction=page.reading.language.direction,
        own_language=get_language() or "en",
        facts=_facts(page),
        points=[
            PointOnPaper(point.number, point.depth, point.heading, str(point.html))
            for point in page.reading.points
        ],
        files=list(_files(page)),
        words=own_words(decision.number),
    )


def sheet_for(decision_id: UUID, cell: Unit, *, members: int, names: Sequence[str] = ()) -> Sheet:
    """Return the sheet of one cell; its code leads whoever enters the signatures to where they do that."""
    address = address_of(reverse("circulars:sheet", args=[decision_id, cell.pk]))
    return Sheet(cell.name, address, lines_for(members), names)


def own_words(number: str) -> Mapping[str, str]:
    """Return what the circular says itself, in the language of the pages."""
    return {
        "for_cell": _("Signatures"),
        "sign": _(
            "Who signs has heard or read this decision. The secretary enters the signatures; "
            "each of you sees it and can withdraw it."
        ),
        "name": _("Name"),
        "signature": _("Signature"),
        "day": _("Date"),
        "enter": _(
            "For the secretary: scan the code, or sign in at %(host)s, open your Desk and choose decision %(number)s. "
            "Give the day and mark those who signed, then keep or destroy this sheet as your cell has agreed."
        )
        % {"host": urlsplit(settings.PUBLIC_URL).netloc, "number": number},
        "files": _("Files, which are on the page of the decision"),
        "code": _("A code to scan: it leads to this decision"),
        "if_gaps": _(
            "A square stands for each letter that could not be printed. The page of the decision has them."
        ),
    }


def address_of(path: str) -> str:
    """Return a page's whole address, as paper needs it."""
    return settings.PUBLIC_URL.rstrip("/") + path


def file_name_of(page: DecisionPage, cell: Unit | None = None) -> str:
    """Return what the file is called: by its number, and the code of its cell."""
    name = f"circular-{page.decision.number}{f'-{cell.code}' if cell else ''}.pdf"
    return re.sub("[/:]", "-", name)


def _standing_page(decision_id: UUID, reader: Person, *, language: str, at: datetime) -> DecisionPage | None:
    page = decision_page(decision_id, reader, language=language, at=at)
    is_conveyed = page is not None and page.decision.conveyed_at is not None
    return page if is_conveyed and page is not None and not page.is_repealed else None


def _names_shown(reading: Reading) -> Sequence[str]:
    if reading.not_reached is None or reading.members is None:
        return ()
    return [member.name for member in reading.members]


def _files(page: DecisionPage) -> Iterator[tuple[str, str]]:
    kept = [each.file for each in page.file_changes if each.change != "removed"]
    for file in (*page.reading.files, *kept):
        said = {"kind": file.kind_in_words, "size": filesizeformat(file.size), "hash": file.short_hash}
        yield file.name, _("%(kind)s, %(size)s, SHA-256 %(hash)s…") % said


def _facts(page: DecisionPage) -> list[str]:
    decision: Any = page.decision
    facts = [
        _("Adopted on %(on)s by %(body)s")
        % {"on": date_format(decision.adopted_on), "body": decision.body.name},
        _("In force from %(on)s") % {"on": date_format(decision.in_force_from_on)},
    ]
    if decision.in_force_to_on:
        facts.append(_("No longer in force from %(on)s") % {"on": date_format(decision.in_force_to_on)})
    if page.history:
        since = max(each.since for each in page.history)
        facts.append(_("As amended: these words hold since %(on)s") % {"on": date_format(since)})
    facts += [
        _("To be read by %(on)s: %(kinds)s")
        % {"on": date_format(deadline.read_by), "kinds": deadline.kind.plural}
        for deadline in page.deadlines
    ]
    return facts
