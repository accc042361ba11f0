"""What people fill in to open a meeting, and to call it again."""

from collections.abc import Sequence
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.decisions.forms import DayField
from folkmoot.kernel.errors import Refused
from folkmoot.meetings.forms import KINDS, HourField
from folkmoot.meetings.rules.times import LONGEST, SHORTEST, moment_at
from folkmoot.people.models import Person


class OpeningForm(forms.Form):
    """Who chairs the meeting, and who takes its minutes."""

    chair_id = forms.ChoiceField(label=_("Who chairs it"))
    minute_taker_id = forms.ChoiceField(
        label=_("Who takes the minutes"),
        help_text=_("Both may keep this screen, on a telephone of their own."),
    )

    def __init__(self, people: Sequence[Person], *args: object, **more: object) -> None:
        """Take the people among whom to choose."""
        super().__init__(*args, **more)  # type: ignore[arg-type]  # handed on as they came
        choices = [("", "–"), *((str(each.pk), each.name) for each in people)]
        for name in ("chair_id", "minute_taker_id"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101  -- as declared above
            field.choices = choices

    def ask_early(self, warning: str) -> None:
        """Have it said that the meeting begins before its hour."""
        self.fields["is_early"] = forms.BooleanField(
            label=_("Begin now, before its hour"),
            help_text=warning,
            error_messages={"required": _("Say so here, or wait until then.")},
        )


class AdjourningForm(forms.Form):
    """When a meeting that is interrupted goes on."""

    day = DayField(label=_("Day"))
    begins = HourField(label=_("It goes on at"))

    def __init__(self, zone: ZoneInfo, *args: object, **more: object) -> None:
        """Take the clocks of the unit."""
        super().__init__(*args, **more)  # type: ignore[arg-type]  # handed on as they came
        self._zone = zone

    def clean(self) -> dict[str, object]:
        """Make one moment of both."""
        given = self.cleaned_data
        if "day" in given and given.get("begins"):
            try:
                given["goes_on_at"] = moment_at(given["day"], given["begins"], self._zone, field="begins")
            except Refused as refusal:
                self.add_error("begins", str(refusal))
        return given


class AgainForm(forms.Form):
    """When a meeting that had no quorum is called again."""

    day = DayField(label=_("Day"))
    begins = HourField(label=_("Begins at"))
    minutes = forms.IntegerField(label=_("How long, in minutes"), min_value=SHORTEST, max_value=LONGEST)


class EnteringForm(OpeningForm):
    """A meeting from the sheet that was signed there: when it was, and who attended it."""

    opened = HourField(label=_("It began at"))
    closed = HourField(label=_("It ended at"))
    people = forms.MultipleChoiceField(
        label=_("Who signed"), widget=forms.CheckboxSelectMultiple, required=False
    )
    member_number = forms.CharField(
        label=_("Who signed and is not listed"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Member number and whole name, such as 000012 Ada Lund; one a line."),
    )
    others = forms.IntegerField(
        label=_("How many others with a vote signed"),
        required=False,
        min_value=0,
        help_text=_("They are counted, and named nowhere."),
    )
    guests = forms.CharField(
        label=_("Guests"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One name a line. Guests have no vote."),
    )

    def __init__(self, people: Sequence[Person], *args: object, is_named_all: bool, **more: object) -> None:
        """Take the people who had a vote; where these are not all, others can be named or counted."""
        super().__init__(people, *args, **more)
        field = self.fields["people"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101  -- as declared above
        field.choices = [(str(each.pk), each.name) for each in people]
        # Nobody keeps a screen of a meeting that is over.
        self.fields["minute_taker_id"].help_text = ""
        self.fields["chair_id"].label = _("Who chaired it")
        self.fields["minute_taker_id"].label = _("Who took the minutes")
        if is_named_all:
            del self.fields["member_number"], self.fields["others"]

    @property
    def given(self) -> dict[str, object]:
        """The meeting as the act takes it, without those who are named by number."""
        lines = self.cleaned_data["guests"].splitlines()
        found = {name: value for name, value in self.cleaned_data.items() if name != "member_number"}
        found |= {"guests": [line for line in lines if line.strip()]}
        return found | ({"others": found["others"] or 0} if "others" in found else {})

    @property
    def numbered(self) -> list[tuple[str, str]]:
        """Those who are named by number: each number with the name beside it."""
        lines = self.cleaned_data.get("member_number", "").splitlines()
        parted = (line.strip().partition(" ") for line in lines)
        return [(number, name) for number, _space, name in parted if number]


class HeldForm(EnteringForm):
    """A meeting that was not called here: what it was, when and where, and the rest from its sheet."""

    kind = forms.ChoiceField(label=_("What kind of meeting"), choices=KINDS)
    day = DayField(label=_("Day"))
    place = forms.CharField(label=_("Place"))
    agenda = forms.CharField(
        label=_("Agenda"),
        required=False,
        help_text=_("One item a line, in their order."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    readings = forms.MultipleChoiceField(
        label=_("Decisions that were read aloud"), required=False, widget=forms.CheckboxSelectMultiple
    )
    field_order = ("kind", "day", "place", "opened", "closed", "chair_id", "minute_taker_id")

    def __init__(
        self,
        people: Sequence[Person],
        *args: object,
        to_hear: Sequence[tuple[UUID, str]],
        is_named_all: bool,
        **more: object,
    ) -> None:
        """Take the people who had a vote, and the decisions that the unit has yet to hear."""
        super().__init__(people, *args, is_named_all=is_named_all, **more)
        field = self.fields["readings"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101  -- as declared above
        field.choices = [(str(pk), words) for pk, words in to_hear]
        if not to_hear:
            del self.fields["readings"]

    @property
    def given(self) -> dict[str, object]:
        """The meeting as the act takes it."""
        found = super().given
        items: list[dict[str, object]] = [{"decision_id": UUID(pk)} for pk in found.pop("readings", ())]  # type: ignore[attr-defined]
        lines = (" ".join(line.split()) for line in str(found["agenda"]).splitlines())
        return found | {"agenda": [*items, *({"text": line} for line in lines if line)]}


class HeardForm(forms.Form):
    """Who of those who are here agreed that a decision was read aloud to them."""

    present = forms.MultipleChoiceField(
        label=_("They heard it, and agree to be entered"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, people: Sequence[Person], *args: object, **more: object) -> None:
        """Take those who are here; all of them are ticked."""
        everybody = [str(each.pk) for each in people]
        super().__init__(*args, **more)  # type: ignore[arg-type]  # handed on as they came
        field = self.fields["present"]
        field.initial = everybody
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101  -- as declared above
        field.choices = [(str(each.pk), each.name) for each in people]

    @property
    def people(self) -> list[UUID]:
        """Those who stayed ticked."""
        return [UUID(each) for each in self.cleaned_data["present"]]
