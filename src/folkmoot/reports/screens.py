"""How reports and forms are put on a screen."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from folkmoot.documents.languages import language_called
from folkmoot.reports.models import Form, Report, Sent, State, Way
from folkmoot.reports.queries.arriving import ArrivedPage
from folkmoot.reports.queries.asked_of import PeriodLine
from folkmoot.reports.queries.known import WRITING
from folkmoot.reports.queries.opening import COUNTED, LateAtOnce
from folkmoot.reports.queries.pages import ReportPage, ReportsPage
from folkmoot.reports.queries.vocabulary import kinds_in_words
from folkmoot.reports.rules.definition import Definition, Indicator, in_language
from folkmoot.reports.rules.periods import period_of, periods_back
from folkmoot.reports.rules.values import written
from folkmoot.reports.rules.words import (
    KINDS,
    MATTERS,
    check_in_words,
    failed_in_words,
    period_in_words,
    value_in_words,
)
from folkmoot.ui.tables import Column, Table

_LONG_AGO = date(2000, 1, 1)
STATES: Mapping[State, tuple[str, Promise]] = {
    State.DRAFT: ("draft", gettext_lazy("kept, not sent")),
    State.SENT: ("waiting", gettext_lazy("sent")),
    State.ASKED_BACK: ("due", gettext_lazy("asked back")),
    State.ACCEPTED: ("done", gettext_lazy("accepted")),
}

_WAYS: Mapping[Way, Promise] = {
    Way.FILE: gettext_lazy("It came in a file that the level above brought."),
    Way.PAPER: gettext_lazy("It was filled on paper and entered later."),
    Way.PROGRAM: gettext_lazy("It came from another program."),
}


@dataclass(frozen=True)
class Line:
    """A report in a list: what it is on, where it leads, how it stands."""

    title: str
    url: str
    state: str
    word: str
    meta: str


@dataclass(frozen=True)
class Part:
    """A part of a form: its code, its name, what more is to be said of it, and where it is changed."""

    code: str
    name: str
    meta: str
    url: str


def lines_of(page: ReportsPage, languages: Sequence[str]) -> tuple[list[Line], list[Line]]:
    """Return what a unit has to do, and what it sent."""
    to_do: list[Line] = []
    sent: list[Line] = []
    for line in page.lines:
        is_sent = line.report is not None and line.report.sent_number > 0
        asks_again = line.report is not None and line.report.state == State.ASKED_BACK
        shown = _line(line, page, languages)
        (sent if is_sent and not asks_again else to_do).append(shown)
    # What is due first comes first; of what was sent, the latest.
    return to_do[::-1], sent


def arrived_screen(page: ArrivedPage, languages: Sequence[str]) -> dict[str, Any]:
    """Return the parts of the page on what waits to be read."""
    address = reverse("reports:arrived", args=[page.unit.pk])
    return {
        "unit": page.unit,
        "page": page,
        "lines": [_arrived(each, languages) for each in page.reports],
        "following": f"{address}?after={page.following}" if page.following else "",
    }


def title_of(form: Form, report_period: str, languages: Sequence[str]) -> str:
    """Return what a report is called: its form and its period."""
    return f"{in_language(form.names, languages)}, {report_period}"


def title_of_report(report: Report, languages: Sequence[str]) -> str:
    """Return what a report is called."""
    period = period_of(report.first, report.form.every)
    return title_of(report.form, period_in_words(period, report.form.every), languages)


def state_of(report: Report) -> tuple[str, str]:
    """Return the state of a report as a chip shows it, and in a word."""
    state, word = STATES[State(report.state)]
    return state, str(word)


def figures_table(page: ReportPage, languages: Sequence[str]) -> Table:
    """Return the figures of a report, with why those are so that do not fit."""
    rows = [
        [in_language(each.names, languages), value_in_words(each, page.values.get(each.code), languages)]
        for each in page.definition.indicators
    ]
    columns = [Column(_("What")), Column(_("Reported"), is_number=True)]
    reasons = [_why(page, each, languages) for each in page.definition.indicators]
    if any(reasons):
        columns.append(Column(_("Why it is so")))
        rows = [[*row, reason or "–"] for row, reason in zip(rows, reasons, strict=True)]
    return Table(_("Figures"), columns, rows, empty=_("This form asks for no figure."))


def report_rows(page: ReportPage, languages: Sequence[str]) -> Iterator[Sequence[object]]:
    """Yield the rows of a report's file after one of headings: each figure as it would be entered, empty where it is missing."""
    yield (
        _("Code"), _("Name"), _("Period"), _("Indicator"), _("What"), _("How it is counted"), _("Reported"), _("Currency"),
        _("Why it is so"),
    )  # fmt: skip
    unit = page.report.unit
    for each in page.definition.indicators:
        kept = page.values.get(each.code)
        yield (
            unit.code,
            unit.name,
            page.period.first,
            each.code,
            in_language(each.names, languages),
            in_language(each.means, languages),
            "" if kept is None else written(each, kept),
            each.currency,
            _why(page, each, languages),
        )


def answers_of(page: ReportPage, languages: Sequence[str]) -> list[tuple[str, str]]:
    """Return the questions that were answered, and their answers, without requests that stand there with theirs."""
    requests = {(each.request.code, each.request.words) for each in page.requests}
    asked = (
        (in_language(each.names, languages), page.texts.get(each.code, ""))
        for each in page.definition.questions
        if (each.code, page.texts.get(each.code)) not in requests
    )
    return [(name, text) for name, text in asked if text]


def hindrances_of(page: ReportPage, languages: Sequence[str]) -> list[str]:
    """Return in sentences what keeps what was kept from being sent."""
    looked = page.looked
    if looked is None:
        return []
    names = {each.code: in_language(each.names, languages) for each in page.definition.indicators}
    names |= {each.code: in_language(each.names, languages) for each in page.definition.questions}
    found = [_("“%(name)s” is missing.") % {"name": names[code]} for code in looked.missing]
    found += [
        _("This does not fit, and no reason stands beside it: %(check)s")
        % {"check": check_in_words(each, page.definition, languages)}
        for each in looked.failed
        if not page.reasons.get(each.code)
    ]
    return found + [
        _("“%(name)s” is another figure than the system counts, and no reason stands beside it.")
        % {"name": names[each.code]}
        for each in looked.deviating
        if not page.reasons.get(each.code)
    ]


def trace_of(page: ReportPage, languages: Sequence[str]) -> list[tuple[str, list[str]]]:
    """Return each time the report was sent, the last first: when, and in sentences what changed and what was answered."""
    older: Sequence[Sent | None] = [*page.sendings, None][1:]
    return [
        (
            date_format(page.report.unit.local(each.sent_at), "DATETIME_FORMAT"),
            list(_said(each, before, page, languages)),
        )
        for each, before in zip(page.sendings, older, strict=True)
    ]


def parts_of(form: Form, definition: Definition, languages: Sequence[str]) -> dict[str, list[Part]]:
    """Return the parts of a form as its page lists them."""
    return {
        "indicators": [_indicator(form, each, languages) for each in definition.indicators],
        "questions": [
            Part(
                each.code,
                in_language(each.names, languages),
                str(MATTERS[each.matter]),
                reverse("reports:question", args=[form.pk, each.code]),
            )
            for each in definition.questions
        ],
        "checks": [
            Part(
                each.code,
                check_in_words(each, definition, languages),
                each.code,
                reverse("reports:check", args=[form.pk, each.code]),
            )
            for each in definition.checks
        ],
    }


def facts_of(form: Form) -> list[tuple[str, object]]:
    """Return what is to be said of a form besides what it asks."""
    since, until = (
        period_in_words(form.period_at(day), form.every) if day else "" for day in (form.since, form.until)
    )
    found: list[tuple[str, object]] = [
        (_("Filled every"), form.get_every_display()),
        (_("Filled by"), ", ".join(kinds_in_words(form.unit_kinds))),
        (
            _("Due"),
            _("%(days)d days after the period, where the bylaws say nothing else") % {"days": form.due_days},
        ),
        (
            _("What it asks for is answered"),
            _("%(days)d days after it was sent, where the bylaws say nothing else")
            % {"days": form.answer_days},
        ),
        (_("Asks since"), since),
        (_("Asks until before"), until),
    ]
    return [(label, value) for label, value in found if value]


def own_forms_of(page: ReportsPage, languages: Sequence[str]) -> list[Line]:
    """Return the forms that a unit keeps, as its page lists them."""
    return [_form_line(each, languages) for each in page.own_forms]


def languages_of(form: Form) -> list[tuple[str, str]]:
    """Return the languages of a form, each with its own name."""
    return [(code, language_called(code).name) for code in form.languages]


def opening_screen(form: Form, late: LateAtOnce) -> dict[str, Any]:
    """Return the parts of the page that asks whether a form shall open so that units are late at once."""
    chosen, instead = (period_in_words(each, form.every) for each in (late.period, late.instead))
    said = {
        "number": number_format(min(late.units, COUNTED), force_grouping=True),
        "period": chosen,
        "instead": instead,
    }
    if late.units > COUNTED:
        words = _("More than %(number)s units would be late for %(period)s at once. Choose %(instead)s?")
    else:
        words = ngettext(
            "%(number)s unit would be late for %(period)s at once. Choose %(instead)s?",
            "%(number)s units would be late for %(period)s at once. Choose %(instead)s?",
            late.units,
        )
    return {
        "warning": words % said,
        "chosen": late.period,
        "instead": late.instead,
        "chosen_words": _("Open it from %(period)s all the same") % said,
        "instead_words": _("Open it from %(instead)s") % said,
    }


def periods_to_open(form: Form, today: date) -> list[tuple[str, str]]:
    """Return the periods from which a form can begin to ask: the one that goes on, and those of a year before."""
    found = periods_back(today, form.every, since=_LONG_AGO)
    return [(each.first.isoformat(), period_in_words(each, form.every)) for each in found]


def periods_to_end(form: Form, today: date) -> list[tuple[str, str]]:
    """Return the periods for which a form can stop to ask: the one that goes on, and the next."""
    here = form.period_around(today)
    found = (here, form.period_around(here.until))
    return [(each.first.isoformat(), period_in_words(each, form.every)) for each in found]


def _arrived(report: Report, languages: Sequence[str]) -> Line:
    said = {
        "report": title_of_report(report, languages),
        "day": date_format(report.first_sent_on) if report.first_sent_on else "",
    }
    meta = _("%(report)s, first sent on %(day)s") % said
    return Line(
        report.unit.name, reverse("reports:report", args=[report.pk]), "waiting", _("to be read"), meta
    )


def _due_in_words(line: PeriodLine) -> str:
    day = {"day": date_format(line.due.on), "article": line.due.article}
    return _("due %(day)s, by article %(article)s") % day if line.due.article else _("due %(day)s") % day


def _line(line: PeriodLine, page: ReportsPage, languages: Sequence[str]) -> Line:
    title = title_of(line.form, period_in_words(line.period, line.form.every), languages)
    meta = _due_in_words(line)
    fill = reverse("reports:filling", args=[page.unit.pk, line.form.pk, line.period.first.isoformat()])
    may_write = WRITING in page.may
    if line.report is not None and (may_write or line.report.sent_number):
        state, word = state_of(line.report)
        if line.is_late:
            state, word = "late", _("kept, not sent")
        url = reverse("reports:report", args=[line.report.pk])
        return Line(title, fill if line.report.state == State.DRAFT else url, state, word, meta)
    state, word = _unsent(line)
    return Line(title, fill if may_write else "", state, word, meta)


def _form_line(form: Form, languages: Sequence[str]) -> Line:
    state, word = ("open", _("open")) if form.since else ("draft", _("not open yet"))
    if form.until:
        state, word = "closed", _("ended")
    url = reverse("reports:form", args=[form.pk])
    return Line(in_language(form.names, languages), url, state, word, str(form.get_every_display()))


def _unsent(line: PeriodLine) -> tuple[str, str]:
    if line.is_late:
        return "late", _("not sent")
    return ("due", _("to be sent")) if line.is_over else ("open", _("not over yet"))


def _why(page: ReportPage, indicator: Indicator, languages: Sequence[str]) -> str:
    own = [page.reasons[indicator.code]] if indicator.code in page.reasons else []
    of_checks = [
        f"{failed_in_words(each, page.definition, languages)} {page.reasons[each.code]}"
        for each in page.definition.checks
        if each.left == indicator.code and each.code in page.reasons
    ]
    return " ".join([*own, *of_checks])


def _said(each: Sent, before: Sent | None, page: ReportPage, languages: Sequence[str]) -> Iterator[str]:
    if each.way:
        yield str(_WAYS[Way(each.way)])
    if each.why:
        is_answer = before is not None and before.answer == "asked_back"
        words = _("The unit answered: %(why)s") if is_answer else _("Corrected: %(why)s")
        yield words % {"why": each.why}
    yield from _changes(each, before, page, languages) if before else ()
    if each.answer == "accepted":
        yield _("The level above accepted it.")
    if each.answer == "asked_back":
        yield _("The level above asked: %(words)s") % {"words": each.words}


def _indicator(form: Form, indicator: Indicator, languages: Sequence[str]) -> Part:
    said = [str(KINDS[indicator.kind])]
    if indicator.source:
        said.append(_("computed"))
    if not indicator.is_required:
        said.append(_("can be left out"))
    if indicator.may_be_below_zero:
        said.append(_("can be below zero"))
    url = reverse("reports:indicator", args=[form.pk, indicator.code])
    return Part(indicator.code, in_language(indicator.names, languages), ", ".join(said), url)


def _changes(each: Sent, before: Sent, page: ReportPage, languages: Sequence[str]) -> Iterator[str]:
    for indicator in page.definition.indicators:
        was, now = before.values.get(indicator.code), each.values.get(indicator.code)
        if was != now:
            yield _("%(name)s: %(was)s became %(now)s") % {
                "name": in_language(indicator.names, languages),
                "was": value_in_words(indicator, was, languages),
                "now": value_in_words(indicator, now, languages),
            }
