"""Telling that somebody opened what is kept of members: the pages that show it tell, and whoever listens notes it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from folkmoot.people.models import Person
from folkmoot.units.models import Unit


class What(StrEnum):
    """What was opened."""

    PAGE = "page"
    LIST = "list"
    EXPORT = "export"


@dataclass(frozen=True)
class Opening:
    """That `viewer` opened, by the permission, one person's page, or a list of the members below `top`.

    Without a `top` the list has all whom the permission lets them see.
    """

    viewer: Person
    what: What
    permission: str
    person: Person | None = None
    top: Unit | None = None


Listener = Callable[[Opening, datetime], None]
_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Have `listener` told of every opening; called by `config`."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell_opened(opening: Opening, *, at: datetime) -> None:
    """Tell of an opening, unless people look at what is kept of themselves."""
    if opening.person is not None and opening.person.pk == opening.viewer.pk:
        return
    for listener in _listeners:
        listener(opening, at)
