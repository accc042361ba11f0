"""What features above say of a person that the first page asks for together with what waits here: one question for all."""

from collections.abc import Callable
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

_offered: "list[Callable[[], QuerySet[Any, Any]]]" = []


def register_offers(rows: "Callable[[], QuerySet[Any, Any]]") -> None:
    """Have the rows that `rows` returns, each with its `person`, wait for that person to look at; called by `config`."""
    if rows not in _offered:
        _offered.append(rows)


def are_offered() -> list[Exists]:
    """Return whether rows wait for a person, by each feature that registered some."""
    return [Exists(rows().filter(person=OuterRef("pk"))) for rows in _offered]
