"""What decisions ask the features above them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from folkmoot.people.models import Person


@dataclass(frozen=True)
class Focus:
    """A decision that has come back to somebody, and the point of it that is in focus: its label as it is cited."""

    decision_id: UUID
    document_id: UUID
    label: str


@dataclass(frozen=True)
class Question:
    """What somebody is asked about a point in focus, and the address at which they answer."""

    words: str
    url: str


Asking = Callable[[Person, Sequence[Focus], datetime], Mapping[UUID, Question]]

_ASKING: list[Asking] = []


def register_questions(asking: Asking) -> None:
    """Register what asks about points in focus: it returns questions by decision, and leaves out those it has none for.

    It is called once a page with all that has come back to somebody. Of several that ask, the last is heard.
    """
    if asking not in _ASKING:
        _ASKING.append(asking)


def questions_about(person: Person, focuses: Sequence[Focus], *, at: datetime) -> dict[UUID, Question]:
    """Return the question about each point in focus, by decision, where there is one."""
    return {
        decision: question
        for asking in (_ASKING if focuses else ())
        for decision, question in asking(person, focuses, at).items()
    }
