"""What people fill in where a target is shared out, and a share is answered."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from folkmoot.decisions.forms import DayField
from folkmoot.units.models import Unit
from folkmoot.work.forms_plans import AdoptionForm
from folkmoot.work.rules.shares import OF_AMOUNTS, RULES, Rule

Fixed = list[dict[str, object]]


class _BoxesOfUnits(forms.Widget):
    """A box for each of a few units, under its name."""

    template_name = "work/boxes_of_units.html"
    use_fieldset = True

    def __init__(self, units: Sequence[Unit]) -> None:
        super().__init__()
        self.units = units

    def value_from_datadict(self, data: Mapping[str, Any], _files: object, name: str) -> dict[UUID, str]:
        """Return what stands in the boxes that are filled."""
        given = {each.pk: str(data.get(f"{name}-{each.pk}", "")).strip() for each in self.units}
        return {unit: amount for unit, amount in given.items() if amount}

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:  # noqa: ANN401
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["boxes"] = [
            {"name": f"{name}-{each.pk}", "unit": each.name, "amount": (value or {}).get(each.pk, "")}
            for each in self.units
        ]
        return context


class FixedInBoxes(forms.Field):
    """Shares fixed by hand, where so few units are right below that each has a box."""

    def __init__(self, units: Sequence[Unit]) -> None:
        """Know the units, in the order in which they are shown."""
        super().__init__(
            label=_("Shares fixed by hand"),
            required=False,
            widget=_BoxesOfUnits(units),
            help_text=_("Leave a box empty, and the unit gets its part of the rest."),
        )

    def clean(self, value: Mapping[UUID, str]) -> Fixed:
        """Return the exceptions as the act takes them."""
        return [{"unit_id": unit, "amount": amount} for unit, amount in value.items()]


class FixedInLines(forms.CharField):
    """Shares fixed by hand, where units are too many for boxes."""

    def __init__(self, named: Callable[[Sequence[str]], Mapping[str, UUID]]) -> None:
        """Know how units right below are found by their codes."""
        super().__init__(
            label=_("Shares fixed by hand"),
            required=False,
            widget=forms.Textarea(attrs={"rows": 4}),
            help_text=_(
                "One a line: the code of a unit right below, a space, and its share. The rest is shared among the others."
            ),
        )
        self._named = named

    def clean(self, value: str) -> Fixed:
        """Return the exceptions as the act takes them."""
        lines = [line.split(None, 1) for line in super().clean(value).splitlines() if line.strip()]
        units = self._named([code for code, *_amount in lines])
        unknown = next((code for code, *_amount in lines if code not in units), None)
        if unknown:
            raise forms.ValidationError(
                _now("No unit right below has the code “%(code)s”.") % {"code": unknown}
            )
        return [{"unit_id": units[code], "amount": "".join(amount)} for code, *amount in lines]


class ShareOutForm(forms.Form):
    """By what a target is shared out, and whose share is fixed."""

    rule = forms.ChoiceField(
        label=_("By what"),
        choices=[(each, RULES[each]) for each in OF_AMOUNTS],
        initial=Rule.MEMBERS,
        widget=forms.RadioSelect,
    )
    exceptions = forms.Field()

    answer_by = DayField(
        label=_("Answer by"),
        required=False,
        help_text=_("The desk of each unit says so until it has answered."),
    )

    renews = forms.BooleanField(
        label=_("Propose new shares to those who accepted, too"),
        required=False,
        help_text=_(
            "Without this they keep what they accepted, and the rest is shared among the others. With it each of them is asked "
            "again; what it accepted stands until it answers."
        ),
    )

    def __init__(
        self,
        exceptions: FixedInBoxes | FixedInLines,
        *args: Any,  # noqa: ANN401
        is_counted: bool,
        was_accepted: bool,
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        """Know how shares are fixed by hand; a target in words goes to each unit alike."""
        super().__init__(*args, **kwargs)
        self.fields["exceptions"] = exceptions
        if not was_accepted:
            del self.fields["renews"]
        if not is_counted:
            del self.fields["rule"], self.fields["exceptions"]

    @property
    def given(self) -> dict[str, Any]:
        """What the act takes."""
        return {"rule": str(Rule.EACH), **self.cleaned_data}


class AcceptForm(AdoptionForm):
    """At which meeting a share was adopted, or on which day; and which share was looked at."""

    share = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        """Ask for no revision."""
        super().__init__(*args, **kwargs)
        del self.fields["revision"]


class AskForm(forms.Form):
    """Which share is asked for instead, and why."""

    amount = forms.CharField(
        label=_("The share you ask for"),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        help_text=_("Less or more than was proposed."),
    )
    title = forms.CharField(
        label=_("What you want to reach instead"), help_text=_("In a few words. Say nothing here of people.")
    )
    words = forms.CharField(label=_("Why"), widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, is_counted: bool, **kwargs: Any) -> None:  # noqa: ANN401
        """Ask for an amount, or for words."""
        super().__init__(*args, **kwargs)
        del self.fields["title" if is_counted else "amount"]


class SettleForm(forms.Form):
    """Whether the body above takes what is asked for, and why."""

    is_taken = forms.TypedChoiceField(
        label=_("What becomes of it"),
        choices=[("yes", _("Take what they ask for")), ("no", _("Keep the share as proposed"))],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )
    words = forms.CharField(label=_("In your words"), widget=forms.Textarea(attrs={"rows": 3}))
