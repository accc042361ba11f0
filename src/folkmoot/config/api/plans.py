"""The lists of plans, of their targets, and of how those are shared out: each seen as its pages are."""

from uuid import UUID

from folkmoot.config.api import nouns_of_plans as shown
from folkmoot.config.api.answers import not_found
from folkmoot.config.api.asked import Asked
from folkmoot.config.api.listing import Rows, following_of, keyset_of, rows_shown
from folkmoot.units.models import Unit
from folkmoot.work.queries.listing import (
    plans_listed,
    share_outs_listed,
    shares_listed,
    targets_listed,
    with_amounts,
    with_points,
    with_sums,
)


def plans(asked: Asked) -> Rows:
    """Return the plans that whoever asks sees, each version of its own, the one drafted last first."""
    found = plans_listed(asked.person, at=asked.at)
    if asked.unit:
        found = found.in_units(asked.narrowed(Unit.objects.all()))
    rows = keyset_of(found, asked)
    return Rows(rows_shown(shown.Plan, with_points(rows[: asked.limit])), following_of(rows, asked))


def targets(asked: Asked) -> Rows:
    """Return the targets of plans that whoever asks sees, the one set last first."""
    found = targets_listed(asked.person, at=asked.at)
    if asked.unit:
        found = found.filter(plan__unit__in=asked.narrowed(Unit.objects.all()).order_by().values("pk"))
    rows = keyset_of(found, asked)
    return Rows(rows_shown(shown.Target, with_amounts(rows[: asked.limit])), following_of(rows, asked))


def share_outs(asked: Asked) -> Rows:
    """Return how targets of plans that whoever asks sees were shared out, the last first."""
    found = share_outs_listed(asked.person, at=asked.at)
    if asked.unit:
        found = found.filter(
            target__plan__unit__in=asked.narrowed(Unit.objects.all()).order_by().values("pk")
        )
    rows = keyset_of(found, asked)
    return Rows(rows_shown(shown.ShareOut, with_sums(rows[: asked.limit])), following_of(rows, asked))


def shares(asked: Asked, share_out_id: UUID) -> Rows:
    """Return what each unit got in a share-out, what it answered, and what the body above said to that, by ids.

    :raises NotAnswered: 404 if it is not there, or not for whoever asks.
    """
    share_out = share_outs_listed(asked.person, at=asked.at).filter(pk=share_out_id).first()
    if share_out is None:
        raise not_found()
    rows = shares_listed(share_out, after=asked.after_id(), size=asked.limit + 1)
    following = str(rows[asked.limit - 1].unit.pk) if len(rows) > asked.limit else ""
    return Rows(rows_shown(shown.Share, rows[: asked.limit]), following)
