"""What people fill in about meetings."""

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any
from uuid import UUID

from django import forms
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from folkmoot.bylaws.rules.kinds import MEETINGS, Meeting
from folkmoot.decisions.forms import DayField
from folkmoot.meetings.rules.times import LONGEST, SHORTEST
from folkmoot.meetings.rules.words import FORMS

KINDS = [(str(kind), capfirst(str(name))) for kind, name in MEETINGS.items() if kind is not Meeting.ANY]
TWO_HOURS = 120


class HourField(forms.TimeField):
    """A time of day, as the acts take it: "19:00"."""

    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})

    def clean(self, value: Any) -> str:  # noqa: ANN401  -- as Django has it
        """Return it in hours and minutes."""
        hour = super().clean(value)
        return f"{hour:%H:%M}" if isinstance(hour, time) else ""


class WhenForm(forms.Form):
    """When a meeting is, by the clocks of its unit."""

    day = DayField(label=_("Day"))
    begins = HourField(label=_("Begins at"))
    minutes = forms.IntegerField(
        label=_("How long, in minutes"), min_value=SHORTEST, max_value=LONGEST, initial=TWO_HOURS
    )


class SometimesNeeded(forms.CharField):
    """A text that is needed or not by what else is chosen: `needed` says when, beside its label."""

    def __init__(self, *, needed: str | Promise, **more: Any) -> None:  # noqa: ANN401  -- handed on as they came
        """Take when it is needed, and what any field takes."""
        super().__init__(required=False, **more)
        self.needed = needed


class PlaceForm(forms.Form):
    """How and where people meet."""

    how = forms.ChoiceField(
        label=_("How people meet"), choices=list(FORMS.items()), widget=forms.RadioSelect, initial="in_person"
    )
    place = SometimesNeeded(
        label=_("Place"),
        needed=_("needed when people meet in person"),
        help_text=_("Of a meeting online, leave it empty."),
    )
    link = SometimesNeeded(
        label=_("Link"),
        needed=_("needed when people join online"),
        help_text=_("For those who join online. It is shown to members of the unit alone."),
        widget=forms.TextInput(attrs={"type": "url", "placeholder": "https://"}),
    )


class AgendaForm(forms.Form):
    """The items of an agenda, one a line; decisions to be read aloud are lines of their own words."""

    agenda = forms.CharField(
        label=_("Agenda"),
        required=False,
        strip=False,
        help_text=_("One item a line, in their order."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    readings = forms.MultipleChoiceField(
        label=_("Read aloud"),
        required=False,
        help_text=_(
            "Decisions that members here have yet to hear. They come first; you can change the order later."
        ),
        widget=forms.CheckboxSelectMultiple,
    )

    motions = forms.MultipleChoiceField(
        label=_("Motions"),
        required=False,
        help_text=_("What members have moved, and nobody has decided on. They come last."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  -- passed on as they come
        proposed: Sequence[tuple[UUID, str]] = (),
        moved: Sequence[tuple[UUID, str]] = (),
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        """Offer the decisions that are `proposed` and the motions that were `moved`, each with its words."""
        super().__init__(*args, **kwargs)
        for name, offered in (("readings", proposed), ("motions", moved)):
            if offered:
                self.fields[name].choices = [(str(pk), words) for pk, words in offered]  # type: ignore[attr-defined]  # of a choice field
            else:
                del self.fields[name]

    def entries(self, lines: Mapping[str, dict[str, object]]) -> list[dict[str, object]]:
        """Return the agenda as the acts take it; a line that is among `lines` is that decision or motion."""
        found: list[dict[str, object]] = [
            {"decision_id": UUID(pk)} for pk in self.cleaned_data.get("readings", ())
        ]
        written = (" ".join(line.split()) for line in self.cleaned_data["agenda"].splitlines())
        found += [lines.get(line, {"text": line}) for line in written if line]
        return found + [{"motion_id": UUID(pk)} for pk in self.cleaned_data.get("motions", ())]


class CallingForm(WhenForm, PlaceForm, AgendaForm):
    """Everything that calls a meeting."""

    kind = forms.ChoiceField(label=_("What kind of meeting"), choices=KINDS)
    text = forms.CharField(
        label=_("What else members should know"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order = (
        "kind",
        "day",
        "begins",
        "minutes",
        "how",
        "place",
        "link",
        "readings",
        "agenda",
        "motions",
        "text",
    )


class PostponingForm(WhenForm):
    """When a meeting is instead, and why."""

    reason = forms.CharField(
        label=_("Reason"), help_text=_("Members read it."), widget=forms.Textarea(attrs={"rows": 3})
    )


class CancellingForm(forms.Form):
    """Why a meeting is not held."""

    reason = forms.CharField(
        label=_("Reason"), help_text=_("Members read it."), widget=forms.Textarea(attrs={"rows": 3})
    )
