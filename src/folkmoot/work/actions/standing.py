"""What units accepted and what they ask for when a target is shared out anew: both go over to the new share-out."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext as _

from folkmoot.kernel.errors import Refused
from folkmoot.units.models import Unit
from folkmoot.work.models import ShareAnswer, ShareOut, Target
from folkmoot.work.queries.sharing import shares_in
from folkmoot.work.rules.shares import ShareMove, ShareState, share_after

_AT_ONCE = 500


def last_of(target: Target) -> ShareOut | None:
    """Return how a target was shared out last."""
    return ShareOut.objects.filter(thread=target.thread).order_by("-number").first()


def accepted_of(target: Target) -> dict[UUID, int]:
    """Return what each unit right below has accepted of a target: it keeps that when the target is shared out anew."""
    return dict(_accepted(target, last_of(target)).values_list("unit", "share"))


def must_have_room(amount: int, accepted: Mapping[UUID, int]) -> None:
    """Let units keep what they accepted only if it is no more than there is.

    :raises Refused: if it is.
    """
    if sum(accepted.values()) > amount:
        raise Refused(
            _("More was accepted than the target is. Propose new shares to those who accepted, too."),
            field="renews",
        )


def carry_over(made: ShareOut, before: ShareOut | None, *, but: Collection[UUID], renews: bool) -> None:
    """Let what units accepted stand in the share-out that was `made`, unless it `renews` it, and what they ask for wait there.

    Nothing is proposed anew to whoever keeps what it accepted; `but` those get another share, and answer it.
    """
    if before is None:
        return
    if not renews:
        kept = _accepted(made.target, before).exclude(unit__in=list(but))
        kept.update(share_out=made, original=F("share"))
    rows = list(ShareAnswer.objects.filter(share_out=before, state=ShareState.ASKED))
    if not rows:
        return
    shares = shares_in(made.pk, [each.unit_id for each in rows])
    going = [each for each in rows if each.unit_id in shares]
    for each in going:
        each.share_out, each.original = made, shares[each.unit_id].share
        each.share = each.original
        if each.asked is not None and each.asked == each.share:
            each.state = share_after(each.state, ShareMove.TAKE)
    ShareAnswer.objects.bulk_update(going, ["share_out", "original", "share", "state"], batch_size=_AT_ONCE)


def _accepted(target: Target, before: ShareOut | None) -> QuerySet[ShareAnswer]:
    """Return what units that hang right below have accepted, without those that ask for another share by now."""
    there = Unit.objects.filter(parent=target.plan.unit).open().order_by().values("pk")
    asks = ShareAnswer.objects.filter(share_out=before, state=ShareState.ASKED, unit=OuterRef("unit"))
    rows = ShareAnswer.objects.filter(share_out__thread=target.thread, state=ShareState.ACCEPTED)
    return rows.filter(~Exists(asks), unit__in=there)
