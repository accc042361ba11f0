"""Lessons: what is read about a point of a decision. What members are offered was looked over by a second editor."""

from collections.abc import Collection
from typing import Self

from django.db import models
from django.db.models import Q

from folkmoot.documents.hanging import HangingFile
from folkmoot.kernel.ids import new_id
from folkmoot.study.models.material import Programme
from folkmoot.study.rules.cards import POINT_LONGEST
from folkmoot.study.rules.lesson_files import ALT_LONGEST
from folkmoot.study.rules.programmes import TITLE_LONGEST, Level

_CODE_LONGEST = 10


class LessonQuerySet(models.QuerySet["Lesson"]):
    """Selections of lessons."""

    def offered(self) -> Self:
        """Keep those that are read: published, not taken out, of a programme that is offered."""
        return self.standing().filter(
            current__isnull=False, programme__published_at__isnull=False, programme__ended_at=None
        )

    def standing(self) -> Self:
        """Keep those that were not taken out."""
        return self.filter(ended_at=None)

    def for_lines(self, lines: Collection[str]) -> Self:
        """Keep those of programmes for whoever is at home below the units with these paths."""
        return self.filter(programme__unit__path__in=lines)


class Lesson(models.Model):
    """What is read about a point of a decision. Members read its `current` text, None before it is published."""

    id = models.UUIDField(primary_key=True, default=new_id)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="lessons")
    # Another feature's model, so by name.
    decision = models.ForeignKey("decisions.Decision", on_delete=models.PROTECT, related_name="+")
    current = models.OneToOneField(
        "study.LessonText", null=True, on_delete=models.SET_NULL, related_name="read_as"
    )
    # Counts each time it was written, so that nobody writes over what they have not seen.
    revision = models.PositiveIntegerField(default=1)
    ended_at = models.DateTimeField(null=True)

    objects = LessonQuerySet.as_manager()


class LessonText(models.Model):
    """The text of a lesson, about the point with this number in a version of the decision; a draft until it is published."""

    id = models.UUIDField(primary_key=True, default=new_id)
    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="texts")
    title = models.CharField(max_length=TITLE_LONGEST)
    # Markdown.
    body = models.TextField()
    minutes = models.PositiveSmallIntegerField()
    level = models.CharField(max_length=_CODE_LONGEST, default=Level.BASIC)
    language = models.CharField(max_length=35)
    point = models.CharField(max_length=POINT_LONGEST)
    version = models.ForeignKey(
        "documents.Version", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["lesson"], condition=Q(published_at=None), name="one_draft_of_a_lesson"
            ),
        )


class LessonFile(HangingFile):
    """A picture or a sound in the text of a lesson, and what is said of it to whoever sees or hears it not."""

    text = models.ForeignKey(LessonText, on_delete=models.CASCADE, related_name="files", db_index=False)
    alt = models.CharField(max_length=ALT_LONGEST)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["text", "sha256"], name="lesson_has_a_content_once"),
            models.UniqueConstraint(fields=["text", "name"], name="lesson_has_a_name_of_a_file_once"),
        )
