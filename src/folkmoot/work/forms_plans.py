"""What people fill in about plans and their targets."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.decisions.forms import DayField
from folkmoot.work.interfaces import Countable
from folkmoot.work.models import Target
from folkmoot.work.rules.amounts import amount_text
from folkmoot.work.rules.plans import COUNTED, KINDS, Counted, PlanKind

# As many decisions as one form asks for, or one more than the plan has.
ROWS = 3
_ONE_DAY = timedelta(days=1)


class PointsForm(forms.Form):
    """Which points of decisions a plan implements, and why it is made otherwise."""

    why = forms.CharField(
        label=_("Why"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In your own words. Not needed where points of decisions below say it."),
    )

    def __init__(self, decisions: Iterable[tuple[UUID, str]], *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        """Offer these decisions, by their ids and titles."""
        super().__init__(*args, **kwargs)
        offered = [("", "—"), *((str(pk), title) for pk, title in decisions)]
        there = sum(name.startswith("decision_") for name in self.initial)
        self.rows = range(1, max(ROWS, there + 1) + 1)
        for number in self.rows if len(offered) > 1 else ():
            self.fields[f"decision_{number}"] = forms.ChoiceField(
                label=_("Decision %(number)d") % {"number": number}, choices=offered, required=False
            )
            self.fields[f"points_{number}"] = forms.CharField(
                label=_("Points of decision %(number)d") % {"number": number},
                required=False,
                help_text=_("Their numbers, such as 1, 4.1. Empty: the whole decision."),
            )

    @property
    def points(self) -> list[dict[str, object]]:
        """What the act takes as points."""
        found: list[dict[str, object]] = []
        for number in self.rows:
            if decision := self.cleaned_data.get(f"decision_{number}"):
                numbers = self.cleaned_data.get(f"points_{number}", "").split(",")
                said = [each.strip() for each in numbers if each.strip()] or [""]
                found += [{"decision_id": decision, "point": each} for each in said]
        return found

    @property
    def given(self) -> dict[str, object]:
        """What the act takes."""
        plain = {name: each for name, each in self.cleaned_data.items() if "_" not in name}
        return {**plain, "points": self.points}


class ChangeForm(PointsForm):
    """What a plan is called, and why it is made, in place of what was seen in `revision`."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label=_("What the plan is called"))
    field_order: Iterable[str] | None = ("revision", "title", "why")


class PlanForm(PointsForm):
    """What a plan is called, when it is for, and why it is made."""

    title = forms.CharField(label=_("What the plan is called"))
    kind = forms.ChoiceField(label=_("What it is for"), choices=list(KINDS.items()), initial=PlanKind.YEAR)
    first = DayField(label=_("From"), help_text=_("The first day."))
    last = DayField(
        label=_("To"),
        required=False,
        help_text=_("The last day; not needed of a year, a quarter or a month."),
    )
    field_order: Iterable[str] | None = ("title", "kind", "first", "last", "why")

    @property
    def given(self) -> dict[str, object]:
        """What the act takes: days are half-open there."""
        given = super().given
        last = given.pop("last")
        return {**given, "until": last + _ONE_DAY if isinstance(last, date) else None}


class TargetForm(forms.Form):
    """What is to be reached, and by when."""

    title = forms.CharField(
        label=_("What is to be reached"), help_text=_("In a few words. Say nothing here of people.")
    )
    due_on = DayField(label=_("By when"))
    figure = forms.ChoiceField(
        label=_("Counted in"),
        required=False,
        help_text=_("A figure of the reports: what was reached is then counted by itself."),
    )
    amount = forms.CharField(
        label=_("How much"), required=False, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
    counted = forms.ChoiceField(
        label=_("How reports are counted"),
        choices=list(COUNTED.items()),
        initial=Counted.SUM,
        widget=forms.RadioSelect,
        required=False,
        help_text=_("Visits are added up; members are as they stand in the latest report."),
    )

    def __init__(self, countables: Sequence[Countable], *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        """Offer these figures."""
        super().__init__(*args, **kwargs)
        words = [("", _("nothing: it is reached or not"))]
        offered = [(_code(each), f"{each.name} ({each.form_name})") for each in countables]
        self.fields["figure"].choices = [*words, *offered]  # type: ignore[attr-defined]  # of a choice field

    @property
    def given(self) -> dict[str, object]:
        """What the act takes."""
        form_id, _sign, code = self.cleaned_data["figure"].partition("~")
        given = {name: each for name, each in self.cleaned_data.items() if name != "figure"}
        counted = given.pop("counted") or Counted.SUM
        return {**given, "counted": str(counted), "form_id": form_id or None, "code": code}


class TargetChangeForm(TargetForm):
    """What is to be reached, in place of what was seen in `revision` of its plan."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


class AdoptionForm(forms.Form):
    """At which meeting a plan was adopted, or on which day."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    meeting_id = forms.ChoiceField(label=_("At which meeting"), required=False)
    adopted_on = DayField(
        label=_("On which day"), required=False, help_text=_("Only if it was at no meeting in the list.")
    )

    def __init__(self, meetings: Iterable[tuple[UUID, str]], *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        """Offer these meetings."""
        super().__init__(*args, **kwargs)
        offered = [("", _("at no meeting here")), *((str(pk), words) for pk, words in meetings)]
        self.fields["meeting_id"].choices = offered  # type: ignore[attr-defined]  # of a choice field

    @property
    def given(self) -> dict[str, object]:
        """What the act takes."""
        given = {**self.cleaned_data, "meeting_id": self.cleaned_data["meeting_id"] or None}
        # The day that stands there already is today's: a meeting says its own.
        is_as_offered = given["adopted_on"] == self.initial.get("adopted_on")
        return given | {"adopted_on": None} if given["meeting_id"] and is_as_offered else given


class MarkForm(forms.Form):
    """What there is now that a target in words was reached."""

    words = forms.CharField(
        label=_("What there is now"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("About the work, not about anybody."),
    )


def target_initial(target: Target, countables: Sequence[Countable]) -> Mapping[str, object]:
    """Return a target as its form has it."""
    scale = next(
        (each.scale for each in countables if (each.form_id, each.code) == (target.form_id, target.code)), 0
    )
    return {
        "title": target.title,
        "due_on": target.due_on,
        "figure": f"{target.form_id}~{target.code}" if target.is_counted else "",
        "amount": "" if target.amount is None else amount_text(target.amount, scale),
        "counted": target.counted,
    }


def _code(each: Countable) -> str:
    return f"{each.form_id}~{each.code}"
