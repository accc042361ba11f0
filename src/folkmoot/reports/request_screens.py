"""How requests are put on a screen: to those who answer them, and to those who asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.reports.queries.requests import RequestLine, RequestsPage
from folkmoot.reports.rules.requests import Standing
from folkmoot.reports.screens import title_of_report
from folkmoot.ui.links import Link

STANDINGS: Mapping[Standing, tuple[str, Promise]] = {
    Standing.OPEN: ("due", gettext_lazy("to be answered")),
    Standing.LATE: ("late", gettext_lazy("not answered in time")),
    Standing.ANSWERED: ("done", gettext_lazy("answered")),
    Standing.WITHDRAWN: ("closed", gettext_lazy("no longer asked")),
}
_TITLE = 120


@dataclass(frozen=True)
class AskedLine:
    """A request in a list: its words, where it leads, how it stands, who asked, what was answered, and until when."""

    words: str
    url: str
    state: str
    word: str
    meta: str
    answer: str
    day: str


def asked_lines(
    lines: Sequence[RequestLine], languages: Sequence[str], *, to_answer: bool
) -> list[AskedLine]:
    """Return requests as a list has them: `to_answer` leads to where they are answered, and otherwise to the report."""
    return [_line(each, languages, to_answer=to_answer) for each in lines]


def requests_screen(page: RequestsPage, languages: Sequence[str]) -> dict[str, Any]:
    """Return the parts of the page on what is asked of a unit."""
    address = reverse("reports:requests", args=[page.unit.pk])
    query = "answered=1&" if page.is_answered else ""
    return {
        "unit": page.unit,
        "page": page,
        "lines": asked_lines(page.lines, languages, to_answer=not page.is_answered),
        "tabs": [
            Link(_("Waiting"), address, is_current=not page.is_answered),
            Link(_("Answered"), f"{address}?answered=1", is_current=page.is_answered),
        ],
        "older": f"{address}?{query}after={page.older}" if page.older else "",
    }


def _line(line: RequestLine, languages: Sequence[str], *, to_answer: bool) -> AskedLine:
    request = line.request
    state, word = STANDINGS[line.standing]
    name = "reports:answering" if to_answer else "reports:report"
    said = {
        "unit": request.unit.name,
        "report": title_of_report(request.report, languages),
        "day": date_format(request.due_on),
    }
    waits = line.standing in {Standing.OPEN, Standing.LATE}
    meta = _("%(unit)s, %(report)s, by %(day)s") if waits else _("%(unit)s, %(report)s")
    if waits and request.article:
        said["article"] = request.article
        meta = _("%(unit)s, %(report)s, by %(day)s, by article %(article)s")
    return AskedLine(
        Truncator(request.words).chars(_TITLE),
        reverse(name, args=[request.pk if to_answer else request.report_id]),
        state,
        str(word),
        meta % said,
        request.answer,
        said["day"] if waits else "",
    )
