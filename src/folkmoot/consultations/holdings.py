"""What is held about a person as one who is asked about drafts, and for how long."""

from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from folkmoot.access.holdings import ONLY_REFERS, Field, Holding, reading
from folkmoot.consultations.actions.speaking import forget_speech
from folkmoot.consultations.models import Comment, Consultation, GivenOpinion
from folkmoot.consultations.models.consultation import ConsultationQuerySet
from folkmoot.consultations.models.opinions import GivenOpinionQuerySet
from folkmoot.consultations.models.speech import CommentQuerySet
from folkmoot.documents.queries import title_of
from folkmoot.kernel.keeping import Aged, Keeping
from folkmoot.people.models import Membership, Person

# For as long as answers are argued about: until the next congress has come round in most bodies.
COMMENTS_KEPT = timedelta(days=365)
# The figures are taken within minutes; a worker that stood still has a month for it.
OPINIONS_KEPT = timedelta(days=30)
_READERS = ("consultations.see_comments",)
Rows = TypeVar("Rows", bound="QuerySet[Any, Any]")


def comments_over(at: datetime) -> CommentQuerySet:
    """Return the comments of which nobody is asked any more: a year after the end, or at once when it was withdrawn."""
    return Comment.objects.filter(consultation__in=_over(at).values("pk"))


def comments_left(at: datetime) -> CommentQuerySet:
    """Return those of people who left, in consultations that are not over for so long.

    What is read without a name stays when they leave: who ends a membership would see whose it was.
    """
    left = Comment.objects.filter(_has_left(at)).of_who_left(at)
    return left.exclude(consultation__in=_over(at).values("pk"))


def opinions_over(at: datetime) -> GivenOpinionQuerySet:
    """Return the opinions that were added up: a month after the end, or at once when it was withdrawn."""
    return GivenOpinion.objects.filter(consultation__in=_added_up(at).values("pk"))


def opinions_left(at: datetime) -> GivenOpinionQuerySet:
    """Return those of people who left, where they are still to be added up or were lately."""
    return GivenOpinion.objects.filter(_has_left(at)).exclude(consultation__in=_added_up(at).values("pk"))


def _over(at: datetime) -> ConsultationQuerySet:
    return Consultation.objects.filter(Q(ends_at__lte=at - COMMENTS_KEPT) | Q(withdrawn_at__isnull=False))


def _added_up(at: datetime) -> ConsultationQuerySet:
    is_counted = Q(ends_at__lte=at - OPINIONS_KEPT, counted_at__isnull=False)
    return Consultation.objects.filter(is_counted | Q(withdrawn_at__isnull=False))


def _has_left(at: datetime) -> Q:
    # Whoever left has a membership that ended, which is found by its day, and none that goes on.
    ended = Membership.objects.filter(ended_at__lte=at)
    staying = Membership.objects.current(at).filter(person=OuterRef("person"))
    return Q(person__in=ended.values("person")) & ~Q(Exists(staying))


def _titled(rows: Rows, person: Person) -> Rows:
    """Return rows about drafts with the `title` that each had when people were asked, which stays as it was."""
    title = title_of("consultation__document", person.languages, at=Now())
    return rows.annotate(title=title).order_by("consultation", "point")


HOLDINGS = (
    Holding(
        "consultations_comment",
        _("What I said about drafts"),
        _("so that those who write the text hear what members think of it"),
        (
            Field("person_id", _("Who"), _READERS, shown="person__name"),
            Field("consultation_id", _("Draft"), _READERS, shown="title"),
            Field("asked_by", _("Asked by"), _READERS, shown="consultation__body__name"),
            Field("point", _("Point"), _READERS),
            Field("text", _("What I said"), _READERS),
            Field("is_signed", _("With my name"), _READERS),
            Field("is_withheld", _("Not read, as nearly everybody else signed")),
            Field("answer_id", _("Answer"), _READERS, shown="answer__text"),
        ),
        reading(lambda person: _titled(Comment.objects.of(person), person)),
        {"id": ONLY_REFERS},
        where=_("in the body that asked"),
        seen_as=_("what I said: with my name if I chose so, or else the words alone once all is over"),
    ),
    Holding(
        "consultations_givenopinion",
        _("What I think of drafts"),
        _("to add up what members think of each point; others see sums, and never who"),
        (
            Field("person_id", _("Who"), shown="person__name"),
            Field("consultation_id", _("Draft"), shown="title"),
            Field("asked_by", _("Asked by"), shown="consultation__body__name"),
            Field("point", _("Point")),
            Field("opinion", _("My opinion")),
        ),
        reading(lambda person: _titled(GivenOpinion.objects.of(person), person)),
    ),
)
KEEPINGS = (
    Keeping(
        _(
            "until taken back, the consultation is withdrawn or a year over, or the person leaves or is erased; "
            "words read without a name stay as nobody’s"
        ),
        frozenset({"consultations_comment"}),
        Aged(comments_over, [comments_left]),
        ended_by=("consultations.withdraw_comment", "rights.erase_person"),
    ),
    Keeping(
        _("until taken back, a month after all is over, or the person leaves or is erased"),
        frozenset({"consultations_givenopinion"}),
        Aged(opinions_over, [opinions_left]),
        ended_by=("consultations.withdraw_opinion", "rights.erase_person"),
    ),
)


def erase(person_id: UUID, limit: int) -> int:  # noqa: ARG001  -- as many rows as texts have points
    """Forget what somebody who was erased said about drafts, and return how many rows."""
    return forget_speech(person_id)
