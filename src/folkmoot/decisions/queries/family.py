"""The decisions that hang together by what they do to one another, for a picture of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from folkmoot.decisions.models import Decision, Kind, Relation
from folkmoot.decisions.queries.relations import titles_read_by
from folkmoot.people.models import Person

# How many steps away, and how many decisions a picture can hold.
STEPS = 3
MOST = 40


@dataclass(frozen=True)
class Member:
    """A decision of the family; `title` is "" where the reader may not read it, but the text that it amends."""

    decision: Decision
    title: str


@dataclass(frozen=True)
class Family:
    """Decisions in the order of their adoption, and what each did to which; `has_more` if it goes on beyond the picture."""

    about: Decision
    members: Sequence[Member]
    relations: Sequence[tuple[UUID, Kind, UUID]]
    has_more: bool


def family_of(decision: Decision, person: Person, *, allowed: frozenset[str], at: datetime) -> Family:
    """Return the adopted decisions within three steps of `decision`, at most 40, as far as `person` may know of them.

    `allowed` is what they may do for the decision's own body.
    """
    found, edges, has_more = _gathered(decision)
    titles = titles_read_by(person, list(found.values()), known={decision.body_id: allowed}, at=at)
    # Whoever it is addressed to reads it, whatever else they may.
    titles.setdefault(decision.pk, decision.title)
    # Amendments change what everybody reads: that there is one is no secret, but which.
    amending = {start for start, kind, end in edges if kind is Kind.AMENDS and end in titles}
    known = {pk for pk in found if pk in titles or pk in amending}
    members = [Member(each, titles.get(each.pk, "")) for each in _in_order(found) if each.pk in known]
    return Family(decision, members, [each for each in edges if {each[0], each[2]} <= known], has_more)


def _gathered(decision: Decision) -> tuple[dict[UUID, Decision], list[tuple[UUID, Kind, UUID]], bool]:
    found, edges, has_more = {decision.pk: decision}, {}, False
    frontier = {decision.pk}
    for _step in range(STEPS):
        near = Q(decision__in=frontier) | Q(target__in=frontier)
        rows = Relation.objects.adopted().filter(near).select_related("decision__body", "target__body")
        new: set[UUID] = set()
        latest = list(rows.order_by("-pk")[: MOST + 1])
        has_more = has_more or len(latest) > MOST
        for row in latest[:MOST]:
            for each in (row.decision, row.target):
                if each.pk not in found and len(found) < MOST:
                    found[each.pk] = each
                    new.add(each.pk)
            edges[row.pk] = (row.decision_id, Kind(row.kind), row.target_id)
        frontier = new
        if not frontier:
            break
    inside = [edge for edge in edges.values() if edge[0] in found and edge[2] in found]
    return found, inside, has_more or len(inside) < len(edges)


def _in_order(found: dict[UUID, Decision]) -> list[Decision]:
    return sorted(found.values(), key=lambda each: (each.adopted_on, each.pk))
