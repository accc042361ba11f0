"""What people fill in about programmes and cards, and how a card is answered."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from folkmoot.documents.languages import language_choices
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import as_id
from folkmoot.structure.forms import TableForm
from folkmoot.study.bringing import must_not_be_too_large
from folkmoot.study.models import Wording
from folkmoot.study.queries.lesson_lines import LessonLine
from folkmoot.study.queries.material import CardLine
from folkmoot.study.rules.cards import KINDS, LINE_LONGEST, Asked, Kind, shuffled
from folkmoot.study.rules.lessons import MINUTES_MOST as MINUTES_OF_A_LESSON
from folkmoot.study.rules.offering import MINUTES_MOST
from folkmoot.study.rules.programmes import LEVELS, Level

_SAID = (
    ("knew", _("I could explain all of it")),
    ("partly", _("I could explain part of it")),
    ("forgot", _("I could not explain it")),
)


class ProgrammeForm(forms.Form):
    """What a programme is called, in which language it is, and for what it is learnt."""

    title = forms.CharField(label=_("What it is called"))
    level = forms.ChoiceField(
        label=_("For what it is learnt"), choices=list(LEVELS.items()), initial=Level.BASIC
    )
    language = forms.ChoiceField(label=_("Language of its cards"))

    def __init__(self, languages: Iterable[str], *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        """Offer the languages of whoever writes first."""
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = language_choices(list(languages))  # type: ignore[attr-defined]  # of a choice field


class WordingForm(forms.Form):
    """The words of a card."""

    point = forms.CharField(
        label=_("Point"), required=False, help_text=_("Its number in the decision, such as 4.1.")
    )
    kind = forms.ChoiceField(label=_("How it is answered"), choices=list(KINDS.items()), initial=Kind.CHOICE)
    question = forms.CharField(
        label=_("Question"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Where a gap is filled, write ___ for the gap."),
    )
    right = forms.CharField(
        label=_("Right answers"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "A line each: of a short answer and a gap, each is enough; an order has them in it;"
            " of what is explained, they belong to it."
        ),
    )
    wrong = forms.CharField(
        label=_("Wrong answers"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A line each; only where one chooses."),
    )

    @property
    def given(self) -> dict[str, object]:
        """What the act takes."""
        lists = {name: self.cleaned_data[name].splitlines() for name in ("right", "wrong")}
        return {**self.cleaned_data, **lists}


class ChangeForm(WordingForm):
    """The words of a card that was written before, and which of its writings was seen."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


class CardForm(WordingForm):
    """From which decision a card is, and its words."""

    decision_id = forms.ChoiceField(
        label=_("Decision"), required=False, help_text=_("Once its point is amended, the card rests.")
    )
    field_order = ("decision_id", "point", "kind", "question", "right", "wrong")

    def __init__(self, decisions: Iterable[tuple[UUID, str]], *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        """Offer these decisions, by their ids and titles, and none."""
        super().__init__(*args, **kwargs)
        offered = [
            ("", _("None: it is of the programme alone")),
            *((str(pk), title) for pk, title in decisions),
        ]
        self.fields["decision_id"].choices = offered  # type: ignore[attr-defined]  # of a choice field

    @property
    def given(self) -> dict[str, object]:
        """What the act takes."""
        return {**super().given, "decision_id": as_id(self.cleaned_data["decision_id"])}


class CardsFileForm(TableForm):
    """A file with cards."""

    file = forms.FileField(
        label=_("File"), help_text=_("A table saved as CSV, a workbook (.xlsx), or a deck of Anki (.apkg).")
    )
    field_order = ("file", "sheet", "encoding")

    def clean_file(self) -> Any:  # noqa: ANN401  -- as Django hands it over
        """Return the file, if it is not too large."""
        file = self.cleaned_data["file"]
        try:
            must_not_be_too_large(file.size)
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return file


class TextForm(forms.Form):
    """The text of a lesson."""

    point = forms.CharField(
        label=_("Point"), help_text=_("Which one it is about: its number in the decision, such as 4.1.")
    )
    title = forms.CharField(label=_("What it is called"))
    body = forms.CharField(
        label=_("Text"),
        widget=forms.Textarea(attrs={"rows": 16, "class": "prose"}),
        help_text=_(
            "An empty line begins a paragraph, ## a heading, - or 1. a line of a list. You see how it looks next."
        ),
    )
    minutes = forms.IntegerField(
        label=_("Minutes it takes"), widget=forms.NumberInput(attrs={"min": 1, "max": MINUTES_OF_A_LESSON})
    )
    level = forms.ChoiceField(
        label=_("For what it is learnt"), choices=list(LEVELS.items()), initial=Level.BASIC
    )
    language = forms.ChoiceField(label=_("Language"))

    def __init__(self, languages: Iterable[str], *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        """Offer the languages of whoever writes first."""
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = language_choices(list(languages))  # type: ignore[attr-defined]  # of a choice field


class LessonFileForm(forms.Form):
    """A picture or a sound for a lesson, and what is said of it."""

    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        help_text=_("A picture (PNG, JPEG, WebP) or a sound (MP3, Ogg, M4A)."),
    )
    alt = forms.CharField(
        label=_("What is to be seen or heard"),
        help_text=_("In a sentence, for whoever sees or hears it not."),
    )


class ChangedTextForm(TextForm):
    """The text of a lesson that was written before, and which of its writings was seen."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


class LessonForm(TextForm):
    """About which decision a lesson is, and its text."""

    decision_id = forms.ChoiceField(label=_("Decision"))
    field_order = ("decision_id", "point", "title", "body", "minutes", "level", "language")

    def __init__(
        self,
        decisions: Iterable[tuple[UUID, str]],
        *args: Any,  # noqa: ANN401
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        """Offer these decisions, by their ids and titles."""
        super().__init__(*args, **kwargs)
        offered = [(str(pk), title) for pk, title in decisions]
        self.fields["decision_id"].choices = offered  # type: ignore[attr-defined]  # of a choice field


class PaceForm(forms.Form):
    """How long somebody learns."""

    minutes = forms.IntegerField(
        label=_("Minutes a day"),
        widget=forms.NumberInput(attrs={"min": 0, "max": MINUTES_MOST}),
        help_text=_("With 0 you are offered nothing."),
    )


class AnswerForm(forms.Form):
    """How a card is answered, by its kind."""

    answers = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, wording: Wording, turn: int, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        """Ask what a card asks; what is chosen from stands in another order each turn."""
        super().__init__(*args, **kwargs)
        self._asked = wording.asked
        offered = shuffled(wording.asked, turn=f"{wording.pk} {turn}")
        self.fields.update(_fields(self._asked, [(each, each) for each in offered]))

    @property
    def given(self) -> dict[str, object]:
        """What the act takes."""
        said = {"said": self.cleaned_data["said"]} if self._asked.kind is Kind.EXPLAIN else {}
        given = [self.cleaned_data[name] for name in self.fields if name.startswith("given")]
        answers = given[0] if given and isinstance(given[0], list) else given
        return {"answers": self.cleaned_data["answers"], "given": answers, **said}


class PlacingForm(AnswerForm):
    """How a card is answered by which somebody finds where to begin: it may be left open."""

    def __init__(self, wording: Wording, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        """Ask what a card asks, and nothing that has to be answered."""
        super().__init__(wording, 0, *args, **kwargs)
        del self.fields["answers"]
        for each in self.fields.values():
            # Several stand on one page: each is called by what it asks.
            each.required, each.label = False, wording.question

    @staticmethod
    def given_in(posted: QueryDict, prefix: str) -> list[str]:
        """Return what was answered to the card whose form has this prefix."""
        return posted.getlist(f"{prefix}-given")


class LevelForm(forms.Form):
    """Where somebody begins with a programme."""

    level = forms.ChoiceField(label=_("Begin with what is learnt"), choices=list(LEVELS.items()))


def wording_initial(line: CardLine) -> dict[str, object]:
    """Return the newest words of a card as its form has them."""
    wording = {name: getattr(line.wording, name) for name in ("point", "kind", "question", "right", "wrong")}
    return {"revision": line.card.revision, **wording}


def text_initial(line: LessonLine) -> dict[str, object]:
    """Return the newest text of a lesson as its form has it."""
    names = ("point", "title", "body", "minutes", "level", "language")
    return {"revision": line.lesson.revision, **{name: getattr(line.text, name) for name in names}}


def _fields(asked: Asked, offered: list[tuple[str, str]]) -> dict[str, forms.Field]:
    if asked.kind is Kind.CHOICE:
        one = forms.ChoiceField(label=_("Choose one"), choices=offered, widget=forms.RadioSelect)
        return {"given": one}
    if asked.kind is Kind.SEVERAL:
        several = forms.MultipleChoiceField(
            label=_("Choose all that are right"), choices=offered, widget=forms.CheckboxSelectMultiple
        )
        return {"given": several}
    if asked.kind is Kind.EXPLAIN:
        said = forms.ChoiceField(label=_("How did it go?"), choices=_SAID, widget=forms.RadioSelect)
        return {"said": said}
    if asked.kind is Kind.ORDER:
        return {f"given_{place}": _place(place, offered) for place in range(1, len(offered) + 1)}
    return {"given": forms.CharField(label=_("Your answer"), max_length=LINE_LONGEST)}


def _place(place: int, offered: list[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Place %(place)d") % {"place": place}, choices=[("", "—"), *offered])
