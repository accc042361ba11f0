"""The editor of a draft: what was typed, in all languages, and what to do with it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.functional import cached_property

from folkmoot.decisions.forms import BodyForm, TextForms
from folkmoot.documents.languages import Language, language_called
from folkmoot.documents.queries import Writing, points_in
from folkmoot.documents.rules.agreement import disagreements
from folkmoot.documents.rules.lengths import must_have_room
from folkmoot.documents.rules.marked_points import MarkedPoint
from folkmoot.documents.rules.points import points_as_written
from folkmoot.documents.rules.rendering import RenderedPoint
from folkmoot.documents.rules.typed_numbers import numbers_lost
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.text import number_in

PREFIX = "texts"
STEPS = ("save", "continue", "preview", "language")


@dataclass(frozen=True)
class Preview:
    """How one text will look, and how many points were found in it."""

    language: Language
    title: str
    points: Sequence[RenderedPoint] | Sequence[MarkedPoint]
    numbers_lost: Sequence[str] = ()

    @property
    def point_count(self) -> int:
        """How many of its points have a number."""
        return sum(1 for point in self.points if point.number)


class Editor:
    """What somebody typed into the page of a draft, or what was last saved if they typed nothing yet."""

    text_forms: Any = TextForms

    def __init__(
        self,
        posted: QueryDict | None,
        *,
        saved: Writing | None,
        languages: Sequence[str],
        body: BodyForm | None = None,
    ) -> None:
        """Read the form that was sent, if one was; a new draft also says for which body it is."""
        self.body = body
        self.step = _step_of(posted)
        self._posted = posted
        self.revision = self.number_posted("revision") or (saved.revision if saved else 0)
        self.saved = saved
        self.conflict: Writing | None = None
        self.refusal: Refused | None = None
        is_bound = posted is not None and self.step != "language"
        self.texts: Any = self.text_forms(
            posted if is_bound else None,
            prefix=PREFIX,
            initial=None if is_bound else self._typed(posted, languages),
            form_kwargs={"first": [*languages, "en"]},
        )

    @property
    def wants_saving(self) -> bool:
        """Whether it was sent to be saved, and every text has what it needs."""
        return self.step in {"save", "continue"} and self._is_whole()

    @property
    def is_wrong(self) -> bool:
        """Whether something was sent that could not be taken."""
        return self.refusal is not None or (
            bool(self.step) and self.step != "language" and not (self._is_whole() and self._has_room)
        )

    @property
    def given(self) -> list[dict[str, str]]:
        """The texts as the acts take them."""
        # One that is left as it was shown, empty, has nothing: whoever says how many there were first decides which may be.
        kept = [text for form in self.texts if (text := form.cleaned_data) and not text.get("DELETE")]
        return [{name: text[name] for name in ("language", "title", "body")} for text in kept]

    @cached_property
    def previews(self) -> list[Preview]:
        """How the texts will look: those typed, if they were sent to be looked at, else those saved."""
        return [
            Preview(
                language_called(text["language"]),
                text["title"],
                _points_shown(text["body"], text["title"]),
                _numbers_lost(text["body"]),
            )
            for text in self.looked_at()
        ]

    @cached_property
    def problems(self) -> list[str]:
        """Sentences that say what still hinders adoption."""
        return disagreements({text["language"]: text["body"] for text in self.looked_at()})

    def refuse(self, refusal: Refused) -> None:
        """Keep what was typed, and say why it was refused."""
        self.refusal = refusal

    def look_at(self, saved: Writing) -> None:
        """Set beside what was typed what somebody else saved meanwhile, if they did."""
        if self.texts.is_bound and saved.revision != self.revision:
            self.conflict = saved
            # Whoever has seen the other text and saves again does so on top of it.
            self.revision = saved.revision

    def number_posted(self, name: str) -> int:
        """Return a number that was sent in a hidden field, 0 if none was."""
        return _number(self._posted, name)

    def looked_at(self) -> Iterable[Mapping[str, str]]:
        """Return the texts to be shown: those typed, if they can be, or else those saved."""
        if self.texts.is_bound:
            return self.given if self._has_room else []
        return _as_given(self.saved) if self.saved else []

    @cached_property
    def _has_room(self) -> bool:
        # Looked at before it is put into HTML; the act asks for itself.
        if not self.texts.is_valid():
            return False
        try:
            must_have_room([text["body"] for text in self.given])
        except Refused as refusal:
            self.refusal = self.refusal or refusal
            return False
        return True

    def _is_whole(self) -> bool:
        return bool(self.texts.is_valid()) and (self.body is None or self.body.is_valid())

    def _typed(self, posted: QueryDict | None, languages: Sequence[str]) -> list[dict[str, str]]:
        typed = _texts_in(posted) if posted is not None else _as_given(self.saved)
        used = {text["language"] for text in typed}
        if posted is not None or not typed:
            unused = (language for language in [*languages, "en", "fr", "es", "ar"] if language not in used)
            typed.append({"language": next(unused, "en"), "title": "", "body": ""})
        return typed


def _points_shown(body: str, title: str) -> Sequence[RenderedPoint]:
    try:
        return points_in(body, title=title)
    except Refused:
        # Why this text cannot be shown stands among `problems`.
        return ()


def _numbers_lost(body: str) -> Sequence[str]:
    try:
        return numbers_lost(body, points_as_written(body))
    except Refused:
        return ()


def _step_of(posted: QueryDict | None) -> str:
    step = posted.get("step", "save") if posted is not None else ""
    return step if step in STEPS else "save" * bool(step)


def _number(posted: QueryDict | None, name: str) -> int:
    given = posted.get(name, "") if posted is not None else ""
    return number_in(given)


def _texts_in(posted: QueryDict) -> list[dict[str, str]]:
    count = min(_number(posted, f"{PREFIX}-TOTAL_FORMS"), TextForms.max_num)
    return [
        {name: posted.get(f"{PREFIX}-{number}-{name}", "") for name in ("language", "title", "body")}
        for number in range(count)
    ]


def _as_given(saved: Writing | None) -> list[dict[str, str]]:
    texts = saved.texts if saved else ()
    return [{"language": text.language, "title": text.title, "body": text.body} for text in texts]
