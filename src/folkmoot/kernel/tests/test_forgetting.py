from datetime import UTC, datetime, timedelta

from folkmoot.kernel.forgetting import KEPT, forget_old_claims
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.models import ActClaim

AT = datetime(2026, 3, 2, 18, 30, tzinfo=UTC)


def test_claims_are_forgotten_after_thirty_days(db: None) -> None:
    for age in (KEPT + timedelta(seconds=1), KEPT, timedelta()):
        pk = new_id()
        ActClaim.objects.create(act_id=pk, act="a.b", digest="", answer=pk, claimed_at=AT - age)
    assert forget_old_claims(AT) is False
    assert sorted(AT - at for at in ActClaim.objects.values_list("claimed_at", flat=True)) == [
        timedelta(),
        KEPT,
    ]
