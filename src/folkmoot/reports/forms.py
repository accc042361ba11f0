"""What is filled in: reports, and the forms they follow."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from folkmoot.kernel.errors import Refused
from folkmoot.reports.rules.definition import (
    Definition,
    Indicator,
    Kind,
    in_language,
)
from folkmoot.reports.rules.values import NO, YES, read_values
from folkmoot.reports.rules.words import TEXT_LONGEST, WORDS_LONGEST

# What Django calls a lazy string, its fields take under a name that cannot be imported.
Text = Any
REASON = "{}-reason"
_FEW = 5
_NEEDED = _("needed to send it")


class ShareWidget(forms.MultiWidget):
    """So many of so many: two numbers beside each other."""

    use_fieldset = True
    template_name = "reports/forms/share.html"

    def __init__(self) -> None:
        """Ask for both by a keyboard of digits, each with its word above it."""
        part, whole = ({"title": label, **_numeric("numeric")} for label in (_("So many"), _("Of so many")))
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
        computed: Mapping[str, str],
        **kwargs: Any,  # noqa: ANN401  -- passed on as they come
    ) -> None:
        """Ask what `definition` asks; `reasons` are the labels of what has to be explained, by code.

        `computed` is in words what the system knows: it is shown, and a box to correct it is behind a word.
        """
        super().__init__(*args, **kwargs)
        self.definition = definition
        self.asked_reasons = {**dict.fromkeys(computed, ""), **reasons}
        for indicator in definition.indicators:
            self.fields[indicator.code] = _needed(
                _field(indicator, languages), is_needed=indicator.is_required
            )
            if indicator.code in computed:
                self._show(indicator.code, computed[indicator.code], is_corrected=indicator.code in reasons)
            elif indicator.code in reasons:
                self.fields[REASON.format(indicator.code)] = _reason(reasons[indicator.code])
        for check in definition.checks:
            if check.code in reasons:
                self.fields[check.code] = _reason(reasons[check.code])
        for question in definition.questions:
            answer = forms.CharField(
                label=in_language(question.names, languages),
                required=False,
                max_length=TEXT_LONGEST,
                help_text=_("About the work; name no member."),
                widget=forms.Textarea(attrs={"rows": 4}),
            )
            self.fields[question.code] = _needed(answer, is_needed=question.is_required)

    def clean(self) -> dict[str, Any]:
        """Read every figure, so that all that cannot be read is said at once; the sentences are those of the act."""
        for indicator in self.definition.indicators:
            try:
                read_values(self.definition, {indicator.code: self.cleaned_data.get(indicator.code, "")})
            except Refused as refusal:
                self.add_error(indicator.code, str(refusal))
        return self.cleaned_data

    def _show(self, code: str, known: str, *, is_corrected: bool) -> None:
        # The figure stands as text, and both boxes behind a word: they are there for those who know better.
        name = REASON.format(code)
        self.fields[name] = _reason(
            gettext("Why it is another figure"), needed=_("needed with another figure")
        )
        vars(self.fields[name])["template_name"] = "reports/forms/inside.html"
        vars(self.fields[code]).update(
            template_name="reports/forms/computed.html",
            known=known,
            is_corrected=is_corrected,
            reason=self[name],
        )

    @property
    def given(self) -> dict[str, object]:
        """What was entered, as `reports.write_report` takes it; what cannot be read is left out."""
        entered = defaultdict(str, self.cleaned_data)
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
    """Why what was sent is sent once more, and whether it was filled on paper."""

    why = forms.CharField(
        label=_("What was wrong?"),
        required=False,
        max_length=WORDS_LONGEST,
        help_text=_("It stands beside the figures that change."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    was_on_paper = forms.BooleanField(
        label=_("It was filled on paper"),
        required=False,
        help_text=_("Whoever reads it is told so."),
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  -- passed on
        is_correction: bool,
        is_asked_back: bool,
        **kwargs: Any,  # noqa: ANN401  -- passed on
    ) -> None:
        """Ask what was wrong if nobody asked the unit to look again, and else for its answer."""
        super().__init__(*args, **kwargs)
        if is_asked_back:
            why = self.fields["why"]
            why.label, why.help_text = _("Your answer"), _("To what the level above asks.")
        elif not is_correction:
            del self.fields["why"]


class AskingBackForm(forms.Form):
    """What the unit should look at once more."""

    words = forms.CharField(
        label=_("What should they look at?"),
        max_length=WORDS_LONGEST,
        help_text=_("The unit reads it above its report."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AnsweringForm(forms.Form):
    """What the level above says to what was asked of it."""

    words = forms.CharField(
        label=_("What will you do, and by when? Or why not?"),
        max_length=WORDS_LONGEST,
        help_text=_("Whoever reads the report reads it."),
        widget=forms.Textarea(attrs={"rows": 4}),
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
        hint = gettext("First how many, then of how many.")
        return ShareField(**common | {"help_text": f"{common['help_text']} {hint}".strip()})
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


def _needed(field: forms.Field, *, is_needed: bool) -> forms.Field:
    # A draft may have gaps, so the form asks for nothing: what stands beside the label says what cannot be left out in the end.
    if is_needed:
        vars(field)["needed"] = _NEEDED
    return field


def _reason(label: str, *, needed: Text = _NEEDED) -> forms.Field:
    reason = forms.CharField(
        label=label,
        required=False,
        max_length=WORDS_LONGEST,
        help_text=_("Correct the figure, or say here why it is so."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    vars(reason)["needed"] = needed
    return reason
