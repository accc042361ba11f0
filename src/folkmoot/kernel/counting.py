"""Numbers that are asked for beside something else, in the same question."""

from typing import Any

from django.db.models import Count, IntegerField, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce


def number_of(rows: QuerySet[Any]) -> Coalesce:
    """Return how many `rows` there are, as a column of the question in which it is asked; they may refer to its rows."""
    alike = rows.order_by().annotate(alike=Value(1, output_field=IntegerField()))
    return Coalesce(Subquery(alike.values("alike").annotate(number=Count("pk")).values("number")), 0)
