"""Of which consultations somebody may know: what the acts are given; anything else is to them not there."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from folkmoot.access.policy import visible
from folkmoot.consultations.models import Comment, Consultation, GivenOpinion
from folkmoot.consultations.queries.reaching import OPEN, of_bodies, readable
from folkmoot.kernel.sight import Asking


def consultations_known(asking: Asking) -> set[UUID]:
    """Return those that `to` may read, opens for its body, or has said something in: that they may take back anywhere."""
    read = readable(asking.to, at=asking.at).order_by().values("pk")
    opened = visible(Consultation.objects.all(), asking.to, OPEN, at=asking.at).order_by().values("pk")
    spoken = Exists(Comment.objects.of(asking.to).filter(consultation=OuterRef("pk")))
    given = Exists(GivenOpinion.objects.of(asking.to).filter(consultation=OuterRef("pk")))
    theirs = spoken | given
    known = Consultation.objects.filter(Q(pk__in=read) | Q(pk__in=opened) | theirs, pk__in=asking.ids)
    return set(known.values_list("pk", flat=True))


def comments_known(asking: Asking) -> set[UUID]:
    """Return those comments that `to` may read for the body that asked."""
    asked = of_bodies(asking.to, at=asking.at).order_by().values("pk")
    read = Comment.objects.readable(asking.at).filter(consultation__in=asked, pk__in=asking.ids)
    return set(read.values_list("pk", flat=True))
