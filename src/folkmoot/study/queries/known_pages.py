"""How well texts are known in a unit, as officers above cells are shown it: from figures that have their noise."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import F

from folkmoot.decisions.queries.searching import readable_among
from folkmoot.people.models import Person
from folkmoot.study.models import KnownFigure
from folkmoot.study.rules.known_thresholds import Shown, scale_of_point, scale_of_text, shown_of
from folkmoot.study.rules.noise import spread_of
from folkmoot.units.models import Unit

SEE = "study.see_known"
# A quarter, so that what was done about a text can be seen to help.
WEEKS = 13
# A text is taken once a week: more than a hundred texts in a quarter are not shown together.
ROWS = 100 * WEEKS
_TEXT = ""


@dataclass(frozen=True)
class WeekKnown:
    """How well a text and each of its points were known in a unit in the week from the day `week` on."""

    decision_id: UUID
    document_id: UUID
    week: date
    text: Shown
    points: Mapping[str, Shown]


@dataclass(frozen=True)
class TextKnown:
    """A text that the reader may read, with its weeks, the latest first; there is one at least."""

    decision_id: UUID
    number: str
    title: str
    weeks: Sequence[WeekKnown]

    @property
    def latest(self) -> WeekKnown:
        """The week that was taken last."""
        return self.weeks[0]


def weeks_known(unit: Unit, *, at: datetime) -> list[WeekKnown]:
    """Return what was taken of a unit in the last quarter, the latest week first; one question."""
    since = (at - timedelta(weeks=WEEKS)).date()
    rows = KnownFigure.objects.filter(
        unit=unit, week__whole_at__isnull=False, week__spending__week__gte=since
    )
    rows = rows.select_related("week__spending").annotate(document=F("week__spending__decision__document"))
    return [_week(row) for row in rows.order_by("-week__spending__week", "-week")[:ROWS]]


def texts_known(unit: Unit, person: Person, *, at: datetime) -> list[TextKnown]:
    """Return the texts of which something was taken in a unit, those that `person` may read, the least known first."""
    weeks: dict[UUID, list[WeekKnown]] = defaultdict(list)
    for each in weeks_known(unit, at=at):
        weeks[each.decision_id].append(each)
    documents = {some[0].document_id for some in weeks.values()}
    readable = readable_among(person, documents, at=at) if documents else ()
    texts = [TextKnown(each.pk, each.number, vars(each)["title"], weeks[each.pk]) for each in readable]
    return sorted(texts, key=lambda each: _least_first(each.latest.text, each.number))


def text_known(decision_id: UUID, unit: Unit, person: Person, *, at: datetime) -> TextKnown | None:
    """Return one text as `texts_known` does; None if it is not among them."""
    return next((each for each in texts_known(unit, person, at=at) if each.decision_id == decision_id), None)


def points_least_known(week: WeekKnown) -> list[tuple[str, Shown]]:
    """Return the points of a week, the least known first, and last those of which nothing is shown."""
    return sorted(week.points.items(), key=lambda each: _least_first(each[1], each[0]))


def known_rows(texts: Sequence[TextKnown]) -> Iterator[tuple[object, ...]]:
    """Yield a row for each text, week and point as a file has them; "" is the text as a whole."""
    for text in texts:
        for week in text.weeks:
            for point, shown in {_TEXT: week.text, **week.points}.items():
                yield (
                    text.number,
                    text.title,
                    week.week.isoformat(),
                    point,
                    shown.members,
                    *("" if each is None else each for each in (shown.low, shown.likely, shown.high)),
                )


def _week(row: KnownFigure) -> WeekKnown:
    points = row.week.points
    spread = spread_of(scale_of_point(len(points)), draws=row.groups)
    shown = {each: shown_of(row.noised[each], spread, members=row.members) for each in points}
    of_text = spread_of(scale_of_text(), draws=row.groups)
    return WeekKnown(
        row.week.spending.decision_id,
        vars(row)["document"],
        row.week.spending.week,
        shown_of(row.noised[_TEXT], of_text, members=row.members),
        shown,
    )


def _least_first(shown: Shown, name: str) -> tuple[bool, int, str]:
    return shown.percent is None, shown.percent or 0, name
