"""Keeping the tree of each period: read once from where units hung when it was over, and shared where nothing moved."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import numpy as np
from django.db import IntegrityError, transaction

from folkmoot.kernel.batches import batched
from folkmoot.reports.models import Tree, TreePiece, TreePlaces
from folkmoot.reports.queries.trees import tree_with
from folkmoot.reports.rules.tree import PIECE, PeriodTree, pieces_of, tree_from
from folkmoot.structure.queries import tree_as_of
from folkmoot.units.models import Unit

# So many pieces are written in one transaction: as long as it takes, nobody else writes.
WRITTEN = 20
_GIVEN_UP = timedelta(days=1)


def tree_at(end: datetime, *, at: datetime) -> Tree:
    """Return the tree as it was at the moment `end`, read and kept if no period before had the same."""
    kinds = dict(Unit.objects.order_by().values_list("pk", "kind__code").iterator(chunk_size=2000))
    read = tree_from(tree_as_of(end), kinds)
    digest = read.digest
    return tree_with(digest) or _planted(read, digest, at)


def _planted(read: PeriodTree, digest: str, at: datetime) -> Tree:
    # What somebody began and was killed over.
    Tree.objects.filter(digest=None, begun_at__lt=at - _GIVEN_UP).delete()
    tree = Tree.objects.create(size=len(read.units), kind_codes=list(read.kind_codes), begun_at=at)
    for pieces in batched(_pieces(tree, read), WRITTEN):
        with transaction.atomic():
            TreePiece.objects.bulk_create(pieces)
    for places in batched(_places(tree, read), WRITTEN):
        with transaction.atomic():
            TreePlaces.objects.bulk_create(places)
    try:
        with transaction.atomic():
            Tree.objects.filter(pk=tree.pk).update(digest=digest)
    except IntegrityError:
        # Another process was sooner with the same one.
        tree.delete()
    return Tree.objects.get(digest=digest)


def _pieces(tree: Tree, read: PeriodTree) -> Iterator[TreePiece]:
    ends = read.ends.astype("<i4")
    for number, part in pieces_of(len(read.units)):
        yield TreePiece(
            tree=tree,
            number=number,
            depths=read.depths[part].tobytes(),
            kinds=read.kinds[part].tobytes(),
            ends=ends[part].tobytes(),
            units=b"".join(unit.bytes for unit in read.units[part]),
        )


def _places(tree: Tree, read: PeriodTree) -> Iterator[TreePlaces]:
    found = sorted((unit, place) for place, unit in enumerate(read.units))
    for some in batched(found, PIECE):
        yield TreePlaces(
            tree=tree,
            least=some[0][0],
            places=np.fromiter((place for _unit, place in some), "<i4", len(some)).tobytes(),
            units=b"".join(unit.bytes for unit, _place in some),
        )
