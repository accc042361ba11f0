"""Documents: what decisions are made of. A draft is text; once it is fixed, its points have rows of their own."""

from typing import Self

from django.db import models

from folkmoot.documents.fulltext import TABLE, WordsField
from folkmoot.kernel.ids import new_id

LABEL_LONGEST = 120


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


class Version(models.Model):
    """One wording of a document. `revision` counts the times its draft was saved; `digest` seals what was fixed."""

    id = models.UUIDField(primary_key=True, default=new_id)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(default=1)
    revision = models.PositiveIntegerField(default=1)
    fixed_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["document", "number"], name="one_version_per_number"),
            models.UniqueConstraint(
                fields=["document"], condition=models.Q(fixed_at=None), name="one_draft_per_document"
            ),
            models.CheckConstraint(
                condition=models.Q(fixed_at=None, digest="")
                | (models.Q(fixed_at__isnull=False) & ~models.Q(digest="")),
                name="version_fixed_iff_it_has_a_digest",
            ),
        )

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
