"""Documents: what decisions are made of. A draft is text; once it is fixed, its points have rows of their own."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from folkmoot.documents.fulltext import TABLE, WordsField
from folkmoot.documents.hanging import HangingFile
from folkmoot.documents.rules.operations import Kind
from folkmoot.kernel.ids import new_id

LABEL_LONGEST = 120
# A moment given, or where nobody gives one, that of the database.
Moment = datetime | Now


class Document(models.Model):
    """A text with a life: it keeps its id through all its versions and languages."""

    id = models.UUIDField(primary_key=True, default=new_id)
    created_at = models.DateTimeField()


class VersionQuerySet(models.QuerySet["Version"]):
    """Selections of versions."""

    def drafts(self) -> Self:
        """Keep those whose words may still change."""
        return self.filter(fixed_at=None)

    def newest_first(self) -> Self:
        """Sort from the latest version to the first."""
        return self.order_by("-number", "pk")

    def kept(self) -> Self:
        """Keep those that were not withdrawn before they began to hold."""
        return self.filter(withdrawn_at=None)

    def holding(self, at: Moment) -> Self:
        """Keep those that have begun to hold by the moment `at`; of one document, the one with the highest number holds."""
        return self.kept().filter(Q(holds_from=None) | Q(holds_from__lte=at))


class Version(models.Model):
    """One wording of a document. `revision` counts the times its draft was saved; `digest` seals what was fixed, files included.

    The first holds from the beginning; a later one from `holds_from` on, unless it was withdrawn before that.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(default=1)
    revision = models.PositiveIntegerField(default=1)
    fixed_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    holds_from = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["document", "number"], name="one_version_per_number"),
            models.UniqueConstraint(
                fields=["document"], condition=Q(fixed_at=None), name="one_draft_per_document"
            ),
            models.CheckConstraint(
                condition=Q(fixed_at=None, digest="") | (Q(fixed_at__isnull=False) & ~Q(digest="")),
                name="version_fixed_iff_it_has_a_digest",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(holds_from__gt=models.F("withdrawn_at")),
                name="version_withdrawn_only_before_it_holds",
            ),
        )

    @property
    def known_from(self) -> datetime | None:
        """From when on whoever reads the document reads this: once it holds, and not before it was entered."""
        return max(filter(None, [self.holds_from, self.fixed_at]), default=None)

    @property
    def is_draft(self) -> bool:
        """Whether its words may still change."""
        return self.fixed_at is None


class Text(models.Model):
    """A version in one language, as it was written. `sought` is its title as people search for it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=35)
    title = models.CharField(max_length=300)
    sought = models.CharField(max_length=600)
    body = models.TextField(blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["version", "language"], name="one_text_per_language"),)


class Attachment(HangingFile):
    """A file that hangs on a version."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="attachments")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["version", "sha256"], name="one_attachment_per_content"),
            models.UniqueConstraint(fields=["version", "name"], name="one_attachment_per_name"),
        )


class Point(models.Model):
    """A numbered point of a fixed version, the same in every language; `label` is its number as it is cited.

    The text before the first point is kept as a point without a label.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="points")
    ordinal = models.PositiveIntegerField()
    label = models.CharField(max_length=LABEL_LONGEST, blank=True)
    depth = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["version", "ordinal"], name="one_point_per_ordinal"),)


class PointText(models.Model):
    """What a point says in one language: its heading, and its Markdown as it was written."""

    id = models.UUIDField(primary_key=True, default=new_id)
    point = models.ForeignKey(Point, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=35)
    heading = models.TextField(blank=True)
    markdown = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["point", "language"], name="one_point_text_per_language"),
        )


class IndexedDocument(models.Model):
    """A document whose fixed words can be searched; the later its latest words were fixed, the higher its id."""

    id = models.BigAutoField(primary_key=True)
    document = models.OneToOneField(Document, on_delete=models.CASCADE, related_name="indexed")
    version = models.OneToOneField(Version, on_delete=models.CASCADE, related_name="+")


class IndexedPoint(models.Model):
    """A point of an indexed document in one language: as it is shown in a result, and folded into words.

    `words` has a space before and after each, so that whole words and beginnings are found by plain comparison.
    """

    id = models.BigAutoField(primary_key=True)
    indexed = models.ForeignKey(IndexedDocument, on_delete=models.CASCADE, related_name="points")
    language = models.CharField(max_length=35)
    ordinal = models.PositiveIntegerField()
    label = models.CharField(max_length=LABEL_LONGEST, blank=True)
    text = models.TextField()
    words = models.TextField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["indexed", "language", "ordinal"], name="one_indexed_point_per_language"
            ),
        )


class WordIndex(models.Model):
    """The words of indexed documents: the table that each database searches in its own way."""

    # No constraint of the database: a virtual table of SQLite has none.
    indexed = models.OneToOneField(
        IndexedDocument,
        primary_key=True,
        db_column="rowid",
        db_constraint=False,
        on_delete=models.DO_NOTHING,
        related_name="index",
    )
    words = WordsField()

    class Meta:
        managed = False
        db_table = TABLE


class Operation(models.Model):
    """What was done to one point of the version before to make `version`, in order; `rules.operations` says what each does.

    `old` is the point it is done to, or stands behind if it is new; `new` is the point as `version` has it.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="operations")
    ordinal = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in Kind])
    old = models.ForeignKey(Point, null=True, on_delete=models.CASCADE, related_name="+")
    new = models.ForeignKey(Point, null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["version", "ordinal"], name="one_operation_per_ordinal"),
            models.CheckConstraint(
                condition=Q(kind=Kind.STRIKE, new=None) | (~Q(kind=Kind.STRIKE) & Q(new__isnull=False)),
                name="operation_strikes_iff_it_leaves_nothing",
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.INSERT) | Q(old__isnull=False), name="operation_is_done_to_a_point"
            ),
        )
