"""How consultations are put in lists: what each is about, and how far it has come in words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from folkmoot.consultations.models import Consultation, OpinionFigure, State
from folkmoot.consultations.queries.comments import CommentLine
from folkmoot.decisions.rules.deadlines import NEAR_DAYS
from folkmoot.ui.tables import Column, Table


@dataclass(frozen=True)
class Line:
    """A consultation in a list: `state` and `word` are what a task shows."""

    consultation: Consultation
    state: str
    word: str

    @property
    def is_answered(self) -> bool:
        """Whether it stands on a first screen because something was answered."""
        return bool(vars(self.consultation).get("is_answered"))


def lines_of(consultations: Iterable[Consultation], *, at: datetime) -> list[Line]:
    """Return consultations as lines of a list."""
    return [Line(each, *in_words(each, at=at)) for each in consultations]


def in_words(consultation: Consultation, *, at: datetime) -> tuple[str, str]:
    """Return the state of a consultation and its word, by the body's clocks."""
    days = {"first": date_format(consultation.opens_on), "last": date_format(consultation.last_on)}
    match consultation.state(at):
        case State.WITHDRAWN:
            return "closed", _("withdrawn")
        case State.SCHEDULED:
            return "waiting", _("opens on %(first)s") % days
        case State.OVER:
            return _over(consultation, days)
    is_near = (consultation.last_on - consultation.body.local(at).date()).days <= NEAR_DAYS
    return "due" if is_near else "open", _("open until %(last)s") % days


def _over(consultation: Consultation, days: dict[str, str]) -> tuple[str, str]:
    if consultation.published_at is not None:
        return "done", _("answered")
    return "closed", _("over since %(last)s") % days


def summary_kept(label: str) -> str:
    """Return the sentence with which a body is told that what it wrote of a point, or of the whole, is kept."""
    if not label:
        return _(
            "What becomes of the text as a whole is kept. It can be changed until the summary is published."
        )
    return _("What becomes of point %(label)s is kept. It can be changed until the summary is published.") % {
        "label": label
    }


def comment_rows(lines: Iterable[CommentLine]) -> Iterator[Sequence[object]]:
    """Yield a header and then each comment as a row of a spreadsheet; without a name where it was not signed."""
    yield [_("Point"), _("Comment"), _("Name"), _("Answer")]
    for line in lines:
        yield [line.point, line.text, line.name, line.answer or ""]


def figures_table(figures: Iterable[OpinionFigure]) -> Table:
    """Return the figures of opinions as a table, unit by unit from the top; what is not shown says so."""
    columns = [Column(label, is_number=place > 1) for place, label in enumerate(next(iter(figure_rows(()))))]
    few = _("too few to show")
    rows = ([few if value is None else value for value in _figure_row(each)] for each in figures)
    return Table(_("Opinions of each point"), columns, rows, empty=_("Too few were asked to show anything."))


def figure_rows(figures: Iterable[OpinionFigure]) -> Iterator[list[Any]]:
    """Yield a header and then each figure as a row: at least so many hold each opinion, empty where too few are to show."""
    yield [
        _("Unit"),
        _("Point"),
        _("Asked"),
        _("At least agree"),
        _("With changes"),
        _("Disagree"),
        _("No opinion"),
    ]
    yield from map(_figure_row, figures)


def _figure_row(figure: OpinionFigure) -> list[Any]:
    return [figure.unit.name, figure.point or _("the whole"), figure.members, *figure.shown]
