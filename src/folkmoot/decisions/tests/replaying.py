"""A version made again from the first and all that was done since."""

from uuid import UUID

from folkmoot.documents.models import Version
from folkmoot.documents.queries.versions import operations_of, versions_of, worded_points
from folkmoot.documents.rules import operations as rules
from folkmoot.documents.rules.operations import WordedPoint
from folkmoot.documents.tests.replaying import replayed


def replayed_points(version_id: UUID) -> list[WordedPoint]:
    """Return the points of a version as they follow from the first one and all operations since: what it must equal."""
    version = Version.objects.get(pk=version_id)
    first, *later = [each for each in versions_of(version.document_id) if each.number <= version.number]
    points = worded_points(first.pk)
    for each in later:
        points = replayed(points, _done(each))
    return points


def _done(version: Version) -> list[rules.Operation]:
    worded = {point.label: point for point in worded_points(version.pk)}
    return [
        rules.Operation(line.kind, line.old, None if line.new is None else worded[line.new])
        for line in operations_of(version.pk)
    ]
