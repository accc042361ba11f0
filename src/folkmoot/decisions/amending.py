"""The editor of an amendment: today's text, written as it is to be."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from django.http import QueryDict
from django.utils.translation import gettext as _

from folkmoot.decisions.editing import Editor, Preview
from folkmoot.decisions.forms import AmendmentForm
from folkmoot.decisions.queries.drafting import AmendedText
from folkmoot.documents.languages import Language, language_called
from folkmoot.documents.queries.versions import changes_proposed
from folkmoot.documents.rules.marked_points import MarkedPoint, with_changes_only
from folkmoot.kernel.errors import Refused


class WordingEditor(Editor):
    """What somebody made of the text that a draft amends, on top of the version they saw."""

    def __init__(
        self,
        posted: QueryDict | None,
        *,
        text: AmendedText,
        languages: Sequence[str],
        revision: int = 0,
        own: AmendmentForm | None = None,
    ) -> None:
        """Read the form that was sent, if one was; a new amendment also has its own words, in `own`."""
        super().__init__(posted, saved=text.wording or text.newest, languages=languages)
        self.text = text
        self.own = own
        self.revision = self.number_posted("revision") or revision
        # Whoever has seen below what others changed saves on top of it.
        self.on_version = self.number_posted("on_version") or text.number

    @property
    def meanwhile(self) -> list[tuple[Language, Sequence[MarkedPoint]]]:
        """What other amendments changed since the draft was written, language by language."""
        if not self.text.is_outdated:
            return []
        languages = [language_called(text.language) for text in self.text.newest.texts]
        return [(each, with_changes_only(self.text.changed_meanwhile(each.code))) for each in languages]

    @cached_property
    def previews(self) -> list[Preview]:
        """How the texts will look, with what changes in them marked."""
        return [
            Preview(
                language_called(text["language"]),
                text["title"],
                changes_proposed(self.text.newest_id, text["body"], text["language"]),
            )
            for text in self.looked_at()
        ]

    @cached_property
    def problems(self) -> list[str]:
        """Sentences that say what still hinders adoption."""
        found = super().problems
        if self.is_unchanged:
            found = [_unchanged(), *found]
        if self.text.is_outdated:
            found = [_("The text was changed by another amendment since this one was written."), *found]
        return found

    @cached_property
    def is_unchanged(self) -> bool:
        """Whether what was written says in every language what the newest text says already."""
        texts = list(self.looked_at())
        before = {each.language: (each.title, each.body.strip()) for each in self.text.newest.texts}
        same = all(before.get(each["language"]) == _words_of(each) for each in texts)
        return bool(texts) and same and len(texts) == len(before)

    @property
    def wants_saving(self) -> bool:
        """Whether it is to be saved; not to be gone on with where nothing is changed, which could not be adopted."""
        if self.step == "continue" and self._is_whole() and self.is_unchanged:
            self.refuse(Refused(_unchanged()))
            return False
        return super().wants_saving

    def _is_whole(self) -> bool:
        return super()._is_whole() and (self.own is None or self.own.is_valid())


def _unchanged() -> str:
    return _(
        "The text is as it was, so there is nothing to adopt yet. Change it below, or save the draft to go on later."
    )


def _words_of(text: Mapping[str, str]) -> tuple[str, str]:
    # As it is kept: browsers send other ends of lines.
    return text["title"].strip(), text["body"].replace("\r\n", "\n").strip()
