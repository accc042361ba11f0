"""One report as a row of a file has it: of which unit, form and period, and a cell for each figure and question."""

from collections.abc import Collection, Mapping

from pydantic import ConfigDict

from folkmoot.structure.rules.verdicts import ImportRow

# What a form asks is data: its codes stand behind this, so that none is taken for a column of the row itself.
ASKED = "asked_"


class ReportRow(ImportRow):
    """A report of a unit; `form` may be left out where one form alone asks the unit, and `reason` where all fits."""

    model_config = ConfigDict(frozen=True, extra="allow")

    unit: str = ""
    period: str = ""
    form: str = ""
    reason: str = ""

    @property
    def asked(self) -> Mapping[str, str]:
        """What was entered, by the codes of figures and questions."""
        given = self.model_extra or {}
        return {name.removeprefix(ASKED): str(text) for name, text in given.items() if name.startswith(ASKED)}

    @property
    def further_keys(self) -> Mapping[str, str]:
        """A unit reports once on a period by a form."""
        return {"unit": f"{self.unit}\n{self.period}\n{self.form}"}


def row_of(number: int, asked: Mapping[str, str], **given: str) -> ReportRow:
    """Return a row from what a program gave."""
    return ReportRow.model_validate(
        {"number": number, **given, **{ASKED + code: text for code, text in asked.items()}}
    )


def apart(asked: Mapping[str, str], questions: Collection[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the figures of a row, and the answers to `questions`."""
    figures = {code: text for code, text in asked.items() if code not in questions}
    return figures, {code: text for code, text in asked.items() if code in questions}
