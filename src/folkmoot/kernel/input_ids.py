"""Where an act's inputs may hold ids: where `sight` finds them, and puts those that are hidden out of reach."""

from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from pydantic import BaseModel

_LOOKED_INTO = (list, Union, UnionType)


def must_be_found(annotation: Any) -> None:  # noqa: ANN401  -- any annotation of an input
    """Let an input hold ids only by themselves, in lists, and in models of either, where `as_seen` looks for them.

    :raises TypeError: if one would lie in a mapping or a tuple: of what it names everybody would know.
    """
    if get_origin(annotation) in _LOOKED_INTO:
        for part in get_args(annotation):
            must_be_found(part)
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for field in annotation.model_fields.values():
            must_be_found(field.annotation)
    elif annotation is not UUID and _holds_an_id(annotation):
        message = (
            f"an id within {annotation} would not be hidden from whoever acts and may not know what it names:"
            " take it as an input of its own, or in a list"
        )
        raise TypeError(message)


def _holds_an_id(annotation: Any) -> bool:  # noqa: ANN401  -- as above
    if annotation is UUID:
        return True
    within = get_args(annotation)
    if not within and isinstance(annotation, type):
        within = tuple(get_type_hints(annotation).values())
    return any(_holds_an_id(each) for each in within)
