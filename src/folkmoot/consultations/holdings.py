"""What is held about a person as one who is asked about drafts, and for how long."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from folkmoot.access.holdings import ONLY_REFERS, Field, Holding, reading
from folkmoot.consultations.actions.speaking import forget_speech
from folkmoot.consultations.models import Comment
from folkmoot.consultations.models.speech import CommentQuerySet
from folkmoot.kernel.keeping import Aged, Keeping

# For as long as answers are argued about: until the next congress has come round in most bodies.
COMMENTS_KEPT = timedelta(days=365)
_READERS = ("consultations.see_comments",)


def comments_due(at: datetime) -> CommentQuerySet:
    """Return the comments whose time has come: a year after the end, or at once when the member left or nobody asks any more."""
    is_over = Q(consultation__ends_at__lte=at - COMMENTS_KEPT) | Q(consultation__withdrawn_at__isnull=False)
    staying = Comment.objects.by_members(at).order_by().values("pk")
    return Comment.objects.filter(is_over | ~Q(pk__in=staying))


HOLDINGS = (
    Holding(
        "consultations_comment",
        _("What I said about drafts"),
        _("so that those who write the text hear what members think of it"),
        (
            Field("person_id", _("Who"), _READERS, shown="person__name"),
            Field("consultation_id", _("Asked by"), _READERS, shown="consultation__body__name"),
            Field("point", _("Point"), _READERS),
            Field("text", _("What I said"), _READERS),
            Field("is_signed", _("With my name"), _READERS),
        ),
        reading(lambda person: Comment.objects.of(person).order_by("consultation", "point")),
        {"id": ONLY_REFERS},
        where=_("in the body that asked"),
        seen_as=_("what I said: with my name if I chose so, or else the words alone once all is over"),
    ),
)
KEEPINGS = (
    Keeping(
        _(
            "until taken back, the consultation is withdrawn or a year over, or the person leaves or is erased"
        ),
        frozenset({"consultations_comment"}),
        Aged(comments_due),
        ended_by=("consultations.withdraw_comment", "rights.erase_person"),
    ),
)


def erase(person_id: UUID, limit: int) -> int:  # noqa: ARG001  -- as many rows as texts have points
    """Forget what somebody who was erased said about drafts, and return how many rows."""
    return forget_speech(person_id)
