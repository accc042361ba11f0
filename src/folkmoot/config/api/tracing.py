"""What an act asks and enters, read from its code: the permissions it names and the events it records."""

import inspect
from collections.abc import Iterator
from types import CodeType, FunctionType
from typing import Any

from folkmoot.access.grants import GRANTS
from folkmoot.kernel.acts import Act
from folkmoot.kernel.ledger import Event
from folkmoot.structure.actions.batches import require_import
from folkmoot.structure.interfaces import importers

# Below these lies machinery that every act shares.
_OURS = "folkmoot."
_SHARED = ("folkmoot.kernel.", "folkmoot.access.", "folkmoot.ui.")


def permissions_of(act: Act) -> list[str]:
    """Return the permissions that an act asks for, its own name first."""
    reached = list(_reached(act.function))
    found = {word for word in reached if isinstance(word, str) and word in GRANTS}
    if require_import in reached:
        # Which of these it asks for depends on what the file holds.
        found |= {importer.permission for importer in importers.values()}
    return sorted(found, key=lambda permission: (permission != act.name, permission))


def events_of(act: Act) -> list[type[Event]]:
    """Return the events that an act can record, by name."""
    found = {
        thing for thing in _reached(act.function) if isinstance(thing, type) and issubclass(thing, Event)
    }
    return sorted(found - {Event}, key=lambda event: event.__name__)


def _reached(function: FunctionType | Any) -> Iterator[object]:  # noqa: ANN401  -- acts are called by any signature
    """Yield the words and the names that a function speaks, and those that it calls, and so on."""
    waiting, seen = [inspect.unwrap(function)], set[FunctionType]()
    while waiting:
        current = waiting.pop()
        if current in seen:
            continue
        seen.add(current)
        for thing in _spoken(current.__code__, current.__globals__):
            yield thing
            if isinstance(thing, FunctionType) and _is_followed(thing):
                waiting.append(inspect.unwrap(thing))


def _spoken(code: CodeType, names: dict[str, object]) -> Iterator[object]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _spoken(constant, names)
        else:
            yield constant
    for name in code.co_names:
        if name in names:
            yield names[name]


def _is_followed(function: FunctionType) -> bool:
    return function.__module__.startswith(_OURS) and not function.__module__.startswith(_SHARED)
