"""Reports as DHIS2 writes them: its `dataValueSets`, read and written.

A form is a `dataSet`, a unit an `orgUnit`, an indicator or a question a `dataElement`, each by its code (a form by its id);
a period is written 202401, 2024Q1 or 2024. A share has two values, told apart by the `categoryOptionCombo`: part and whole.
A yes or no is true or false. What stands beside a value as its `comment` is why it is so.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field

from folkmoot.reports.rules.definition import Definition, Indicator, Kind
from folkmoot.reports.rules.values import NO, YES, Kept, Values, written

PART, WHOLE = "part", "whole"
_TRUE, _FALSE = "true", "false"


class DataValue(BaseModel):
    """One value; what is left out is that of the set."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    dataElement: str  # noqa: N815  -- as DHIS2 calls it, here and below
    value: str = ""
    period: str = ""
    orgUnit: str = ""  # noqa: N815
    categoryOptionCombo: str = ""  # noqa: N815
    comment: str = ""


class DataValueSet(BaseModel):
    """Values of one report, or of many if each says of which."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    dataSet: str = ""  # noqa: N815
    period: str = ""
    orgUnit: str = ""  # noqa: N815
    completeDate: str = ""  # noqa: N815
    dataValues: list[DataValue] = Field(default=[], max_length=100_000)  # noqa: N815


class ImportCount(BaseModel):
    """How many values were new, were changed, and were left aside."""

    imported: int = 0
    updated: int = 0
    ignored: int = 0
    deleted: int = 0


class Conflict(BaseModel):
    """What kept a report from being taken in: of which unit and period, and why."""

    object: str
    value: str


class ImportSummary(BaseModel):
    """What became of what was brought, as DHIS2 says it: reports are taken in whole, or not at all."""

    responseType: str = "ImportSummary"  # noqa: N815
    status: str
    description: str
    importCount: ImportCount  # noqa: N815
    conflicts: list[Conflict] = []


@dataclass
class Gathered:
    """The values of one report: by the codes of what is asked, and what was said beside them."""

    unit: str
    period: str
    values: dict[str, str] = field(default_factory=dict)
    # In their order, each once.
    comments: dict[str, None] = field(default_factory=dict)
    count: int = 0


def gathered(brought: DataValueSet, definition: Definition) -> list[Gathered]:
    """Return the values that were brought, a report each, in the order in which they begin."""
    found: dict[tuple[str, str], Gathered] = {}
    parts: dict[tuple[str, str, str], dict[str, str]] = {}
    fields = definition.by_code
    for each in brought.dataValues:
        place = (each.orgUnit or brought.orgUnit, each.period or brought.period)
        report = found.setdefault(place, Gathered(*place))
        report.count += 1
        if comment := each.comment.strip():
            report.comments[comment] = None
        indicator = fields.get(each.dataElement)
        if indicator is not None and indicator.kind is Kind.SHARE and each.categoryOptionCombo:
            both = parts.setdefault((*place, each.dataElement), {})
            both[each.categoryOptionCombo] = each.value.strip()
            report.values[each.dataElement] = f"{both.get(PART, '')}/{both.get(WHOLE, '')}"
        else:
            report.values[each.dataElement] = _entered(indicator, each.value.strip())
    return list(found.values())


def data_values_of(
    definition: Definition, *, values: Values, texts: Mapping[str, str], reasons: Mapping[str, str]
) -> Iterator[dict[str, str]]:
    """Yield the values of a report as DHIS2 writes them; what is missing is left out."""
    for indicator in definition.indicators:
        kept = values.get(indicator.code)
        if kept is None:
            continue
        comment = {"comment": reasons[indicator.code]} if reasons.get(indicator.code) else {}
        for told in _told(indicator, kept):
            yield {"dataElement": indicator.code, **told, **comment}
    for question in definition.questions:
        if texts.get(question.code):
            yield {"dataElement": question.code, "value": texts[question.code]}


def summary_of(*, new: int, changed: int, ignored: int, conflicts: Sequence[Conflict]) -> ImportSummary:
    """Return what is answered to whoever brought values."""
    taken = new + changed
    status = "SUCCESS" if not conflicts else "WARNING" if taken else "ERROR"
    said = {
        "SUCCESS": _("All reports were taken in."),
        "WARNING": _("Some reports were taken in; the others are named with why."),
        "ERROR": _("No report was taken in; each is named with why."),
    }
    return ImportSummary(
        status=status,
        description=said[status],
        importCount=ImportCount(imported=new, updated=changed, ignored=ignored),
        conflicts=list(conflicts),
    )


def _entered(indicator: Indicator | None, value: str) -> str:
    if indicator is not None and indicator.kind is Kind.YES_NO:
        return {_TRUE: YES, _FALSE: NO, "1": YES, "0": NO}.get(value.lower(), value)
    return value


def _told(indicator: Indicator, kept: Kept) -> Iterator[dict[str, str]]:
    if isinstance(kept, bool):
        yield {"value": _TRUE if kept else _FALSE}
    elif isinstance(kept, list):
        for combo, number in zip((PART, WHOLE), kept, strict=True):
            yield {"categoryOptionCombo": combo, "value": str(number)}
    else:
        yield {"value": written(indicator, kept)}
