"""What an act asks and enters, read from its code: the permissions it names and the events it records."""

import ast
import inspect
from collections.abc import Iterator, Mapping
from functools import cache
from textwrap import dedent
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
# By their names: what is called so refuses whoever does not hold the permission that it is given.
_REFUSING = ("require", "_require", "claim_", "units_out_of_reach")


def permissions_of(act: Act) -> list[str]:
    """Return the permissions without which an act is refused, its own name first.

    What a query shows to whom refuses nobody: a word counts only where it is given to something that requires it.
    """
    reached = [act.function, *_reached(act.function)]
    functions = {thing for thing in reached if isinstance(thing, FunctionType) and _is_followed(thing)}
    found = {word for each in functions for word in _required_in(inspect.unwrap(each))}
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


@cache
def _required_in(function: FunctionType) -> frozenset[str]:
    """Return the permissions that a function itself requires, as written in its source."""
    written = ast.walk(ast.parse(dedent(inspect.getsource(function))))
    refusing = [
        each
        for each in written
        if isinstance(each, ast.Call)
        and isinstance(each.func, ast.Name)
        and _refuses(each.func.id, by=function.__name__)
    ]
    given = [word for call in refusing for each in call.args for word in _meant(each, function.__globals__)]
    return frozenset(word for word in given if isinstance(word, str) and word in GRANTS)


def _refuses(called: str, *, by: str) -> bool:
    # What must be so is at times asked of many rows at once, and all that lies elsewhere is refused.
    return called.startswith(_REFUSING) or (called == "units_where" and by.startswith("must_"))


def _meant(given: ast.expr, names: Mapping[str, object]) -> Iterator[object]:
    """Yield the words that an argument may stand for: written there, by a name, or chosen by a function."""
    if isinstance(given, ast.Constant):
        yield given.value
    elif isinstance(given, ast.Name):
        yield names.get(given.id)
    elif isinstance(given, ast.Call) and isinstance(given.func, ast.Name):
        chosen = names.get(given.func.id)
        if isinstance(chosen, FunctionType):
            yield from _spoken(chosen.__code__, chosen.__globals__)


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
