from datetime import UTC, datetime
from random import Random

from conftest import START, World
from folkmoot.demo.organisation import Organisation
from folkmoot.demo.reporting import report
from folkmoot.people.models import Office, Term
from folkmoot.reports.models import Report, RollUp, ToRollUp
from folkmoot.units.models import UnitKind


def test_three_months_of_reports_are_sent_and_added_up(world: World) -> None:
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
    report(organisation, now=datetime(2026, 6, 20, tzinfo=UTC))
    sent = Report.objects.sent()
    assert sorted(set(sent.values_list("first", flat=True).order_by())) == sorted(
        RollUp.objects.filter(whole_at__isnull=False).values_list("first", flat=True)
    )
    assert (RollUp.objects.count(), ToRollUp.objects.count()) == (3, 0)
    assert sent.count() == Report.objects.count() >= 4
    assert set(sent.filter(unit=world.hill).values_list("state", flat=True)) == {"accepted"}
