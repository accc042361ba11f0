"""What a unit has to send, as its desk and the first page of those who send it have it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.reports.queries.arriving import NotSent
from folkmoot.reports.queries.asked_of import PeriodLine
from folkmoot.reports.rules.words import period_in_words
from folkmoot.reports.screens import title_of
from folkmoot.ui.links import Link
from folkmoot.units.models import Unit

# So many stand on a first page; the rest is behind a link.
SHOWN = 3
LATE = "late"


@dataclass(frozen=True)
class ToSendLine:
    """A report that is to be sent: what it is called, how it stands, and the button that leads to it."""

    title: str
    state: str
    word: str
    meta: str
    way: Link


@dataclass(frozen=True)
class ToSend:
    """What a unit has to send: a few, and where the rest is, if there is more."""

    unit: Unit
    lines: Sequence[ToSendLine]
    rest: Link | None

    @property
    def is_late(self) -> bool:
        """Whether the first of them should have been sent already: nothing on a desk is more urgent."""
        return bool(self.lines) and self.lines[0].state == LATE


def to_send_of(unit: Unit, found: Sequence[PeriodLine], languages: Sequence[str]) -> ToSend:
    """Return what a unit has to send as a first page has it: what is late first, and the latest first of that."""
    found = sorted(found, key=lambda each: not each.is_late)
    rest = len(found) - SHOWN
    words = ngettext(
        "%(number)d more report has yet to be sent", "%(number)d more reports have yet to be sent", rest
    )
    address = reverse("reports:reports", args=[unit.pk])
    return ToSend(
        unit,
        [_line(unit, each, languages) for each in found[:SHOWN]],
        Link(words % {"number": rest}, address) if rest > 0 else None,
    )


def not_sent_lines(found: Sequence[NotSent], languages: Sequence[str]) -> list[tuple[Unit, str, str]]:
    """Return what units below did not send: each unit, what and by when, and whom to ask."""
    return [(each.unit, _late_in_words(each.line, languages), _asked_there(each)) for each in found]


def _late_in_words(line: PeriodLine, languages: Sequence[str]) -> str:
    title = title_of(line.form, period_in_words(line.period, line.form.every), languages)
    return _("%(title)s, was due by %(day)s") % {"title": title, "day": date_format(line.due.on)}


def _asked_there(each: NotSent) -> str:
    named = {"people": ", ".join(f"{term.person.name} ({term.office.name})" for term in each.officers)}
    return _("In office there: %(people)s") % named if each.officers else ""


def _line(unit: Unit, line: PeriodLine, languages: Sequence[str]) -> ToSendLine:
    title = title_of(line.form, period_in_words(line.period, line.form.every), languages)
    if line.report is not None:
        label = _("Look at what they ask") if line.is_asked_back else _("Look it over and send it")
        way = Link(label, reverse("reports:report", args=[line.report.pk]))
    else:
        where = [unit.pk, line.form.pk, line.period.first.isoformat()]
        way = Link(_("Write the report"), reverse("reports:filling", args=where))
    if line.is_asked_back:
        return ToSendLine(title, "due", _("asked back"), "", way)
    word = _("was due by %(day)s") if line.is_late else _("by %(day)s")
    state = LATE if line.is_late else "due"
    return ToSendLine(title, state, word % {"day": date_format(line.due.on)}, _article(line), way)


def _article(line: PeriodLine) -> str:
    return _("Article %(article)s") % {"article": line.due.article} if line.due.article else ""
