"""How what comes back, and what a draft does to earlier decisions, are taken back."""

from typing import Any
from uuid import UUID

from folkmoot.access.undoing import Input, WayBack
from folkmoot.decisions.models import Decision, Recirculation, Relation
from folkmoot.decisions.models.relations import Kind
from folkmoot.decisions.queries.recirculating import rhythm_of

_NAMED = {"repeals": Kind.REPEALS, "replaces": Kind.REPLACES, "implements": Kind.IMPLEMENTS}


def _rhythm_before(given: Input) -> tuple[str, dict[str, Any]] | None:
    decision = Decision.objects.filter(pk=given["decision_id"]).select_related("recirculation").first()
    if decision is None:
        return None
    return "decisions.set_recirculation", {"decision_id": str(decision.pk), "rhythm": rhythm_of(decision)}


def _state_of_rhythm(decision_id: UUID) -> object:
    return list(Recirculation.objects.filter(decision=decision_id).values_list("rhythm", flat=True))


def _relations_of(decision_id: UUID) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {name: [] for name in _NAMED}
    rows = Relation.objects.filter(decision=decision_id).order_by("pk").values_list("kind", "target")
    for kind, target in rows:
        for name, meant in _NAMED.items():
            if kind == meant:
                found[name].append(str(target))
    return found


def _relations_before(given: Input) -> tuple[str, dict[str, Any]] | None:
    before = _relations_of(given["decision_id"])
    return "decisions.set_relations", {"decision_id": str(given["decision_id"]), **before}


def _state_of_relations(decision_id: UUID) -> object:
    adopted = Decision.objects.filter(pk=decision_id).values_list("adopted_on", flat=True)
    return [*map(str, adopted), _relations_of(decision_id)]


WAYS_BACK = {
    "decisions.set_recirculation": WayBack(_rhythm_before, _state_of_rhythm),
    "decisions.set_relations": WayBack(_relations_before, _state_of_relations),
}
