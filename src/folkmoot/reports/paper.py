"""A report as it is filled on paper: each thing that is asked, and the room for its answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from folkmoot.people.models import Person
from folkmoot.reports.filling import Filling
from folkmoot.reports.queries.pages import form_asking, units_writing
from folkmoot.reports.rules.definition import Indicator, Kind, in_language
from folkmoot.reports.rules.periods import due_on
from folkmoot.reports.rules.words import value_in_words

# What is left free for an answer: a line, two numbers, boxes to tick, or some lines for words.
LINE, SHARE, BOXES, WORDS = "line", "share", "boxes", "words"


@dataclass(frozen=True)
class Asked:
    """Something that is asked on paper; `known` is what the system counts already."""

    label: str
    room: str
    hint: str = ""
    known: str = ""
    options: Sequence[str] = ()


@dataclass(frozen=True)
class ReportOnPaper:
    """The form of one report, for a unit and a period."""

    title: str
    unit: str
    due: str
    figures: Sequence[Asked]
    questions: Sequence[Asked]


def report_on_paper(
    unit_id: UUID, form_id: UUID, first: date, writer: Person, *, at: datetime
) -> ReportOnPaper | None:
    """Return a report as it is filled on paper; None if `writer` does not write it, or it is not asked for."""
    unit = units_writing(writer, at=at).filter(pk=unit_id).first()
    form = form_asking(unit, form_id) if unit else None
    if unit is None or form is None or form.period_around(first).first != first:
        return None
    found = Filling(form, unit, first, languages=writer.languages, at=at)
    return ReportOnPaper(
        found.title,
        unit.name,
        date_format(due_on(found.period, form.due_days)),
        list(_figures(found, writer.languages)),
        [_question(in_language(each.names, writer.languages)) for each in found.definition.questions],
    )


def _figures(found: Filling, languages: Sequence[str]) -> Iterator[Asked]:
    for each in found.definition.indicators:
        known = found.computed.get(each.code)
        room, options = _room(each, languages)
        yield Asked(
            in_language(each.names, languages) + (f" ({each.currency})" if each.currency else ""),
            room,
            in_language(each.means, languages),
            "" if known is None else value_in_words(each, known, languages),
            options,
        )


def _room(indicator: Indicator, languages: Sequence[str]) -> tuple[str, Sequence[str]]:
    if indicator.kind is Kind.SHARE:
        return SHARE, ()
    if indicator.kind is Kind.YES_NO:
        return BOXES, (_("yes"), _("no"))
    if indicator.kind is Kind.CHOICE:
        return BOXES, [in_language(each.names, languages) for each in indicator.options]
    return LINE, ()


def _question(label: str) -> Asked:
    return Asked(label, WORDS, _("About the work; name no member."))
