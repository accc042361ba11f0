"""What people fill in to plan a year's meetings."""

from datetime import date, datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.decisions.forms import DayField
from folkmoot.meetings.forms import KINDS, TWO_HOURS, HourField, PlaceForm
from folkmoot.meetings.rules.rhythm import RHYTHMS, Rhythm, days_at
from folkmoot.meetings.rules.times import LONGEST, SHORTEST

PROPOSING = ("rhythm", "first", "until", "begins")


class DatesField(forms.CharField):
    """Days and hours, one a line: "2027-01-05 19:00"."""

    widget = forms.Textarea(attrs={"rows": 12})

    def clean(self, value: object) -> list[dict[str, object]]:
        """Return each as the act takes it."""
        lines = [line.strip() for line in super().clean(value).splitlines()]
        return [_date_of(line) for line in lines if line]


class PlanForm(PlaceForm):
    """A year's meetings: when, of which kind and where; they are proposed first, then changed as people like."""

    kind = forms.ChoiceField(label=_("What kind of meeting"), choices=KINDS)
    rhythm = forms.ChoiceField(label=_("How often"), choices=list(RHYTHMS.items()), required=False)
    first = DayField(
        label=_("First day"),
        required=False,
        help_text=_(
            "By months, the others are on the same weekday: after a first Tuesday, all first Tuesdays."
        ),
    )
    until = DayField(label=_("Until"), required=False)
    begins = HourField(label=_("Begins at"), required=False)
    dates = DatesField(
        label=_("Dates"),
        required=False,
        help_text=_("One a line, such as 2027-01-05 19:00. Change them, leave some out, or add some."),
    )
    minutes = forms.IntegerField(
        label=_("How long, in minutes"), min_value=SHORTEST, max_value=LONGEST, initial=TWO_HOURS
    )
    text = forms.CharField(
        label=_("What else members should know"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    field_order = (
        "kind", *PROPOSING, "dates", "minutes", "how", "place", "link", "text",
    )  # fmt: skip

    # How many dates are proposed, if they were just now.
    proposed = 0

    @property
    def proposing_fields(self) -> list[forms.BoundField]:
        """What dates are proposed from."""
        return [self[name] for name in ("kind", *PROPOSING)]

    @property
    def calling_fields(self) -> list[forms.BoundField]:
        """What calls the meetings, once there are dates."""
        return [self[name] for name in self.fields if name not in ("kind", *PROPOSING)]

    @property
    def is_to_call(self) -> bool:
        """Whether dates stand there to be called."""
        return bool(self.proposed) or self.data.get("step") == "call"

    @property
    def given(self) -> dict[str, object]:
        """The plan as the act takes it."""
        return {name: value for name, value in self.cleaned_data.items() if name not in PROPOSING}

    def with_proposal(self) -> "PlanForm":
        """Return the form with the dates that its rhythm gives; or itself, saying what is missing for that."""
        self.full_clean()
        found = self.cleaned_data
        missing = [name for name in PROPOSING if not found.get(name)]
        if missing:
            # What stands below is filled in once there are dates.
            self.errors.clear()
            for name in missing:
                self.add_error(name, _("Fill this in, so that dates can be proposed."))
            return self
        days = days_at(Rhythm(found["rhythm"]), found["first"], found["until"])
        typed = {name: self[name].value() for name in self.fields}
        form = PlanForm(None, initial=typed | {"dates": _written(days, found["begins"])})
        form.proposed = len(days)
        return form


def _written(days: list[date], begins: str) -> str:
    return "\n".join(f"{day.isoformat()} {begins}" for day in days)


def _date_of(line: str) -> dict[str, object]:
    try:
        moment = datetime.strptime(line, "%Y-%m-%d %H:%M")  # noqa: DTZ007  -- by the unit's clocks, as it is typed
    except ValueError:
        raise forms.ValidationError(
            _("“%(line)s” is no day and hour. Write it as 2027-01-05 19:00."), params={"line": line}
        ) from None
    return {"day": moment.date(), "begins": f"{moment:%H:%M}"}
