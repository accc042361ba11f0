"""What members say in a consultation: their own speech, addressed to the body that asked."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from folkmoot.consultations.models.answers import POINT_LONGEST, Answer
from folkmoot.consultations.models.consultation import Consultation
from folkmoot.kernel.ids import private_id
from folkmoot.people.models import Membership, Person


class CommentQuerySet(models.QuerySet["Comment"]):
    """Selections of comments."""

    def of(self, person: Person) -> Self:
        """Keep those of one person."""
        return self.filter(person=person)

    def by_members(self, at: datetime) -> Self:
        """Keep those of people who are members at the moment `at`: whoever leaves takes their words along."""
        return self.filter(Exists(Membership.objects.current(at).filter(person=OuterRef("person"))))

    def readable(self, at: datetime) -> Self:
        """Keep those that the body may read at the moment `at`: signed ones at once, the others once it is over.

        Shown as they come in, a comment without a name would be told by its moment: who was just seen to write?
        """
        may_be_read = Q(is_signed=True) | Q(consultation__ends_at__lte=at)
        return self.filter(may_be_read, consultation__withdrawn_at=None).by_members(at)

    def in_no_order(self) -> Self:
        """Sort by random numbers, so that neither when one was written nor after which shows."""
        return self.order_by("pk")


class Comment(models.Model):
    """What somebody said about a point, or about the whole where `point` is empty; with their name only if they chose so.

    No moment is kept: with the rounds of a meeting beside it, it would name whoever wrote without a name.
    """

    id = models.UUIDField(primary_key=True, default=private_id)
    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    point = models.CharField(max_length=POINT_LONGEST, blank=True)
    text = models.TextField()
    is_signed = models.BooleanField()
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
