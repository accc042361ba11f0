"""Votes in the open, and questions that a meeting is asked for its advice.

Who raised a hand is written nowhere. Names stand beside a vote where the roll was called, and where somebody stood aside.
"""

from fractions import Fraction
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _

from folkmoot.bylaws.rules.kinds import METHODS, Base, Matter, Method
from folkmoot.kernel.ids import new_id
from folkmoot.meetings.models.meetings import Meeting
from folkmoot.meetings.models.running import ARTICLE_LONGEST
from folkmoot.meetings.motions.models.motions import Amendment, Motion
from folkmoot.meetings.motions.rules.quoting import (
    count_in_words,
    majority_in_words,
    needed_in_words,
    quorum_in_words,
)
from folkmoot.meetings.motions.rules.voting import OUTCOMES, Outcome
from folkmoot.meetings.rules.words import ITEM_LONGEST
from folkmoot.people.models import Person


class VoteQuerySet(models.QuerySet["Vote"]):
    """Selections of votes."""

    def going_on(self) -> Self:
        """Keep those that were put and not counted."""
        return self.filter(decided_at=None)

    def decided(self) -> Self:
        """Keep those that were counted, replaced by a recount or not."""
        return self.filter(decided_at__isnull=False)

    def standing(self) -> Self:
        """Keep those that no recount took the place of."""
        return self.filter(replaced_at=None)

    def in_order(self) -> Self:
        """Sort by when they were put."""
        return self.order_by("put_at", "pk")


class Vote(models.Model):
    """A vote at a meeting: about a motion, an amendment, or what is said in a line. Its outcome is frozen with its rule.

    While it goes on it has a way and no figures. `present` are those with a vote who did not stand aside. A recount
    `replaces` the one before, which stays.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="votes")
    motion = models.ForeignKey(Motion, null=True, on_delete=models.PROTECT, related_name="votes")
    amendment = models.ForeignKey(Amendment, null=True, on_delete=models.PROTECT, related_name="votes")
    text = models.CharField(max_length=ITEM_LONGEST, blank=True)
    matter = models.CharField(max_length=20)
    method = models.CharField(max_length=12)
    put_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    replaces = models.OneToOneField("self", null=True, on_delete=models.CASCADE, related_name="replaced_by")
    replaced_at = models.DateTimeField(null=True)
    in_favour = models.PositiveIntegerField(default=0)
    against = models.PositiveIntegerField(default=0)
    abstained = models.PositiveIntegerField(default=0)
    invalid = models.PositiveIntegerField(default=0)
    present = models.PositiveIntegerField(default=0)
    members = models.PositiveIntegerField(default=0)
    outcome = models.CharField(max_length=10, blank=True)
    # The majority that was asked, exactly: "2/3", or more than it, of whom, and by which article.
    share = models.CharField(max_length=40, blank=True)
    more_than = models.BooleanField(default=False)
    base = models.CharField(max_length=10, blank=True)
    article = models.CharField(max_length=ARTICLE_LONGEST, blank=True)
    needed = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(default=0)
    quorum_needed = models.PositiveIntegerField(null=True)
    quorum_reached = models.PositiveIntegerField(null=True)
    quorum_article = models.CharField(max_length=ARTICLE_LONGEST, blank=True)

    objects = VoteQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(motion__isnull=False, amendment=None, text="")
                | Q(motion=None, amendment__isnull=False, text="")
                | (Q(motion=None, amendment=None) & ~Q(text="")),
                name="vote_is_about_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, outcome="") | (Q(decided_at__isnull=False) & ~Q(outcome="")),
                name="vote_is_decided_iff_it_has_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(present__gte=F("in_favour") + F("against") + F("abstained") + F("invalid")),
                name="vote_has_no_more_votes_than_people_present",
            ),
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(decided_at=None), name="one_vote_goes_on_at_a_meeting"
            ),
        )

    @property
    def goes_on(self) -> bool:
        """Whether it was put and not counted."""
        return self.decided_at is None

    @property
    def subject(self) -> str:
        """What it is about, in a line."""
        if self.motion is not None:
            return self.motion.title
        if self.amendment is not None:
            return _("Amendment to: %(title)s") % {"title": self.amendment.motion.title}
        return self.text

    @property
    def is_by_name(self) -> bool:
        """Whether the roll is called."""
        return self.method == Method.ROLL_CALL

    @property
    def is_about_procedure(self) -> bool:
        """Whether it is about how the meeting goes on."""
        return self.matter == Matter.PROCEDURE

    @property
    def method_in_words(self) -> str:
        """How people vote."""
        return str(METHODS[Method(self.method)])

    @property
    def outcome_in_words(self) -> str:
        """What came of it."""
        return str(OUTCOMES[Outcome(self.outcome)]) if self.outcome else ""

    @property
    def count_in_words(self) -> str:
        """Its figures."""
        return count_in_words(self.in_favour, self.against, self.abstained, self.invalid)

    @property
    def rule_in_words(self) -> str:
        """The majority it needed, with the article: "two thirds of those present, article 18.1: 8 of 11 needed"."""
        asked = majority_in_words(
            Fraction(self.share), Base(self.base), self.article, more_than=self.more_than
        )
        return needed_in_words(asked, self.needed, self.of)

    @property
    def quorum_in_words(self) -> str:
        """The quorum it needed, with its article and how many there were; "" where none was asked."""
        if self.quorum_needed is None:
            return ""
        return quorum_in_words(self.quorum_needed, self.members, self.quorum_article, self.quorum_reached)


class VoiceQuerySet(models.QuerySet["Voice"]):
    """Selections of what was said when the roll was called."""

    def aside(self) -> Self:
        """Keep those of people who stood aside."""
        return self.filter(choice="")

    def called(self) -> Self:
        """Keep those of people who answered."""
        return self.exclude(choice="")


class Voice(models.Model):
    """What somebody said when the roll was called, or that they stood aside. A meeting that raises hands has none."""

    id = models.UUIDField(primary_key=True, default=new_id)
    vote = models.ForeignKey(Vote, on_delete=models.CASCADE, related_name="voices")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    # A choice, or "" of whoever stood aside.
    choice = models.CharField(max_length=10, blank=True)

    objects = VoiceQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["vote", "person"], name="one_voice_per_vote_and_person"),
        )


class Teller(models.Model):
    """Somebody who counted the hands of a vote that was entered from a signed sheet."""

    id = models.UUIDField(primary_key=True, default=new_id)
    vote = models.ForeignKey(Vote, on_delete=models.CASCADE, related_name="tellers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["vote", "person"], name="one_teller_per_vote_and_person"),
        )


class Question(models.Model):
    """A question on which a meeting gives its advice: nothing is decided by it, and no quorum is asked."""

    id = models.UUIDField(primary_key=True, default=new_id)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="questions")
    text = models.CharField(max_length=ITEM_LONGEST)
    asked_at = models.DateTimeField()
    tallied_at = models.DateTimeField(null=True)
    present = models.PositiveIntegerField(default=0)


class Option(models.Model):
    """One of the answers to a question, and how many hands were raised for it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=ITEM_LONGEST)
    hands = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["question", "position"], name="one_option_at_a_position"),
        )
