"""What whoever acts may know of: the id of anything else is to them an id of nothing.

A feature says which inputs name a thing of its own, and of which things a person may know. Before an act is called, each
id of something else gives place to one that nothing has. So an act answers for what is hidden as for what is not there,
in whatever words it refuses, and none has to think of it.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from pydantic import BaseModel

from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import private_id

MOST_IDS = 5_000


@dataclass(frozen=True)
class Asking:
    """The question of which of `ids` the person `to` may know at the moment `at`, in an act that was `given` so much."""

    ids: Collection[UUID]
    to: Any  # the kernel knows people only as ids
    given: Mapping[str, Any]
    at: datetime


Known = Callable[[Asking], Collection[UUID]]


@dataclass(frozen=True)
class Seen:
    """An act's inputs as whoever acts may know them, and what stands there for what."""

    inputs: Mapping[str, Any]
    hidden: Mapping[UUID, UUID]

    def named(self, answer: UUID) -> UUID:
        """Return `answer` as whoever acts wrote it."""
        return next((given for given, shown in self.hidden.items() if shown == answer), answer)


_known_by_input: dict[str, list[Known]] = {}


def know(inputs: Collection[str], known: Known) -> None:
    """Have things that are named by one of `inputs` known to people as `known` says, and as whatever else says so too.

    Called by `config`.
    """
    for name in inputs:
        asked = _known_by_input.setdefault(name, [])
        if known not in asked:
            asked.append(known)


def inputs_known() -> Collection[str]:
    """Return the inputs of which somebody says who may know what they name."""
    return frozenset(_known_by_input)


def as_seen(given: Mapping[str, Any], *, by: Any, at: datetime) -> Seen:  # noqa: ANN401  -- as in Asking
    """Return an act's inputs with an id that nothing has in place of each that `by` may not know of.

    :raises Refused: if they name more things than anybody does at once: all are looked up before any permission is asked.
    """
    hidden: dict[UUID, UUID] = {}
    for known, (field, ids) in _asked(given).items():
        if len(ids) > MOST_IDS:
            raise Refused(
                _("This names more than %(most)d at once. Do it in parts.") % {"most": MOST_IDS},
                field=field,
            )
        asking = Asking(ids, by, given, at)
        seen = {each for asked in known for each in asked(asking)} if ids else set()
        hidden |= {each: private_id() for each in sorted(ids - seen)}
    return Seen({name: _replaced(value, hidden) for name, value in given.items()}, hidden)


def _asked(given: Mapping[str, Any]) -> Mapping[tuple[Known, ...], tuple[str, set[UUID]]]:
    """Return the ids that are asked of alike, so that it is asked once for all of them, and one input that has some."""
    alike: dict[tuple[Known, ...], tuple[str, set[UUID]]] = {}
    for name, value in _named(given.items()):
        if name in _known_by_input:
            _field, ids = alike.setdefault(tuple(_known_by_input[name]), (name, set()))
            ids.update(_ids_in(value))
    return alike


def _named(pairs: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
    """Yield each input with its name, and what lies in models among them by the names it has there."""
    for name, value in pairs:
        yield name, value
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, BaseModel):
                yield from _named(each)


def _ids_in(value: object) -> Iterator[UUID]:
    if isinstance(value, UUID):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from _ids_in(each)


def _replaced(value: object, hidden: Mapping[UUID, UUID]) -> object:
    if isinstance(value, UUID):
        return hidden.get(value, value)
    if isinstance(value, list):
        return [_replaced(each, hidden) for each in value]
    if isinstance(value, BaseModel):
        return value.model_copy(update={name: _replaced(each, hidden) for name, each in value})
    return value
