"""Conveying a decision: from then on everybody it is addressed to finds it, without a row written for any of them."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from pydantic import BaseModel, ConfigDict

from folkmoot.access.policy import require
from folkmoot.decisions.actions.addressing import write_audience
from folkmoot.decisions.actions.claiming import claim_decision, must_await_conveying
from folkmoot.decisions.actions.recirculating import write_rhythm
from folkmoot.decisions.events import DecisionConveyed
from folkmoot.decisions.models import Deadline, Decision, Relation
from folkmoot.decisions.models.relations import same_audience
from folkmoot.decisions.queries.addressees import Addressees, Deadlines, find_addressees, find_deadlines
from folkmoot.decisions.rules.recirculation import Rhythm
from folkmoot.kernel.acts import act
from folkmoot.kernel.ledger import record
from folkmoot.people.models import Person


class ReadingDeadline(BaseModel):
    """By the end of which day units of the kind with code `kind` should have read the decision."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: str
    read_by: date


@act("decisions.convey_decision")
def convey_decision(
    *,
    decision_id: UUID,
    unit_id: UUID,
    kinds: list[str] | None = None,
    sectors: list[str] | None = None,
    offices: list[str] | None = None,
    deadlines: list[ReadingDeadline] | None = None,
    rhythm: str = Rhythm.USUAL.value,
    by: Person | None,
    at: datetime,
) -> UUID:
    """Address an adopted decision to the unit `unit_id` and all below it, narrowed to `kinds`, `sectors` and `offices`.

    Kinds, sectors and offices are given by their codes; none narrows nothing. Without offices it is for the members whose
    home is there, with offices for those who hold one of them there. `rhythm` is how often it comes back to them, as
    `set_recirculation` takes it.

    :raises Refused: if `by` may not convey for the body, the decision is not adopted, was conveyed, repealed or is over,
        the unit is not at or below the body, a code is unknown, nobody would be addressed, a deadline leaves
        less than a clear day, or there is no such rhythm.
    """
    decision = claim_decision(decision_id)
    require(by, "decisions.convey_decision", on=decision.body, at=at)
    must_await_conveying(decision, at=at)
    chosen = find_addressees(
        decision.body, unit_id, kinds=kinds or [], sectors=sectors or [], offices=offices or [], at=at
    )
    limits = find_deadlines(decision, [(each.kind, each.read_by) for each in deadlines or []], at=at)
    decision.conveyed_at = at
    decision.save(update_fields=["conveyed_at"])
    write_audience(chosen, decision=decision)
    _tell_amendments(decision)
    Deadline.objects.bulk_create(
        Deadline(decision=decision, kind=kind, read_by=read_by) for kind, read_by in limits
    )
    write_rhythm(decision, rhythm)
    record(_event(decision, chosen, limits, rhythm), by=by, at=at)
    return decision.pk


def _tell_amendments(decision: Decision) -> None:
    """Note which amendments are for the audience of their text, where this was the later of the two to be conveyed."""
    about = Relation.objects.amending().filter(Q(decision=decision) | Q(target=decision))
    about.filter(same_audience()).update(shares_audience=True)


def _event(decision: Decision, chosen: Addressees, limits: Deadlines, rhythm: str) -> DecisionConveyed:
    return DecisionConveyed(
        decision.pk,
        chosen.unit.pk,
        kinds=tuple(kind.code for kind in chosen.kinds),
        sectors=tuple(sector.code for sector in chosen.sectors),
        offices=tuple(office.code for office in chosen.offices),
        deadlines=tuple((kind.code, read_by) for kind, read_by in limits),
        rhythm=rhythm,
    )
