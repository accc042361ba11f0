"""How consultations are put in lists: what each is about, and how far it has come in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from folkmoot.consultations.models import Consultation, State

# From so few days before the end on, it is called due.
NEAR_DAYS = 3


@dataclass(frozen=True)
class Line:
    """A consultation in a list: `state` and `word` are what a task shows."""

    consultation: Consultation
    state: str
    word: str


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
            return "closed", _("over since %(last)s") % days
    is_near = (consultation.last_on - consultation.body.local(at).date()).days <= NEAR_DAYS
    return "due" if is_near else "open", _("open until %(last)s") % days
