"""The editor of news, and choosing whom it is for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.safestring import SafeString

from folkmoot.decisions.choosing import Choosing
from folkmoot.decisions.editing import Editor
from folkmoot.documents.languages import Language, language_called
from folkmoot.documents.rules.prose import must_be_prose
from folkmoot.documents.rules.rendering import told_html_of
from folkmoot.kernel.errors import Refused
from folkmoot.news.forms import NewsAudienceForm, NewsTextForms
from folkmoot.news.rules.lasting import must_last
from folkmoot.ui.forms import show_refusal
from folkmoot.units.models import Unit


@dataclass(frozen=True)
class ProsePreview:
    """How one text will look."""

    language: Language
    title: str
    html: SafeString | str


class NewsEditor(Editor):
    """What somebody typed into the page of news, or what was last saved if they typed nothing yet."""

    text_forms: Any = NewsTextForms

    @cached_property
    def prose(self) -> list[ProsePreview]:
        """How the texts will look: those typed, if they were sent to be looked at, else those saved."""
        return [_preview(text) for text in self.looked_at()]

    @cached_property
    def problems(self) -> list[str]:
        """Sentences that say what still hinders publishing."""
        return [sentence for text in self.looked_at() for sentence in _faults_of(text)]


class NewsChoice(Choosing):
    """An audience being chosen for news, and until when it is news."""

    form: NewsAudienceForm
    sent = frozenset({"look", "publish"})

    def __init__(self, body: Unit, *, posted: QueryDict | None, asked: QueryDict, at: datetime) -> None:
        """Read what was chosen so far."""
        super().__init__(body, posted=posted, asked=asked, at=at)
        self.form = NewsAudienceForm(posted, narrowings=self.narrowings)

    @cached_property
    def is_made(self) -> bool:
        """Whether it was sent to be looked over or published, and can be so; if not, the form says why."""
        if self.step not in self.sent or self.refusal is not None or not self.form.is_valid():
            return False
        lasting, today = self.form.cleaned_data, self.body.local(self.at).date()
        try:
            found = bool(self.addressees)
            must_last(lasting["until"], is_pinned=lasting["is_pinned"], today=today)
        except Refused as refusal:
            show_refusal(self.form, refusal)
            return False
        return found

    @property
    def given(self) -> dict[str, object]:
        """The choice as `publish_item` takes it."""
        lasting = {name: self.form.cleaned_data[name] for name in ("until", "is_pinned")}
        return {"unit_id": self.unit.pk, **self.form.narrowing, **lasting}


def _preview(text: Mapping[str, str]) -> ProsePreview:
    return ProsePreview(
        language_called(text["language"]),
        text["title"],
        "" if _faults_of(text) else told_html_of(text["body"]),
    )


def _faults_of(text: Mapping[str, str]) -> Sequence[str]:
    try:
        must_be_prose(text["language"], text["body"])
    except Refused as refusal:
        return [str(refusal)]
    return []
