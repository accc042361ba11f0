"""Texts that are read whole, without points to cite."""

from django.utils.translation import gettext as _

from folkmoot.documents.rules.markdown import structure_of
from folkmoot.kernel.errors import Refused


def must_be_prose(language: str, markdown: str) -> None:
    """Let only a text through that says something and can be shown.

    :raises Refused: if it is empty, or a paragraph is too long to be shown.
    """
    if not markdown.strip():
        raise Refused(
            _("There is no text in %(language)s yet. Write it, or take this language away.")
            % {"language": language},
            field="texts",
        )
    structure_of(markdown)
