"""Decisions as non-members read them: which ones these are, the feature knows that publishes to everybody."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from folkmoot.decisions.models import Decision
from folkmoot.decisions.queries.inbox import titled


def decisions_shown(
    decision_ids: Collection[UUID], languages: Sequence[str], *, at: datetime
) -> dict[UUID, Decision]:
    """Return the conveyed decisions with these ids, by id, each with its body and its title at the moment `at`: one query."""
    found = titled(Decision.objects.conveyed().filter(pk__in=decision_ids), languages, at=at)
    return {decision.pk: decision for decision in found}
