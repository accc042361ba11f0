from datetime import UTC, datetime
from random import Random

from conftest import START, World
from folkmoot.demo.organisation import Organisation
from folkmoot.demo.planning import plan
from folkmoot.demo.reporting import report
from folkmoot.people.models import Office, Term
from folkmoot.units.models import UnitKind
from folkmoot.work.models import Plan, ShareAnswer, ShareOut


def test_a_district_plans_and_shares_out_and_its_first_co_operative_has_still_to_answer(world: World) -> None:
    UnitKind.objects.filter(code="local").update(code="cooperative")
    Term.objects.create(
        person=world.cy, office=Office.objects.get(code="secretary"), unit=world.hill, started_at=START
    )
    cells = [world.harbour, world.hill]
    for cell in cells:
        cell.refresh_from_db()
    organisation = Organisation(Random(5), world.una, world.union, cells=cells)  # noqa: S311  -- as the demo's
    organisation.officers |= {
        "secretary federation": world.max, "secretary harbour": world.bo, "secretary hill": world.cy,
        "chair alderwick": world.ada,
    }  # fmt: skip
    at = datetime(2026, 6, 20, tzinfo=UTC)
    report(organisation, now=at)
    plan(organisation, now=at)
    assert ShareOut.objects.get().amount == 1200
    assert list(ShareAnswer.objects.values_list("unit", "state", "share")) == [
        (world.hill.pk, "accepted", 800)
    ]
    assert sorted(Plan.objects.in_force().values_list("unit__name", flat=True)) == ["Hill", "North"]
