"""Minutes: a draft in named parts, and the versions that were adopted. People in their texts are references.

Who read a draft is not kept.
"""

from datetime import datetime

from django.db import models
from django.db.models import Q

from folkmoot.kernel.ids import new_id
from folkmoot.meetings.minutes.rules.minutes import Fixed
from folkmoot.meetings.models.meetings import Meeting
from folkmoot.people.models import Person

HEADING_LONGEST = 400
NAME_LONGEST = 36
LANGUAGE_LONGEST = 35


class Minutes(models.Model):
    """The minutes of a meeting. `revision` counts the changes of the draft, which is there while `is_draft`.

    `checked_by` found the draft right as it stands; whatever changes it undoes that.
    """

    meeting = models.OneToOneField(
        Meeting, primary_key=True, on_delete=models.CASCADE, related_name="minutes"
    )
    language = models.CharField(max_length=LANGUAGE_LONGEST)
    is_draft = models.BooleanField(default=True)
    revision = models.PositiveIntegerField(default=0)
    checked_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(is_draft=True) | Q(checked_by=None), name="minutes_are_checked_as_a_draft"
            ),
        )
        # What waits to be checked and adopted; most minutes are.
        indexes = (models.Index(fields=["meeting"], name="minutes_drafted", condition=Q(is_draft=True)),)


class MinutesPart(models.Model):
    """A named part of a draft. `state` is its text as Yjs keeps it, and `composed` that of the lines it wrote itself alone.

    What it was at each of the latest revisions comes of `base`, which it had at `base_revision`, and the edits since.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="parts")
    # "opening", "closing", or the id of an item of the agenda.
    name = models.CharField(max_length=NAME_LONGEST)
    position = models.PositiveSmallIntegerField()
    heading = models.CharField(max_length=HEADING_LONGEST, blank=True)
    revision = models.PositiveIntegerField(default=0)
    state = models.BinaryField()
    composed = models.BinaryField()
    base = models.BinaryField()
    base_revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["minutes", "name"], name="one_part_of_minutes_of_a_name"),
        )


class MinutesEdit(models.Model):
    """One change to a part, as an update of Yjs: with it the part had this revision. Nothing says whose it was."""

    id = models.UUIDField(primary_key=True, default=new_id)
    part = models.ForeignKey(MinutesPart, on_delete=models.CASCADE, related_name="edits")
    revision = models.PositiveIntegerField()
    update = models.BinaryField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["part", "revision"], name="one_edit_of_minutes_at_a_revision"),
        )


class MinutesVersion(models.Model):
    """Minutes as a meeting adopted them, never changed. `text` has the heading and the text of each part."""

    id = models.UUIDField(primary_key=True, default=new_id)
    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    adopted_at = models.DateTimeField()
    adopted_by = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    text = models.JSONField()
    salt = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    # By which its entry in the ledger is found.
    act_id = models.UUIDField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["minutes", "number"], name="one_version_of_minutes_of_a_number"),
        )

    @property
    def parts(self) -> list[Fixed]:
        """Its parts in order."""
        return [Fixed(heading, text) for heading, text in self.text]

    @property
    def adopted(self) -> datetime:
        """When it was adopted, by the clocks of the unit that did."""
        return self.adopted_by.unit.local(self.adopted_at)


class MinutesName(models.Model):
    """Whom a reference in minutes stands for. Once they are erased it stands for nobody, and the text is as it was."""

    id = models.UUIDField(primary_key=True, default=new_id)
    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="names")
    number = models.PositiveSmallIntegerField()
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["minutes", "number"], name="one_name_in_minutes_of_a_number"),
            models.UniqueConstraint(fields=["minutes", "person"], name="one_name_in_minutes_per_person"),
        )
