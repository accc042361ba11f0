"""What people fill in from the signed sheet of a meeting: its votes, and what it advised."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from folkmoot.bylaws.rules.kinds import Method
from folkmoot.kernel.ids import as_id
from folkmoot.meetings.motions.forms import (
    KINDS,
    CountForm,
    FigureField,
    ask_each,
    must_have_asked,
    voices_in,
)
from folkmoot.meetings.motions.queries.paper import Subject
from folkmoot.meetings.motions.rules.asking import OPTIONS_LEAST, OPTIONS_MOST
from folkmoot.people.models import Person

# As many answers as most questions have; more are asked for when somebody says that there were more.
ANSWERS_SHOWN = 4
_FIGURES = ("in_favour", "against", "abstained")


class PaperVoteForm(CountForm):
    """A vote, from the signed sheet of a meeting: what it was about, and figures or what was said by name."""

    about = forms.ChoiceField(
        label=_("Motion or amendment"), required=False, help_text=_("If it was about one.")
    )
    text = forms.CharField(
        label=_("What was it about?"), required=False, help_text=_("One line, if it was about no motion.")
    )
    matter = forms.ChoiceField(label=_("What kind of question is it?"), required=False)
    aside = forms.TypedMultipleChoiceField(
        label=_("Who stood aside"),
        coerce=UUID,
        required=False,
        help_text=_("By their own wish. They count neither as present nor as voting."),
        widget=forms.CheckboxSelectMultiple,
    )
    counted_by = forms.TypedMultipleChoiceField(
        label=_("Who counted"), coerce=UUID, required=False, widget=forms.CheckboxSelectMultiple
    )
    use_required_attribute = False

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  -- passed on as they come
        method: Method,
        subjects: Sequence[Subject],
        people: Sequence[Person],
        has_subject: bool,
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        """Offer subjects and people; where it `has_subject`, another entry of the same, what it was about is not asked."""
        super().__init__(*args, **kwargs)
        self._method, self._people = method, people if method is Method.ROLL_CALL else ()
        names = [(str(each.pk), each.name) for each in people]
        self._offer("about", [("", "–"), *map(_choice_of, subjects)])
        self._offer("matter", KINDS)
        self._offer("aside", names)
        self._offer("counted_by", names)
        needless = ["about", "text", "matter"] if has_subject else [] if subjects else ["about"]
        needless += [] if method is Method.HANDS else [*_FIGURES, "counted_by"]
        for name in {*needless, *([] if people else ["aside", "counted_by"])}:
            del self.fields[name]
        if self._people:
            ask_each(self, self._people)
        self.order_fields(["about", "text", "matter", *_FIGURES, *self._answers, "aside", "counted_by"])

    def clean(self) -> dict[str, Any]:
        """Ask about those of whom nothing was entered where the roll was called, but for those who stood aside."""
        aside = set(self.cleaned_data.get("aside") or ())
        must_have_asked(self, [each for each in self._people if each.pk not in aside])
        return self.cleaned_data

    @property
    def given(self) -> dict[str, object]:
        """The vote as the act takes it: a motion brings its own matter."""
        asked = ("text", "matter", "aside", "counted_by", *_FIGURES)
        given = {
            name: self.cleaned_data[name] for name in asked if self.cleaned_data.get(name) not in ("", None)
        }
        kind, _colon, pk = self.cleaned_data.get("about", "").partition(":")
        given |= {f"{kind}_id": as_id(pk)} if kind else {}
        if self._method is Method.ROLL_CALL:
            given["voices"] = voices_in(self, self._people)
        return given | {"method": str(self._method)}

    @property
    def roll(self) -> bool:
        """Whether it asks what each said when the roll was called."""
        return bool(self._people)

    @property
    def _answers(self) -> list[str]:
        own = {"about", "text", "matter", "aside", "counted_by", *_FIGURES}
        return [name for name in self.fields if name not in own]

    def _offer(self, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # of a choice field


class PaperAdviceForm(forms.Form):
    """A question on which a meeting gave its advice, from its signed sheet: its answers, and the hands for each."""

    text = forms.CharField(label=_("Question"))

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  -- passed on as they come
        has_more: bool = False,
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        """Ask for a few answers, or for as many as a question can have."""
        super().__init__(*args, **kwargs)
        self._numbers = range(1, (OPTIONS_MOST if has_more else ANSWERS_SHOWN) + 1)
        for number in self._numbers:
            said, is_asked = {"number": number}, number <= OPTIONS_LEAST
            answer, hands = _now("Answer %(number)d") % said, _now("Hands for answer %(number)d") % said
            self.fields[f"option_{number}"] = forms.CharField(label=answer, required=is_asked)
            self.fields[f"hands_{number}"] = FigureField(label=hands, required=is_asked)

    def clean(self) -> dict[str, Any]:
        """Ask for what is missing of an answer: its words, or its hands."""
        for number in self._numbers:
            words, hands = self._row(number)
            if words and hands is None and not self.has_error(f"hands_{number}"):
                self.add_error(
                    f"hands_{number}", _("Enter a figure for each answer, 0 if nobody raised a hand.")
                )
            if hands and not words:
                self.add_error(f"option_{number}", _("Write the answer for which these hands were raised."))
        return self.cleaned_data

    @property
    def given(self) -> dict[str, object]:
        """The advice as the act takes it."""
        rows = [self._row(number) for number in self._numbers]
        filled = [(words, hands) for words, hands in rows if words]
        options, hands = [words for words, _hands in filled], [hands for _words, hands in filled]
        return {"text": self.cleaned_data["text"], "options": options, "hands": hands}

    def _row(self, number: int) -> tuple[str, int | None]:
        given = self.cleaned_data
        return given.get(f"option_{number}", ""), given.get(f"hands_{number}")


def _choice_of(subject: Subject) -> tuple[str, str]:
    if subject.amendment is None:
        return f"motion:{subject.motion.pk}", subject.motion.title
    said = {"place": subject.place, "title": subject.motion.title}
    return f"amendment:{subject.amendment.pk}", _now("Amendment %(place)d to: %(title)s") % said
