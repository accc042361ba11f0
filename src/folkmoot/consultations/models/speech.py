"""What members say in a consultation: their own speech, addressed to the body that asked."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from folkmoot.consultations.models.answers import POINT_LONGEST, Answer
from folkmoot.consultations.models.consultation import Consultation
from folkmoot.kernel.ids import private_id
from folkmoot.people.models import Membership, Person

_IS_READ_UNSIGNED = Q(
    is_signed=False,
    is_withheld=None,
    consultation__shows_unsigned=True,
    consultation__counted_at__isnull=False,
)


def _is_by_member(at: datetime) -> Exists:
    return Exists(Membership.objects.current(at).filter(person=OuterRef("person")))


class CommentQuerySet(models.QuerySet["Comment"]):
    """Selections of comments."""

    def of(self, person: Person) -> Self:
        """Keep those of one person."""
        return self.filter(person=person)

    def unsigned(self) -> Self:
        """Keep those without a name."""
        return self.filter(is_signed=False)

    def read_unsigned(self) -> Self:
        """Keep those that are read without a name, now and whatever becomes of their authors."""
        return self.filter(_IS_READ_UNSIGNED)

    def of_who_left(self, at: datetime) -> Self:
        """Keep those that go with an author who is no member at the moment `at`: all that are not `read_unsigned`."""
        return self.filter(~_IS_READ_UNSIGNED, ~_is_by_member(at))

    def readable(self, at: datetime) -> Self:
        """Keep those that the body may read at the moment `at`: signed ones at once, the others once all is added up.

        Shown as they come in, a comment without a name would be told by its moment: who was just seen to write? For the
        same reason those that are read stay when their author leaves: the one that is missing then would be theirs.
        """
        is_fixed = _IS_READ_UNSIGNED & Q(consultation__counted_at__lte=at)
        may_be_read = is_fixed | Q(_is_by_member(at), is_signed=True)
        return self.filter(may_be_read, consultation__withdrawn_at=None)

    def in_no_order(self) -> Self:
        """Sort by random numbers, so that neither when one was written nor after which shows."""
        return self.order_by("pk")


class Comment(models.Model):
    """What somebody said about a point, or about the whole where `point` is empty; with their name only if they chose so.

    No moment is kept: with the rounds of a meeting beside it, it would name whoever wrote without a name.
    """

    id = models.UUIDField(primary_key=True, default=private_id)
    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="+", db_index=False)
    # None once the author of words that are read without a name was erased.
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    point = models.CharField(max_length=POINT_LONGEST, blank=True)
    text = models.TextField()
    is_signed = models.BooleanField()
    # True if it stays unread because nearly all who were asked signed there; found out once, with the figures.
    is_withheld = models.BooleanField(null=True)
    # The answer that was given to this one, if the body chose it; an answer to all of a point needs no mark.
    answer = models.ForeignKey(Answer, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = CommentQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["consultation", "person", "point"], name="one_comment_per_person_and_point"
            ),
        )
        # What the body reads of a point, page by page.
        indexes = (models.Index(fields=["consultation", "point", "id"], name="comment_by_point"),)
