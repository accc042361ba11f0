"""What points of decisions say, where features above name them: as they stand now, to whoever may read them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from folkmoot.decisions.models import Decision
from folkmoot.decisions.queries.papers import may_read
from folkmoot.documents.queries.versions import holding_versions, point_texts
from folkmoot.documents.rules.searched import plain
from folkmoot.people.models import Person

# A decision, and the number of a point of it.
Point = tuple[UUID, str]


def words_of_points(points: Collection[Point], person: Person, *, at: datetime) -> Mapping[Point, str]:
    """Return the words of points, of decisions that `person` may read, in the first of their languages; three questions."""
    named = [(pk, label) for pk, label in points if label]
    if not named:
        return {}
    rows = Decision.objects.filter(may_read(person, at=at), pk__in={pk for pk, _label in named})
    versions = holding_versions(documents := dict(rows.values_list("document", "pk")), at=at)
    decisions = {version.pk: documents[document] for document, version in versions.items()}
    found: dict[Point, dict[str, str]] = {}
    for version, language, point in point_texts(decisions, {label for _pk, label in named}):
        found.setdefault((decisions[version], point.label), {})[language] = plain(point)
    return {point: _chosen(texts, person.languages) for point, texts in found.items()}


def _chosen(texts: Mapping[str, str], languages: Sequence[str]) -> str:
    return next((texts[each] for each in languages if each in texts), texts[min(texts)])
