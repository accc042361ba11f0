"""What people fill in about motions, votes and questions."""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, Self
from uuid import UUID

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from folkmoot.bylaws.rules.kinds import MATTERS, METHODS, Matter, Method
from folkmoot.documents.languages import language_called, language_choices
from folkmoot.meetings.models import Meeting
from folkmoot.meetings.motions.rules.forwarding import ANSWERS
from folkmoot.meetings.motions.rules.voting import CHOICES, OPEN_METHODS
from folkmoot.people.models import Person
from folkmoot.units.models import Unit

KINDS = [(str(Matter.ANY), _("Nothing of these"))] + [
    (str(matter), capfirst(str(name))) for matter, name in MATTERS.items() if matter is not Matter.ANY
]


_ALL_THE_SAME = "all_the_same"
_NOT_ASKED = _("Not asked: %(names)s. Ask them, or tick “Enter it all the same”.")


class WordsForm(forms.Form):
    """A title, and what is to be decided in numbered points."""

    title = forms.CharField(label=_("Title"), help_text=_("One line that says what is decided."))
    body = forms.CharField(
        label=_("Text"),
        strip=False,
        help_text=_("In numbered points: begin each with its number, such as “1. ”."),
        widget=forms.Textarea(attrs={"rows": 10, "class": "prose"}),
    )


class MotionForm(WordsForm):
    """What somebody moves."""

    reason = forms.CharField(label=_("Reason"), required=False, widget=forms.Textarea(attrs={"rows": 4}))
    matter = forms.ChoiceField(
        label=_("Is it about one of these?"),
        choices=KINDS,
        required=False,
        help_text=_("The bylaws may ask for another majority then."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=language_choices)
    person_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    field_order = ("person_id", "title", "body", "reason", "matter", "language")

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  -- passed on as they come
        people: Sequence[Person] = (),
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        """Offer people for whom it can be written down."""
        super().__init__(*args, **kwargs)
        offer_people(self, people, label=str(_("Who moves it")))


class TranslationForm(WordsForm):
    """A motion in another language."""

    language = forms.ChoiceField(label=_("Language"))
    on_revision = forms.IntegerField(widget=forms.HiddenInput)
    field_order = ("language", "title", "body", "on_revision")

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  -- passed on as they come
        languages: Sequence[tuple[str, str]],
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        """Offer these languages."""
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = languages  # type: ignore[attr-defined]  # of a choice field


class WordsSeenForm(forms.Form):
    """The words of a motion that somebody looked at before it becomes a decision: by language, which revision of them."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    languages: Sequence[tuple[str, str]] = ()

    @classmethod
    def of(cls, language: str, there: Mapping[str, int]) -> Self:
        """Return the form for what stands there, of a motion in this `language`."""
        others = {code: revision for code, revision in there.items() if code != language}
        form = cls(initial={"revision": there[language], "seen": json.dumps(others)})
        form.languages = [(code, language_called(code).name) for code in others]
        return form

    @property
    def given(self) -> dict[str, object]:
        """What was looked at as the act takes it; nothing that fits where it was not sent as the page had it."""
        sent = self.cleaned_data if self.is_valid() else {}
        with suppress(ValueError, AttributeError):
            seen = json.loads(sent.get("seen") or "{}").items()
            translations = [{"language": code, "revision": number} for code, number in seen]
            return {"revision": sent.get("revision", 0), "translations": translations}
        return {"revision": 0}


class AmendmentForm(WordsForm):
    """Another wording of a motion."""

    reason = forms.CharField(label=_("Reason"), required=False, widget=forms.Textarea(attrs={"rows": 4}))
    person_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    on_revision = forms.IntegerField(widget=forms.HiddenInput)
    field_order = ("person_id", "title", "body", "reason", "on_revision")

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  -- passed on as they come
        people: Sequence[Person] = (),
        is_new: bool = True,
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        """Offer people for whom it can be written down; of one that is not new, its reason stays."""
        super().__init__(*args, **kwargs)
        if not is_new:
            del self.fields["reason"]
        offer_people(self, people, label=str(_("Who proposes it")))


class VoteForm(forms.Form):
    """How people vote, and about what, where that is no motion."""

    text = forms.CharField(
        label=_("What is it about?"), help_text=_("One line, as it is put to the meeting.")
    )
    matter = forms.ChoiceField(label=_("What kind of question is it?"))
    method = forms.ChoiceField(label=_("How people vote"), widget=forms.RadioSelect)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  -- passed on as they come
        methods: Sequence[Method] = OPEN_METHODS,
        has_subject: bool = False,
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        """Offer these ways; where it `has_subject`, a motion or an amendment, no line is asked for."""
        super().__init__(*args, **kwargs)
        ways = [(str(each), capfirst(str(METHODS[each]))) for each in methods]
        self.fields["method"].choices = ways  # type: ignore[attr-defined]  # of a choice field
        self.initial.setdefault("method", ways[0][0] if ways else "")
        self.fields["matter"].choices = [  # type: ignore[attr-defined]  # of a choice field
            ("", "–"),
            (str(Matter.PROCEDURE), _("How the meeting goes on")),
            *KINDS[:1],
            *(each for each in KINDS[1:] if each[0] != Matter.PROCEDURE),
        ]
        if has_subject:
            del self.fields["text"], self.fields["matter"]


class FigureField(forms.IntegerField):
    """Hands that were counted."""

    default_error_messages = {"min_value": _("A figure is 0 or more. Count again.")}

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401  -- passed on as they come
        """Take no figure below 0."""
        super().__init__(min_value=0, **kwargs)


class AnswerField(forms.ChoiceField):
    """What somebody says when the roll is called. It is asked of everybody; whether all were, the form asks."""

    def validate(self, value: str) -> None:
        """Let no answer through as well."""
        if value:
            super().validate(value)


class CountForm(forms.Form):
    """The hands that were counted."""

    in_favour = FigureField(label=_("For"))
    against = FigureField(label=_("Against"))
    abstained = FigureField(label=_("Abstained"), initial=0)

    def as_ticked(self) -> "CountForm":
        """Return the form with what was typed so far, and no word of what is missing yet."""
        return CountForm(initial={name: self.data.get(name) for name in self.fields})


class RollCallForm(forms.Form):
    """What each of those who are present says; whoever does not answer is left open, once that is said."""

    use_required_attribute = False

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  -- passed on as they come
        people: Sequence[Person],
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        """Ask for one answer of each of these people."""
        super().__init__(*args, **kwargs)
        ask_each(self, people)
        self._people = people

    def clean(self) -> dict[str, Any]:
        """Ask about those of whom nothing was entered: a name that was passed over changes the vote."""
        must_have_asked(self, self._people)
        return self.cleaned_data

    @property
    def ticked(self) -> int:
        """How many answers are ticked and not entered."""
        return sum(bool(self.initial.get(_field_of(each.pk))) for each in self._people)

    def as_ticked(self) -> "RollCallForm":
        """Return the form with what was ticked so far, and no word of what is missing yet."""
        return RollCallForm(people=self._people, initial={name: self.data.get(name) for name in self.fields})

    @property
    def voices(self) -> list[dict[str, object]]:
        """What was said, as the act takes it."""
        return voices_in(self, self._people)


class SendingForm(forms.Form):
    """To which unit above a motion is sent."""

    unit_id = forms.TypedChoiceField(label=_("Send it to"), coerce=UUID, widget=forms.RadioSelect)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  -- passed on as they come
        above: Sequence[Unit],
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        """Offer these units, the nearest first."""
        super().__init__(*args, **kwargs)
        offered = [(str(each.pk), each.name) for each in above]
        self.fields["unit_id"].choices = offered  # type: ignore[attr-defined]  # of a choice field
        self.initial.setdefault("unit_id", offered[0][0] if offered else "")


class AnswerForm(forms.Form):
    """How a body answers a motion from below, and why."""

    answer = forms.ChoiceField(
        label=_("Answer"),
        choices=[(str(each), capfirst(str(words))) for each, words in ANSWERS.items()],
        widget=forms.RadioSelect,
    )
    reasons = forms.CharField(
        label=_("Reasons"),
        help_text=_("Those who sent it read them."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    unit_id = forms.TypedChoiceField(
        label=_("Passed on to"),
        coerce=UUID,
        required=False,
        empty_value=None,
        help_text=_("If it is passed on."),
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  -- passed on as they come
        above: Sequence[Unit],
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        """Offer these units, the nearest first; where there are none, nothing is passed on."""
        super().__init__(*args, **kwargs)
        self.fields["unit_id"].choices = [  # type: ignore[attr-defined]  # of a choice field
            ("", "–"),
            *((str(each.pk), each.name) for each in above),
        ]
        if not above:
            del self.fields["unit_id"]
            answers = self.fields["answer"]
            answers.choices = answers.choices[:-1]  # type: ignore[attr-defined]  # of a choice field


class TakingUpForm(forms.Form):
    """On which agenda a motion from below is put."""

    meeting_id = forms.TypedChoiceField(label=_("Meeting"), coerce=UUID, widget=forms.RadioSelect)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  -- passed on as they come
        meetings: Sequence[tuple[Meeting, str]],
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        """Offer these meetings, each with when it is."""
        super().__init__(*args, **kwargs)
        offered = [(str(each.pk), f"{each.title}, {when}") for each, when in meetings]
        self.fields["meeting_id"].choices = offered  # type: ignore[attr-defined]  # of a choice field
        self.initial.setdefault("meeting_id", offered[0][0] if offered else "")


class QuestionForm(forms.Form):
    """A question on which a meeting gives its advice."""

    text = forms.CharField(label=_("Question"))
    options = forms.CharField(
        label=_("Answers"), help_text=_("One a line."), widget=forms.Textarea(attrs={"rows": 5})
    )

    @property
    def lines(self) -> list[str]:
        """The answers, without empty lines."""
        return [line.strip() for line in self.cleaned_data["options"].splitlines() if line.strip()]


class TallyForm(forms.Form):
    """How many hands were raised for each answer."""

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  -- passed on as they come
        options: Sequence[str],
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        """Ask for one figure for each answer."""
        super().__init__(*args, **kwargs)
        for place, words in enumerate(options):
            self.fields[f"hands_{place}"] = FigureField(label=words)

    @property
    def hands(self) -> list[int]:
        """The figures, in the order of the answers."""
        return [self.cleaned_data[name] for name in self.fields]


def offer_people(form: forms.Form, people: Sequence[Person], *, label: str) -> None:
    """Let somebody be chosen for whom a form is written down; without people, it is one's own."""
    if not people:
        del form.fields["person_id"]
        return
    choices = [("", "–"), *((str(each.pk), each.name) for each in people)]
    form.fields["person_id"] = forms.TypedChoiceField(label=label, choices=choices, coerce=UUID)
    form.order_fields(form.field_order)


def ask_each(form: forms.Form, people: Sequence[Person]) -> None:
    """Ask in a form for one answer of each of these people, as when the roll is called."""
    choices = [(str(each), capfirst(str(words))) for each, words in CHOICES.items()]
    for person in people:
        form.fields[_field_of(person.pk)] = AnswerField(
            label=person.name, choices=choices, widget=forms.RadioSelect
        )
    form.fields[_ALL_THE_SAME] = forms.BooleanField(
        label=_("Enter it all the same"), required=False, widget=forms.HiddenInput
    )


def must_have_asked(form: forms.Form, people: Sequence[Person]) -> None:
    """Refuse a form in which some of these people gave no answer, unless it is said that it is entered all the same."""
    given = form.cleaned_data
    left = [each.name for each in people if not given.get(_field_of(each.pk), "-")]
    if left and not given.get(_ALL_THE_SAME):
        asked = form.fields[_ALL_THE_SAME]
        asked.widget, asked.required = forms.CheckboxInput(), True
        form.order_fields([_ALL_THE_SAME])
        form.add_error(None, _NOT_ASKED % {"names": ", ".join(left)})


def voices_in(form: forms.Form, people: Sequence[Person]) -> list[dict[str, object]]:
    """Return what these people said in a form, as the act takes it."""
    said = ((each.pk, form.cleaned_data.get(_field_of(each.pk))) for each in people)
    return [{"person_id": pk, "choice": choice} for pk, choice in said if choice]


def _field_of(pk: UUID) -> str:
    return f"said_{pk}"
