"""How forms are made: what they are called, and their parts one by one."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.reports.models.forms import EveryChoices
from folkmoot.reports.rules.definition import (
    Check,
    CheckKind,
    Declared,
    Indicator,
    Kind,
    Matter,
    Option,
    Question,
    Sign,
)
from folkmoot.reports.rules.words import DECLARED, KINDS, MATTERS, SIGNS

# What Django calls a lazy string, its fields take under a name that cannot be imported.
Text = Any


class FormForm(forms.Form):
    """What a form is called, who fills it and until when."""

    due_days = forms.IntegerField(
        label=_("Due how many days after the period?"),
        help_text=_("Where an article of the bylaws says by when units report, that counts."),
        min_value=1,
        widget=forms.NumberInput({"inputmode": "numeric"}),
    )
    answer_days = forms.IntegerField(
        label=_("Within how many days is answered what a report asks for?"),
        min_value=1,
        help_text=_("Counted from when it was sent. The level above finds what waits at its desk."),
        widget=forms.NumberInput({"inputmode": "numeric"}),
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  -- passed on as they come
        unit_kinds: Iterable[tuple[str, str]],
        languages: Sequence[tuple[str, str]],
        **kwargs: Any,  # noqa: ANN401  -- passed on as they come
    ) -> None:
        """Ask for its name in each of `languages`, and offer the kinds of unit there are."""
        super().__init__(*args, **kwargs)
        self.languages = [code for code, _name in languages]
        named = _names("name", _("Name"), languages)
        kinds = forms.MultipleChoiceField(
            label=_("Who fills it?"), choices=list(unit_kinds), widget=forms.CheckboxSelectMultiple
        )
        self.fields = {**named, "unit_kinds": kinds, **self.fields}

    @property
    def names(self) -> dict[str, str]:
        """Its name by language."""
        return _names_given(self.cleaned_data, "name", self.languages)


class MakingForm(FormForm):
    """How a form begins."""

    every = forms.ChoiceField(label=_("Filled every"), choices=EveryChoices.choices)
    is_standard = forms.BooleanField(
        label=_("Begin with the standard report"),
        required=False,
        initial=True,
        help_text=_(
            "Members, admissions, meetings, attendance and duties, which nobody has to count, and four questions."
        ),
    )


class FirstForm(forms.Form):
    """The period from which on, or before which, a form asks."""

    first = forms.ChoiceField(label=_("From which period on?"))

    def __init__(self, *args: Any, periods: Iterable[tuple[str, str]], **kwargs: Any) -> None:  # noqa: ANN401  -- passed on
        """Offer some periods."""
        super().__init__(*args, **kwargs)
        choice = self.fields["first"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101  -- as declared above
        choice.choices = list(periods)


class _PartForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_(
            "A short name that stays the same: small letters, digits and _. Files and programs use it."
        ),
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}
        ),
    )

    def __init__(self, *args: Any, languages: Sequence[tuple[str, str]], **kwargs: Any) -> None:  # noqa: ANN401  -- passed on
        """Ask for its name in each of `languages`."""
        super().__init__(*args, **kwargs)
        self.languages = [code for code, _name in languages]
        self.fields = {**self._named(languages), **self.fields}

    def _named(self, languages: Sequence[tuple[str, str]]) -> dict[str, forms.Field]:
        return _names("name", _("What is asked?"), languages)

    @property
    def names(self) -> dict[str, str]:
        """Its name by language."""
        return _names_given(self.cleaned_data, "name", self.languages)


class IndicatorForm(_PartForm):
    """A figure."""

    kind = forms.ChoiceField(
        label=_("Counted as"), choices=[(each.value, said) for each, said in KINDS.items()]
    )
    declared = forms.ChoiceField(
        label=_("What is it about?"),
        choices=[(each.value, said) for each, said in DECLARED.items()],
        widget=forms.RadioSelect,
        help_text=_("What is private is never entered in a report, and is refused."),
    )
    places = forms.IntegerField(
        label=_("Digits after the point"),
        required=False,
        min_value=0,
        help_text=_("For a number with a point."),
    )
    currency = forms.CharField(
        label=_("Currency"),
        required=False,
        max_length=3,
        help_text=_("For money: three letters, such as EUR."),
    )
    options = forms.CharField(
        label=_("Answers to choose from"),
        required=False,
        help_text=_("One a line, each as a code, a colon and its words: wall: On the wall."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    source = forms.ChoiceField(label=_("Computed"), required=False)
    is_required = forms.BooleanField(label=_("It has to be answered"), required=False, initial=True)
    may_be_below_zero = forms.BooleanField(
        label=_("It can be below zero"), required=False, help_text=_("Such as a result that may be a loss.")
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  -- passed on as they come
        languages: Sequence[tuple[str, str]],
        sources: Iterable[tuple[str, str]],
        **kwargs: Any,  # noqa: ANN401  -- passed on
    ) -> None:
        """Offer what the system computes."""
        super().__init__(*args, languages=languages, **kwargs)
        choice = self.fields["source"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101  -- as declared above
        choice.choices = [("", _("no, somebody enters it")), *sources]

    def _named(self, languages: Sequence[tuple[str, str]]) -> dict[str, forms.Field]:
        means = _names("means", _("How is it counted?"), languages, is_long=True)
        return {**super()._named(languages), **means}

    @property
    def part(self) -> Indicator:
        """The indicator that was described."""
        given = self.cleaned_data
        means = _names_given(given, "means", self.languages)
        return Indicator(
            code=given["code"],
            names=self.names,
            means={code: text for code, text in means.items() if text},
            kind=Kind(given["kind"]),
            declared=Declared(given["declared"]),
            places=given["places"] or 0,
            currency=given["currency"].upper(),
            options=list(_options(given["options"], self.languages)),
            source=given["source"],
            is_required=given["is_required"],
            may_be_below_zero=given["may_be_below_zero"],
        )


class QuestionForm(_PartForm):
    """A question that is answered in words."""

    matter = forms.ChoiceField(
        label=_("About"), choices=[(each.value, said) for each, said in MATTERS.items()]
    )
    is_required = forms.BooleanField(label=_("It has to be answered"), required=False)

    @property
    def part(self) -> Question:
        """The question that was described."""
        given = self.cleaned_data
        return Question(
            code=given["code"],
            names=self.names,
            matter=Matter(given["matter"]),
            is_required=given["is_required"],
        )


class CheckForm(forms.Form):
    """A comparison that a report is expected to pass."""

    code = forms.CharField(
        label=_("Code"), max_length=40, help_text=_("A short name: small letters, digits and _.")
    )
    left = forms.ChoiceField(label=_("Field"))
    kind = forms.ChoiceField(
        label=_("Compared"),
        choices=[
            (CheckKind.COMPARE.value, _("with another field or a number")),
            (CheckKind.CHANGE.value, _("with the report before")),
        ],
    )
    sign = forms.ChoiceField(label=_("It is"), choices=[(each.value, said) for each, said in SIGNS.items()])
    right = forms.ChoiceField(label=_("the other field"), required=False)
    number = forms.CharField(
        label=_("or this number"), required=False, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
    percent = forms.IntegerField(
        label=_("By how many per cent may it change?"),
        required=False,
        help_text=_("Where it is compared with the report before."),
    )

    def __init__(self, *args: Any, fields_there: Sequence[tuple[str, str]], **kwargs: Any) -> None:  # noqa: ANN401  -- passed on
        """Offer the fields that the form asks."""
        super().__init__(*args, **kwargs)
        for name, choices in (("left", fields_there), ("right", [("", "–"), *fields_there])):
            choice = self.fields[name]
            assert isinstance(choice, forms.ChoiceField)  # noqa: S101  -- as declared above
            choice.choices = list(choices)

    @property
    def part(self) -> Check:
        """The check that was described."""
        given = self.cleaned_data
        kind = CheckKind(given["kind"])
        is_change = kind is CheckKind.CHANGE
        return Check(
            code=given["code"],
            kind=kind,
            left=given["left"],
            sign=Sign.AT_MOST if is_change else Sign(given["sign"]),
            right="" if is_change else given["right"],
            number="" if is_change else given["number"],
            percent=(given["percent"] or 0) if is_change else 0,
        )


def _names(
    name: str, label: Text, languages: Sequence[tuple[str, str]], *, is_long: bool = False
) -> dict[str, forms.Field]:
    widget = forms.Textarea(attrs={"rows": 2}) if is_long else forms.TextInput()
    return {
        f"{name}-{code}": forms.CharField(
            label=f"{label} ({called})" if len(languages) > 1 else label, required=not is_long, widget=widget
        )
        for code, called in languages
    }


def _names_given(given: Mapping[str, Any], name: str, languages: Iterable[str]) -> dict[str, str]:
    return {code: given[f"{name}-{code}"] for code in languages}


def _options(text: str, languages: Sequence[str]) -> Iterable[Option]:
    for line in text.splitlines():
        code, _colon, words = (part.strip() for part in line.partition(":"))
        if code:
            # In each language the same until somebody says it otherwise over the API.
            yield Option(code=code, names=dict.fromkeys(languages, words or code))
