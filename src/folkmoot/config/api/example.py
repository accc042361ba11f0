"""An example of an act: who does it, with which input, and what is made of the names in it.

`@harbour` stands for the id of the unit or person called so, `@decisions.adopt_decision` for what that act's own
example answers (so it is done first), and a few other names for what only a running installation has.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from folkmoot.kernel.acts import Via
from folkmoot.kernel.ids import derived_id

_NAMESPACE = UUID("7b0f7d57-9a46-4f3e-8f0c-2f7a4d6f3b11")
# What is written where a value is no id.
_WRITTEN: Mapping[str, object] = {
    "today": "2026-03-02",
    "brought_file": "what POST /api/decisions/<decision_id>/uploads answered",
    "yesterday": "2026-03-01",
    "in_two_weeks": "2026-03-16",
    "in_a_month": "2026-04-01",
    "taken_along": "what the card said of itself where it was taken along",
    "proof": "what the page gave when the code was entered",
    "own_session": 12,
    "session_key": "the key of this session",
}


@dataclass(frozen=True)
class Example:
    """Who does an act with which input, in which unit the permission is asked, and what has to be done `before`."""

    by: str
    given: Mapping[str, Any]
    on: str = ""
    before: tuple[str, ...] = ()
    via: Via = Via.WEB
    days_later: int = 0


def written(given: object) -> Any:  # noqa: ANN401  -- any JSON
    """Return an example's input with made-up ids in place of names, as documentation shows it."""
    return placed(given, lambda name: _WRITTEN.get(name) or str(derived_id(_NAMESPACE, name)))


def placed(given: object, place: Any) -> Any:  # noqa: ANN401  -- any JSON, and a function of a name
    """Return an example's input with `place(name)` in place of each `@name`."""
    if isinstance(given, Mapping):
        return {key: placed(value, place) for key, value in given.items()}
    if isinstance(given, list):
        return [placed(value, place) for value in given]
    return place(given[1:]) if isinstance(given, str) and given.startswith("@") else given
