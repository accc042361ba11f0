"""The form of a report on paper, for a unit that fills it by hand."""

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from folkmoot.circulars.queries.printing import address_of
from folkmoot.circulars.rules.report_form import ReportForm, Room
from folkmoot.people.models import Person
from folkmoot.reports.paper import Asked, ReportOnPaper, report_on_paper


def report_form_of(
    unit_id: UUID, form_id: UUID, first: date, writer: Person, *, organisation: str, at: datetime
) -> ReportForm | None:
    """Return the form of a report as `writer` prints it; None if they do not write it, or it is not asked for."""
    paper = report_on_paper(unit_id, form_id, first, writer, at=at)
    if paper is None:
        return None
    return ReportForm(
        title=paper.title,
        kicker=paper.unit,
        organisation=organisation,
        language=get_language() or "en",
        direction="rtl" if get_language_bidi() else "ltr",
        lede=_("Due on %(day)s. What is left empty counts as missing, never as nought.") % {"day": paper.due},
        rooms=list(_rooms(paper)),
        address=address_of(reverse("reports:filling", args=[unit_id, form_id, first])),
        words={
            "code": _("A code to scan: it leads to the page where this report is entered"),
            "of": _("of"),
            "adopted": _("Adopted by the unit on"),
            "then": _(
                "Scan the code to enter it, and say there that it was filled on paper. Keep this sheet until it is accepted."
            ),
            "if_gaps": _("A square stands for each letter that could not be printed."),
        },
    )


def _rooms(paper: ReportOnPaper) -> Iterator[Room]:
    for asked in (*paper.figures, *paper.questions):
        yield Room(asked.label, asked.room, _hint(asked), asked.options)


def _hint(asked: Asked) -> str:
    known = _("The system counts %(known)s.") % {"known": asked.known} if asked.known else ""
    return f"{asked.hint} {known}".strip()
