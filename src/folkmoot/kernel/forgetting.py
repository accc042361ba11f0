"""Old claims are forgotten: an answer that got lost is asked for again within days, not months."""

from datetime import datetime, timedelta

from folkmoot.kernel.models import ActClaim

KEPT = timedelta(days=30)
AT_ONCE = 500


def forget_old_claims(at: datetime) -> bool:
    """Delete up to 500 claims that are older than 30 days, and return whether there may be more."""
    old = ActClaim.objects.filter(claimed_at__lt=at - KEPT).order_by("claimed_at", "pk")
    ids = list(old.values_list("pk", flat=True)[:AT_ONCE])
    ActClaim.objects.filter(pk__in=ids).delete()
    return len(ids) == AT_ONCE
