"""What the bylaws ask of a unit, as its desk puts it: each with its article, its state and one button."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from folkmoot.bylaws.interfaces import way_to
from folkmoot.bylaws.rules.duties import Duty, State
from folkmoot.bylaws.rules.kinds import Kind
from folkmoot.bylaws.rules.words import in_words
from folkmoot.decisions.queries.cells import CellDecision
from folkmoot.desk.desks import BodyDesk, CellDesk
from folkmoot.desk.screens import due_in_words
from folkmoot.ui.links import Link
from folkmoot.units.models import Unit

_STATES = {State.DONE: "done", State.PLANNED: "waiting", State.DUE: "due", State.LATE: "late"}


@dataclass(frozen=True)
class DutyLine:
    """A duty in words, with the page of the bylaws it comes from and where it is done."""

    words: str
    meta: str
    bylaws_url: str
    state: str
    word: str
    way: Link | None


@dataclass(frozen=True)
class DecisionLine:
    """A decision that a cell is to hear, how near its last day is, and the article that asks for it, if one does."""

    shown: CellDecision
    state: str
    word: str
    article: str


def duty_lines(desk: CellDesk) -> list[DutyLine]:
    """Return the duties of a cell; reading decisions stands beside each of these, and is left out here."""
    return [_line(duty, desk.cell) for duty in desk.duties if duty.kind is not Kind.READING]


def body_lines(desks: Sequence[BodyDesk]) -> list[tuple[BodyDesk, list[DutyLine]]]:
    """Return the desk of each unit above the cells with what is asked of it."""
    return [(desk, [_line(duty, desk.unit) for duty in desk.duties]) for desk in desks]


def seen_lines(unit: Unit, due: Sequence[Duty]) -> list[DutyLine]:
    """Return what is asked of a unit as others see it: where it is done is for its own officers."""
    return [replace(_line(duty, unit), way=None) for duty in due]


def decision_lines(desk: CellDesk, *, at: datetime) -> list[DecisionLine]:
    """Return the decisions of a cell, each with the duty to read it."""
    asked = {duty.about: duty for duty in desk.duties if duty.kind is Kind.READING}
    return [_decision_line(each, asked, desk.cell, at=at) for each in desk.decisions]


def _decision_line(
    shown: CellDecision, asked: dict[UUID | None, Duty], cell: Unit, *, at: datetime
) -> DecisionLine:
    state, word = due_in_words(shown.deadline, cell, at=at)
    duty = asked.get(shown.decision.pk)
    if duty is None:
        return DecisionLine(shown, state, word, "")
    # The body that conveyed it may have set a day of its own, which people were told.
    if shown.deadline is None:
        state, word = _STATES[duty.state], _word(duty)
    return DecisionLine(shown, state, word, duty.article)


def _line(duty: Duty, cell: Unit) -> DutyLine:
    return DutyLine(
        words=in_words(duty.provision.clause),
        meta=_("Article %(article)s") % {"article": duty.article},
        bylaws_url=reverse("bylaws:bylaws", args=[cell.pk]),
        state=_STATES[duty.state],
        word=_word(duty),
        way=None if duty.state is State.DONE else way_to(duty, cell),
    )


def _word(duty: Duty) -> str:
    day = {"day": date_format(duty.due_on)}
    if duty.state is State.DONE:
        return _("done")
    if duty.state is State.PLANNED:
        return _("planned, by %(day)s") % day
    return _("was due by %(day)s") % day if duty.state is State.LATE else _("by %(day)s") % day


def lines_of(
    desks: Sequence[CellDesk], *, at: datetime
) -> list[tuple[CellDesk, list[DecisionLine], list[DutyLine]]]:
    """Return each desk with its decisions and its other duties, as the page shows them."""
    return [(desk, decision_lines(desk, at=at), duty_lines(desk)) for desk in desks]
