"""Figures that plans of work aim at: what they are called, and what reports of a time add up to."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from folkmoot.access.policy import permitted
from folkmoot.bylaws.rules.calendar import Period
from folkmoot.people.models import Person
from folkmoot.reports.models import Form, FormVersion, RollUp
from folkmoot.reports.queries.pages import SEEING_FIGURES
from folkmoot.reports.rules.definition import Indicator, Kind, definition_from, in_language
from folkmoot.units.models import Unit
from folkmoot.work.interfaces import Actual, Countable
from folkmoot.work.rules.plans import Counted, Key

# What can be added up over units, and be a whole number of something.
PLANNED = frozenset({Kind.INTEGER, Kind.DECIMAL, Kind.MONEY, Kind.YES_NO})


class FiguresOfPlans:
    """What reports tell plans."""

    def offered(self, unit: Unit, languages: Sequence[str]) -> Sequence[Countable]:
        """Return the figures that are asked by forms of a unit and of those above it; one question."""
        forms = Form.objects.over(unit).asking()
        return list(_countables(FormVersion.objects.filter(form__in=forms), languages))

    def named(self, keys: Collection[Key], languages: Sequence[str]) -> Mapping[tuple[UUID, str], Countable]:
        """Return what figures are called, by the form and the code; one question."""
        forms = {each.form_id for each in keys}
        rows = FormVersion.objects.filter(form__in=forms) if forms else FormVersion.objects.none()
        return {(each.form_id, each.code): each for each in _countables(rows, languages)}

    def reached(
        self, unit: Unit, keys: Collection[Key], period: Period, *, reader: Person, at: datetime
    ) -> Mapping[Key, Actual]:
        """Return what the reports of a unit and all below it add up to in a period: two questions, and four for each form."""
        if not keys:
            return {}
        sees = permitted(reader, [SEEING_FIGURES], on=unit, at=at)
        found: dict[Key, Actual] = {}
        for form_id, roll_ups in _roll_ups(keys, period).items():
            chosen = [each for each in keys if each.form_id == form_id]
            for key, actual in _actuals(unit, chosen, roll_ups).items():
                found[key] = replace(actual, url=_url(unit, key, roll_ups) if sees else "")
        return found

    def reached_below(
        self, unit: Unit, units: Collection[UUID], key: Key, period: Period
    ) -> Mapping[UUID, int]:
        """Return what was reached in a period at each of `units`, right below `unit`; those without a report are left out."""
        from folkmoot.reports.queries.shared import figures_below  # noqa: PLC0415  -- brings numpy

        roll_ups = _roll_ups([key], period).get(key.form_id, [])
        return figures_below(unit, units, key.code, _counting(key, roll_ups))


def _countables(versions: QuerySet[FormVersion], languages: Sequence[str]) -> Iterator[Countable]:
    rows = versions.select_related("form").order_by("form__unit__path", "form", "number")
    # The last one of each form stays.
    newest = {each.form_id: each for each in rows}
    for version in newest.values():
        for indicator in definition_from(version.definition).indicators:
            if indicator.kind in PLANNED:
                yield _countable(version.form, indicator, languages)


def _countable(form: Form, indicator: Indicator, languages: Sequence[str]) -> Countable:
    return Countable(
        form.pk,
        indicator.code,
        in_language(indicator.names, languages),
        indicator.scale,
        indicator.currency if indicator.kind is Kind.MONEY else "",
        in_language(form.names, languages),
    )


def _roll_ups(keys: Collection[Key], period: Period) -> dict[UUID, list[RollUp]]:
    """Return the periods of the forms that lie in the time of a plan and are added up, the first one first."""
    rows = RollUp.objects.filter(
        form__in={each.form_id for each in keys},
        first__gte=period.first,
        first__lt=period.until,
        whole_at__isnull=False,
    )
    found: dict[UUID, list[RollUp]] = defaultdict(list)
    for each in rows.select_related("tree", "form").order_by("first"):
        if each.form.period_at(each.first).until <= period.until:
            found[each.form_id].append(each)
    return found


def _counting(key: Key, roll_ups: Sequence[RollUp]) -> Sequence[RollUp]:
    return roll_ups[-1:] if key.counted is Counted.LAST else roll_ups


def _actuals(unit: Unit, keys: Sequence[Key], roll_ups: Sequence[RollUp]) -> dict[Key, Actual]:
    from folkmoot.reports.queries.figures import periods_of  # noqa: PLC0415  -- brings numpy

    codes = sorted({each.code for each in keys})
    figures = periods_of(unit, roll_ups, codes)
    found: dict[Key, Actual] = {}
    for key in keys:
        counting = [figures[each.pk] for each in _counting(key, roll_ups) if each.pk in figures]
        totals = [each.totals[codes.index(key.code)] for each in counting]
        is_known = any(each.count for each in totals)
        found[key] = Actual(
            sum(each.sum for each in totals) if is_known else None,
            sum(each.count for each in totals),
            sum(each.asked for each in counting),
            len(counting),
        )
    return found


def _url(unit: Unit, key: Key, roll_ups: Sequence[RollUp]) -> str:
    asked = {"form": key.form_id, "code": key.code, "first": roll_ups[-1].first.isoformat()}
    return f"{reverse('reports:figures_of', args=[unit.pk])}?{urlencode(asked)}"
