"""Whether the texts of a document in its languages are in order, and have the same points."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from folkmoot.documents.rules.points import points_of, same_points
from folkmoot.kernel.errors import Refused


def disagreements(bodies: Mapping[str, str]) -> list[str]:
    """Return in sentences what is missing or differs in `bodies`, Markdown by language; none if they can be adopted."""
    found = [sentence for language, body in bodies.items() for sentence in _faults_of(language, body)]
    if found or not bodies:
        return found
    first, *others = bodies
    return [
        sentence
        for other in others
        for sentence in same_points(bodies[first], bodies[other], one_name=first, other_name=other)
    ]


def _faults_of(language: str, body: str) -> list[str]:
    if not body.strip():
        return [
            _("There is no text in %(language)s yet. Write it, or take this language away.")
            % {"language": language}
        ]
    try:
        points_of(body)
    except Refused as refusal:
        return [str(refusal)]
    return []
