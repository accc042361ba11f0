"""Decisions for benchmarks, made by the product's acts."""

from datetime import timedelta
from uuid import UUID

from bench.organisations import act
from folkmoot.decisions.actions.adopting import adopt_decision
from folkmoot.decisions.actions.conveying import convey_decision
from folkmoot.decisions.actions.drafting import draft_decision
from folkmoot.kernel.clock import now
from folkmoot.people.models import Person
from folkmoot.units.models import Unit

BODY = "".join(f"{number}. Point {number} of a decision of ordinary length.\n" for number in range(1, 21))


def adopted(by: Person) -> UUID:
    """Draft and adopt a decision of the top."""
    top = Unit.objects.get(code="top")
    texts = [{"language": "en", "title": "A decision", "body": BODY}]
    pk = act(draft_decision, by, unit_id=top.pk, texts=texts)
    act(adopt_decision, by, decision_id=pk, revision=1, adopted_on=top.local(now()).date())
    return pk


def convey(pk: UUID, by: Person) -> UUID:
    """Convey an adopted decision to everybody, with a deadline for the cells."""
    top = Unit.objects.select_related("kind").get(code="top")
    # A club is its own cell.
    kind = top.kind.code if top.kind.is_cell else "cell"
    deadlines = [{"kind": kind, "read_by": top.local(now()).date() + timedelta(days=30)}]
    return act(convey_decision, by, decision_id=pk, unit_id=top.pk, deadlines=deadlines)


def conveyed_to_everybody(by: Person) -> UUID:
    """Draft, adopt and convey a decision to everybody."""
    return convey(adopted(by), by)
