"""What features above say of a person that the first page asks for together with what waits here: one question for all."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.functional import Promise

_offered: "dict[Callable[[], QuerySet[Any, Any]], str | Promise]" = {}


def register_offers(rows: "Callable[[], QuerySet[Any, Any]]", *, said: str | Promise) -> None:
    """Have the rows that `rows` returns, each with its `person`, wait for that person to look at; called by `config`.

    `said` is the sentence that tells them so.
    """
    _offered[rows] = said


def are_offered() -> list[Exists]:
    """Return whether rows wait for a person, by each feature that registered some."""
    return [Exists(rows().filter(person=OuterRef("pk"))) for rows in _offered]


def said_of_offers(waits: Iterable[object]) -> Sequence[str]:
    """Return what is said of those that wait, as `are_offered` found it."""
    return [str(said) for said, is_waiting in zip(_offered.values(), waits, strict=True) if is_waiting]
