"""A plan of the first district of the demo organisation, shared out among its co-operatives: accepted, asked about, open."""

from datetime import datetime, timedelta
from uuid import UUID

from folkmoot.bylaws.rules.calendar import months_later
from folkmoot.demo.organisation import Organisation
from folkmoot.units.models import Unit
from folkmoot.work.actions.adopting import adopt_plan
from folkmoot.work.actions.answering_shares import accept_share, ask_for_share, settle_share
from folkmoot.work.actions.planning import draft_plan
from folkmoot.work.actions.sharing import share_target
from folkmoot.work.actions.targets import add_target
from folkmoot.work.interfaces import figures
from folkmoot.work.queries.sharing import shares_in

# From three months ago for a year, so that there is something to compare.
BEHIND, MONTHS = 3, 12
REACHED, STEP = "1200", 3


def plan(organisation: Organisation, *, now: datetime) -> None:
    """Adopt a plan in the first district, share a target out, and let its co-operatives answer: two of three accept."""
    cells = [each for each in organisation.cells if each.parent_id == organisation.cells[0].parent_id]
    district = Unit.objects.get(children=organisation.cells[0])
    target = _adopted(organisation, district, now=now)
    chair = organisation.officers["chair alderwick"]
    share_out = organisation.do(share_target, by=chair, at=now, plan_target_id=target, rule="members")
    shares = shares_in(share_out, [each.pk for each in cells])
    for number, cell in enumerate(cells):
        share, at = shares[cell.pk].share, now
        by = organisation.officers[f"secretary {cell.code}"]
        of = {"share_out_id": share_out, "unit_id": cell.pk}
        # The first one, whose secretary can be tried, has its share still to answer.
        if number and number % STEP:
            on = cell.local(at).date()
            organisation.do(accept_share, by=by, at=at, **of, share=share, adopted_on=on)
        elif number:
            less = {"amount": str(share // 2), "words": "Two of our three sellers are on leave until spring."}
            organisation.do(ask_for_share, by=by, at=at, **of, **less)
        if number == STEP:
            words = "Agreed. Tell us in spring how it goes."
            organisation.do(settle_share, by=chair, at=at, **of, is_taken=True, words=words)


def _adopted(organisation: Organisation, district: Unit, *, now: datetime) -> UUID:
    by = organisation.officers["chair alderwick"]
    first = months_later(district.local(now).date().replace(day=1), -BEHIND)
    until = months_later(first, MONTHS)
    days = {"kind": "other", "first": first, "until": until}
    words = {"title": "Known in every street", "why": "Half of the town has never heard of us."}
    plan_id = organisation.do(draft_plan, by=by, at=now, unit_id=district.pk, **days, **words)
    last = until - timedelta(days=1)
    reached = next(each for each in figures().offered(district, ["en"]) if each.code == "reached")
    counted = {"form_id": reached.form_id, "code": reached.code, "amount": REACHED}
    given = {"plan_id": plan_id, "due_on": last}
    title = "People reached who did not know us"
    target = organisation.do(add_target, by=by, at=now, **given, title=title, **counted)
    goal = "Every secretary has taken the course in bookkeeping"
    organisation.do(add_target, by=by, at=now, **given, title=goal)
    on = district.local(now).date()
    organisation.do(adopt_plan, by=by, at=now, plan_id=plan_id, revision=3, adopted_on=on)
    return target
