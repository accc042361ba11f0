"""A document's wordings one after another: which holds when, and what changed from one to another."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from operator import attrgetter
from uuid import UUID

from django.db.models import Exists, OuterRef

from folkmoot.documents.models import Operation, PointText, Text, Version
from folkmoot.documents.models import Point as PointRow
from folkmoot.documents.rules.marked_points import MarkedPoint, marked_points
from folkmoot.documents.rules.operations import Kind, WordedPoint, Wording
from folkmoot.documents.rules.points import Point, points_as_written
from folkmoot.kernel.errors import Refused


@dataclass(frozen=True)
class OperationLine:
    """One operation as it is listed, by the numbers of the points before and after it."""

    kind: Kind
    old: str | None
    new: str | None


def newest_version(document_id: UUID) -> Version:
    """Return the version on top of which the next is written: the latest that was fixed and not withdrawn."""
    return Version.objects.filter(document=document_id, fixed_at__isnull=False).kept().newest_first()[0]


def version_called(version_id: UUID) -> Version:
    """Return the version with this id, which is there."""
    return Version.objects.get(pk=version_id)


def holding_version(document_id: UUID, *, at: datetime) -> Version:
    """Return the version that holds at the moment `at`, the draft of a document that was never fixed."""
    return Version.objects.filter(document=document_id).holding(at).newest_first()[0]


def versions_until(document_id: UUID, *, at: datetime) -> list[UUID]:
    """Return the ids of the versions that held at some time until the moment `at`; of a draft its only one."""
    return list(Version.objects.filter(document=document_id).holding(at).values_list("pk", flat=True))


def versions_of(document_id: UUID) -> list[Version]:
    """Return the fixed versions of a document that were not withdrawn, the first one first."""
    return list(
        Version.objects.filter(document=document_id, fixed_at__isnull=False).kept().order_by("number")
    )


def holding_versions(document_ids: Collection[UUID], *, at: datetime) -> dict[UUID, Version]:
    """Return for each of some documents the version that holds at the moment `at`, in one query."""
    versions = Version.objects.filter(document__in=document_ids, fixed_at__isnull=False).holding(at)
    return {version.document_id: version for version in versions.order_by("number")}


# What a fixed version says never changes, nor in how many languages.
@lru_cache(maxsize=256)
def languages_of(version_id: UUID) -> tuple[str, ...]:
    """Return the languages a fixed version is written in, sorted by their codes."""
    return tuple(
        Text.objects.filter(version=version_id).order_by("language").values_list("language", flat=True)
    )


def worded_points(version_id: UUID) -> list[WordedPoint]:
    """Return the points of a fixed version in order, each in all its languages."""
    rows = PointText.objects.filter(point__version=version_id).order_by("point__ordinal")
    fields = ("point__label", "point__depth", "language", "heading", "markdown")
    wordings: dict[tuple[str, int], list[Wording]] = {}
    for label, depth, *wording in rows.values_list(*fields):
        wordings.setdefault((label, depth), []).append(Wording(*wording))
    # Databases sort codes of languages each in their own way.
    return [
        WordedPoint(label, depth, tuple(sorted(found, key=attrgetter("language"))))
        for (label, depth), found in wordings.items()
    ]


def points_in_language(version_id: UUID, language: str) -> list[Point]:
    """Return the points of a fixed version in one language, in order."""
    rows = PointText.objects.filter(point__version=version_id, language=language).order_by("point__ordinal")
    fields = ("point__label", "point__depth", "heading", "markdown")
    return [Point(*row) for row in rows.values_list(*fields)]


def point_texts(versions: Collection[UUID], labels: Collection[str]) -> Iterable[tuple[UUID, str, Point]]:
    """Return the points with these numbers in fixed versions, in each of their languages."""
    rows = PointText.objects.filter(point__version__in=list(versions), point__label__in=list(labels))
    fields = ("point__version", "language", "point__label", "point__depth", "heading", "markdown")
    for version, language, *point in rows.values_list(*fields):
        yield version, language, Point(*point)


def labels_of(document_id: UUID) -> list[str]:
    """Return the numbers of the points of a document that has one fixed version, in order."""
    points = PointRow.objects.filter(version__document=document_id, version__fixed_at__isnull=False)
    return list(points.exclude(label="").order_by("ordinal").values_list("label", flat=True))


def labels_of_version(version_id: UUID) -> list[str]:
    """Return the numbers of the points of one fixed version, in order."""
    points = PointRow.objects.filter(version=version_id).exclude(label="").order_by("ordinal")
    return list(points.values_list("label", flat=True))


def has_later(version: str, *, at: datetime) -> Exists:
    """Return the expression whether a later version holds at the moment `at` than the one that the field `version` points to."""
    later = Version.objects.filter(
        document=OuterRef(f"{version}__document"), number__gt=OuterRef(f"{version}__number")
    )
    return Exists(later.filter(fixed_at__isnull=False).holding(at))


@lru_cache(maxsize=32)
def changes_between(before_id: UUID, after_id: UUID, language: str) -> tuple[MarkedPoint, ...]:
    """Return the points of one fixed version, marked against an earlier one; none if either is not in `language`."""
    before, after = points_in_language(before_id, language), points_in_language(after_id, language)
    return tuple(marked_points(before, after)) if before and after else ()


def changes_proposed(before_id: UUID, body: str, language: str) -> Sequence[MarkedPoint]:
    """Return the points of a text that is still being written, marked against a fixed version.

    None if that is not in `language`, or the text cannot be shown.
    """
    before = points_in_language(before_id, language)
    try:
        return marked_points(before, points_as_written(body)) if before else []
    except Refused:
        # Why it cannot be shown stands among what hinders adoption.
        return []


def operations_of(version_id: UUID) -> list[OperationLine]:
    """Return what led to a version from the one before it, in order; nothing for a first version."""
    return operations_of_all([version_id])[version_id]


def operations_of_all(version_ids: Collection[UUID]) -> defaultdict[UUID, list[OperationLine]]:
    """Return for each of some versions what `operations_of` does, in one query."""
    rows = Operation.objects.filter(version__in=version_ids).select_related("old", "new").order_by("ordinal")
    found: defaultdict[UUID, list[OperationLine]] = defaultdict(list)
    for row in rows:
        old, new = row.old.label if row.old else None, row.new.label if row.new else None
        found[row.version_id].append(OperationLine(Kind(row.kind), old, new))
    return found
