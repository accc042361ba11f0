"""What is filled in: reports, and the forms they follow."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.reports.models.forms import EveryChoices
from folkmoot.reports.rules.definition import (
    Check,
    CheckKind,
    Declared,
    Definition,
    Indicator,
    Kind,
    Matter,
    Option,
    Question,
    Sign,
    in_language,
)
from folkmoot.reports.rules.values import NO, YES
from folkmoot.reports.rules.words import DECLARED, KINDS, MATTERS, SIGNS, TEXT_LONGEST, WORDS_LONGEST

# What Django calls a lazy string, its fields take under a name that cannot be imported.
Text = Any
REASON = "{}-reason"
_FEW = 5


class ShareWidget(forms.MultiWidget):
    """So many of so many: two numbers beside each other."""

    use_fieldset = True

    def __init__(self) -> None:
        """Ask for both by a keyboard of digits."""
        part, whole = (
            {"aria-label": label, **_numeric("numeric")} for label in (_("So many"), _("of so many"))
        )
        super().__init__({"part": forms.TextInput(part), "whole": forms.TextInput(whole)})

    def decompress(self, value: str | None) -> list[str]:
        """Return the two numbers of what was kept."""
        part, _line, whole = (value or "").partition("/")
        return [part, whole]


class ShareField(forms.MultiValueField):
    """A share as both its numbers, written `12/15`; nothing if both were left out."""

    def __init__(self, **given: Any) -> None:  # noqa: ANN401  -- passed on as they come
        """Read both as text, so that the sentence which refuses them is that of the act."""
        each = [forms.CharField(required=False), forms.CharField(required=False)]
        super().__init__(each, require_all_fields=False, widget=ShareWidget(), **given)

    def compress(self, data_list: Sequence[str]) -> str:
        """Return both numbers as one text."""
        part, whole = [*data_list, "", ""][:2]
        return f"{part}/{whole}" if part or whole else ""


class ReportForm(forms.Form):
    """What one version of a form asks; what is wrong is said by the act, and stands beside its field."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  -- passed on as they come
        definition: Definition,
        languages: Sequence[str],
        reasons: Mapping[str, str],
        **kwargs: Any,  # noqa: ANN401  -- passed on as they come
    ) -> None:
        """Ask what `definition` asks; `reasons` are the labels of what has to be explained, by code."""
        super().__init__(*args, **kwargs)
        self.definition, self.asked_reasons = definition, reasons
        for indicator in definition.indicators:
            self.fields[indicator.code] = _field(indicator, languages)
            if indicator.code in reasons:
                self.fields[REASON.format(indicator.code)] = _reason(reasons[indicator.code])
        for check in definition.checks:
            if check.code in reasons:
                self.fields[check.code] = _reason(reasons[check.code])
        for question in definition.questions:
            self.fields[question.code] = forms.CharField(
                label=in_language(question.names, languages),
                required=False,
                max_length=TEXT_LONGEST,
                help_text=_("About the work; name no member."),
                widget=forms.Textarea(attrs={"rows": 4}),
            )

    @property
    def given(self) -> dict[str, object]:
        """What was entered, as `reports.write_report` takes it."""
        entered = self.cleaned_data
        indicators = [each.code for each in self.definition.indicators]
        codes = {each.code for each in self.definition.checks} & set(self.asked_reasons)
        reasons = {code: entered[code] for code in codes}
        reasons |= {code: entered[REASON.format(code)] for code in indicators if code in self.asked_reasons}
        return {
            "revision": entered["seen"],
            "values": {code: entered[code] for code in indicators},
            "texts": {each.code: entered[each.code] for each in self.definition.questions},
            "reasons": reasons,
        }


class SendingForm(forms.Form):
    """Why what was sent is sent once more."""

    why = forms.CharField(
        label=_("What was wrong?"),
        required=False,
        max_length=WORDS_LONGEST,
        help_text=_("It stands beside the figures that change."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AskingBackForm(forms.Form):
    """What the unit should look at once more."""

    words = forms.CharField(
        label=_("What should they look at?"),
        max_length=WORDS_LONGEST,
        help_text=_("The unit reads it above its report."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class FormForm(forms.Form):
    """What a form is called, who fills it and until when."""

    due_days = forms.IntegerField(
        label=_("Due how many days after the period?"),
        min_value=1,
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


def _numeric(mode: str) -> dict[str, str]:
    return {"inputmode": mode, "autocomplete": "off"}


def _field(indicator: Indicator, languages: Sequence[str]) -> forms.Field:
    common: dict[str, Any] = {
        "label": in_language(indicator.names, languages),
        "help_text": in_language(indicator.means, languages),
        # What has to be answered is asked for when it is sent: a draft is kept with gaps.
        "required": False,
    }
    if indicator.kind is Kind.SHARE:
        return ShareField(**common)
    if indicator.kind is Kind.YES_NO:
        return forms.ChoiceField(choices=[(YES, _("yes")), (NO, _("no"))], widget=forms.RadioSelect, **common)
    if indicator.kind is Kind.CHOICE:
        choices = [(each.code, in_language(each.names, languages)) for each in indicator.options]
        if len(choices) <= _FEW:
            return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)
        return forms.ChoiceField(choices=[("", _("Choose one")), *choices], **common)
    if indicator.currency:
        common["label"] = f"{common['label']} ({indicator.currency})"
    mode = "decimal" if indicator.scale else "numeric"
    return forms.CharField(widget=forms.TextInput(attrs=_numeric(mode)), **common)


def _reason(label: str) -> forms.Field:
    return forms.CharField(
        label=label,
        required=False,
        max_length=WORDS_LONGEST,
        help_text=_("Correct the figure, or say here why it is so."),
        widget=forms.Textarea(attrs={"rows": 2}),
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
