"""Filling a report: what is asked, what stands there already, and what somebody else kept meanwhile."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.http import QueryDict
from django.utils.translation import gettext as _

from folkmoot.bylaws.rules.calendar import Period
from folkmoot.reports.forms import REASON, ReportForm
from folkmoot.reports.models import Form, Report, State
from folkmoot.reports.queries.filling import computed_for, report_on
from folkmoot.reports.queries.pages import Looked, looked_over, newest_version
from folkmoot.reports.rules.definition import Definition, Indicator, definition_from, in_language
from folkmoot.reports.rules.periods import period_of
from folkmoot.reports.rules.values import Kept, written
from folkmoot.reports.rules.words import check_in_words, failed_in_words, period_in_words, value_in_words
from folkmoot.reports.screens import title_of
from folkmoot.units.models import Unit


@dataclass(frozen=True)
class Meanwhile:
    """What somebody else kept and is other than what was entered, and the form with what was entered."""

    differing: Sequence[tuple[str, str]]
    form: ReportForm


class Filling:
    """A unit's report on a period while somebody fills it."""

    def __init__(
        self, form: Form, unit: Unit, first: date, *, languages: Sequence[str], at: datetime
    ) -> None:
        """Read what the unit has so far."""
        self.form, self.unit, self.first, self.at = form, unit, first, at
        self.languages = languages
        self.period: Period = period_of(first, form.every)

    @cached_property
    def report(self) -> Report | None:
        """What was kept so far."""
        report = report_on(self.form.pk, self.unit, self.first)
        if report is not None:
            report.unit = self.unit
        return report

    @cached_property
    def definition(self) -> Definition:
        """What is asked: by the version that the report began with, or else the newest."""
        version = self.report.version if self.report else newest_version(self.form)
        return definition_from(version.definition)

    @cached_property
    def computed(self) -> Mapping[str, Kept]:
        """What the system knows."""
        if self.looked is not None:
            return self.looked.computed
        return computed_for(self.unit, self.definition, self.form, self.first, at=self.at)

    @cached_property
    def looked(self) -> Looked | None:
        """What does not fit in what was kept, None before anything was."""
        return looked_over(self.report, self.definition, at=self.at) if self.report else None

    @cached_property
    def question(self) -> str:
        """What the level above asks of the report that it asked back, "" if it did not."""
        if self.report is None or self.report.state != State.ASKED_BACK:
            return ""
        return self.report.sendings.get(number=self.report.sent_number).words

    def answered(self, posted: QueryDict | None) -> ReportForm:
        """Return the form with what was kept or computed, or with what was posted."""
        return ReportForm(
            posted,
            definition=self.definition,
            languages=self.languages,
            reasons=self._reasons_asked(),
            computed=self.known,
            initial=self._initial(),
        )

    def answered_again(self, posted: QueryDict) -> ReportForm:
        """Return the form with what was posted on a revision that is no longer the last, to be posted on the one that is."""
        data = posted.copy()
        data["seen"] = str(self.report.revision if self.report else 0)
        return self.answered(data)

    @property
    def title(self) -> str:
        """What the report is called."""
        return title_of(self.form, period_in_words(self.period, self.form.every), self.languages)

    def meanwhile(self, form: ReportForm, posted: QueryDict) -> "Meanwhile | None":
        """Return what somebody else kept since whoever posted this looked, and the form to post once more; None if nobody did."""
        now = Filling(self.form, self.unit, self.first, languages=self.languages, at=self.at)
        if not form.errors or not now.is_outdated(form):
            return None
        return Meanwhile(now.differing(form), now.answered_again(posted))

    def is_outdated(self, form: ReportForm) -> bool:
        """Return whether somebody else kept something since whoever posted this looked."""
        return self.report is not None and form.data.get("seen") != str(self.report.revision)

    def differing(self, form: ReportForm) -> list[tuple[str, str]]:
        """Return what somebody else kept and is not what was posted: what it is called, and what they kept."""
        if self.report is None:
            return []
        given: Mapping[str, Mapping[str, str]] = {
            name: each for name, each in form.given.items() if isinstance(each, dict)
        }
        kept = self.report
        figures = [
            (
                in_language(each.names, self.languages),
                value_in_words(each, kept.values.get(each.code), self.languages),
            )
            for each in self.definition.indicators
            if _written(each, kept.values.get(each.code)) != given["values"][each.code]
        ]
        return figures + [
            (in_language(each.names, self.languages), kept.texts.get(each.code, "–"))
            for each in self.definition.questions
            if kept.texts.get(each.code, "") != given["texts"][each.code]
        ]

    @property
    def known(self) -> dict[str, str]:
        """What the system computes, in words, by the code of the indicator; what it does not know is left out."""
        fields = self.definition.by_code
        return {
            code: value_in_words(fields[code], kept, self.languages) for code, kept in self.computed.items()
        }

    def _initial(self) -> dict[str, object]:
        fields = self.definition.by_code
        values: dict[str, Kept] = (
            {**self.computed, **self.report.values} if self.report else {**self.computed}
        )
        found: dict[str, object] = {
            code: written(fields[code], kept) for code, kept in values.items() if code in fields
        }
        if self.report is not None:
            found |= self.report.texts
            found |= {self._reason_field(code): text for code, text in self.report.reasons.items()}
        return {**found, "seen": self.report.revision if self.report else 0}

    def _reason_field(self, code: str) -> str:
        return REASON.format(code) if code in self.definition.by_code else code

    def _reasons_asked(self) -> dict[str, str]:
        if self.report is None or self.looked is None:
            return {}
        fields = self.definition.by_code
        asked = {
            each.code: (failed_in_words if each in self.looked.failed else check_in_words)(
                each, self.definition, self.languages
            )
            for each in self.definition.checks
            if each in self.looked.failed or each.code in self.report.reasons
        }
        for indicator in self.definition.indicators:
            code = indicator.code
            if indicator in self.looked.deviating or code in self.report.reasons:
                known = value_in_words(fields[code], self.computed.get(code), self.languages)
                asked[code] = _("The system counts %(known)s.") % {"known": known}
        return asked


def _written(indicator: Indicator, kept: Kept | None) -> str:
    return "" if kept is None else written(indicator, kept)
