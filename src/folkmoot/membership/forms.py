"""What the pages on members ask for; the acts check it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from folkmoot.kernel.errors import Refused
from folkmoot.membership.queries.choosing import unit_called
from folkmoot.membership.queries.places import may_see
from folkmoot.people.models import Person
from folkmoot.structure.queries.circles import circle_of
from folkmoot.structure.rules.circles import Circle
from folkmoot.units.models import Unit, UnitQuerySet

# A longer list is quicker typed into than read, most of all on a phone.
UNITS_LISTED = 30


def _languages_hint() -> str:
    said = _(
        "Those in which texts of decisions and news are read, the best liked first, such as: fr, en. The pages "
        "themselves are in: %(languages)s."
    )
    return str(said) % {"languages": ", ".join(str(name) for _code, name in settings.LANGUAGES)}


LANGUAGES_HINT: Any = lazy(_languages_hint, str)()


class DayInput(forms.DateInput):
    """A day, chosen as the device does it."""

    input_type = "date"

    def __init__(self) -> None:
        """Write the day as the device wants it, whatever the language."""
        super().__init__(format="%Y-%m-%d")


class UnitForm(forms.Form):
    """A form that asks for one of some units: chosen from a list if they are few, else typed by code or name."""

    unit_label: ClassVar[Any] = _("Cell")
    unit = forms.CharField()

    def __init__(self, *args: Any, units: UnitQuerySet, **kwargs: Any) -> None:  # noqa: ANN401  -- passed on as they come
        """Ask for one of `units`."""
        super().__init__(*args, **kwargs)
        self.units = units
        self.few = list(units.open().in_order()[: UNITS_LISTED + 1])
        self.fields["unit"] = self._unit_field()

    def clean_unit(self) -> Unit:
        """Return the unit that was chosen."""
        try:
            return unit_called(self.cleaned_data["unit"], among=self.units)
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    @property
    def only_unit(self) -> Unit | None:
        """The one unit there is to choose, if there is one only."""
        return self.few[0] if len(self.few) == 1 else None

    def _unit_field(self) -> forms.Field:
        if self.only_unit is not None:
            # Whatever was asked for, there is only this one.
            self.initial["unit"] = self.only_unit.code
            return forms.CharField(widget=forms.HiddenInput)
        if len(self.few) > UNITS_LISTED:
            return forms.CharField(label=self.unit_label, help_text=_("Its code, or its whole name."))
        return forms.ChoiceField(label=self.unit_label, choices=[(unit.code, unit.name) for unit in self.few])


class AdmittingForm(UnitForm):
    """A form that admits somebody to a cell, and asks for what the affiliated organisation to which it belongs asks of them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  -- passed on as they come
        """Ask for one of the units that are given; only where the one chosen has a condition, that is to be confirmed."""
        super().__init__(*args, **kwargs)
        circle = self._circle_chosen()
        if circle is not None and circle.condition:
            self.fields["meets_condition"] = _confirmation(circle)

    def _circle_chosen(self) -> Circle | None:
        try:
            unit = self.only_unit or unit_called(str(self.data.get("unit") or ""), among=self.units)
        except Refused:
            return None
        return circle_of(unit)


def _confirmation(circle: Circle) -> forms.BooleanField:
    said = {"circle": circle.name, "condition": circle.condition}
    missing = _("Whoever belongs to %(circle)s has to be: %(condition)s. Confirm that they are.")
    label = _("I confirm that they meet the condition of %(circle)s: %(condition)s")
    return forms.BooleanField(label=str(label) % said, error_messages={"required": str(missing) % said})


class AdmissionForm(AdmittingForm):
    """Somebody new."""

    name = forms.CharField(label=_("Name"), max_length=200, help_text=_("As they want to be called."))
    email = forms.CharField(
        label=_("E-mail address"),
        required=False,
        help_text=_("With it they can sign in."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    phone = forms.CharField(
        label=_("Telephone"),
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    member_number = forms.CharField(
        label=_("Member number"), required=False, help_text=_("Leave it empty to have one given.")
    )
    languages = forms.CharField(label=_("Languages"), required=False, help_text=LANGUAGES_HINT)
    joined_on = forms.DateField(
        label=_("Joined on"), required=False, widget=DayInput, help_text=_("Leave it empty for today.")
    )
    field_order = ["unit", "name", "email", "phone"]

    def clean_languages(self) -> list[str]:
        """Return the languages one by one."""
        return parted(self.cleaned_data["languages"])


class TransferForm(UnitForm):
    """Where a member's home will be."""

    unit_label = _("New cell")


class ReadmissionForm(AdmittingForm):
    """Where and since when somebody is a member again."""

    joined_on = forms.DateField(
        label=_("Joined on"), required=False, widget=DayInput, help_text=_("Leave it empty for today.")
    )


class KnownMemberForm(AdmittingForm):
    """Somebody who is a member already, and is offered membership: asked for by number and name, so that nobody guesses."""

    member_number = forms.CharField(label=_("Member number"))
    name = forms.CharField(
        label=_("Name"), help_text=_("Their family or given name, as it stands in the roll.")
    )
    field_order = ["unit", "member_number", "name"]


class PaperForm(forms.Form):
    """That a member accepted on paper."""

    has_signed = forms.BooleanField(
        label=_("I have before me the paper on which they signed that they want to belong"),
        error_messages={"required": _("Enter it only once they have signed.")},
    )


class CorrectionForm(forms.Form):
    """What is kept of a person."""

    name = forms.CharField(label=_("Name"), max_length=200)
    languages = forms.CharField(label=_("Languages"), required=False, help_text=LANGUAGES_HINT)

    def clean_languages(self) -> list[str]:
        """Return the languages one by one."""
        return parted(self.cleaned_data["languages"])


class OtherEntryForm(forms.Form):
    """The other entry of somebody who was entered twice, by its member number."""

    member_number = forms.CharField(label=_("Member number of the other entry"))

    def __init__(self, *args: Any, person: Person, viewer: Person, at: datetime, **kwargs: Any) -> None:  # noqa: ANN401  -- passed on as they come
        """Ask for another entry than `person`, among those whom `viewer` may see."""
        super().__init__(*args, **kwargs)
        self.person, self.viewer, self.at = person, viewer, at

    def clean_member_number(self) -> Person:
        """Return the other entry."""
        number = self.cleaned_data["member_number"].strip()
        found = Person.objects.filter(member_number=number).exclude(pk=self.person.pk).first()
        if found is None or not may_see(self.viewer, found.pk, at=self.at):
            raise forms.ValidationError(_("Nobody else whom you may see has this number. Look at it again."))
        return found


class OfficeForm(forms.Form):
    """Which office, and from when."""

    office = forms.ChoiceField(label=_("Office"))
    from_on = forms.DateField(
        label=_("From"), required=False, widget=DayInput, help_text=_("Leave it empty to begin now.")
    )

    def __init__(self, *args: Any, offices: Iterable[tuple[str, str]], **kwargs: Any) -> None:  # noqa: ANN401  -- passed on as they come
        """Ask for one of `offices`."""
        super().__init__(*args, **kwargs)
        field = self.fields["office"]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(offices)


class AppointmentForm(OfficeForm):
    """Who is to hold an office: asked for by number and name, so that nobody reads the roll by guessing numbers."""

    member_number = forms.CharField(label=_("Member number"), max_length=40)
    name = forms.CharField(
        label=_("Name"), max_length=200, help_text=_("Their whole name, as it stands in the roll.")
    )
    field_order = ["office", "member_number", "name", "from_on"]


class HandingOverForm(forms.Form):
    """Who follows in an office: asked for like whoever is appointed."""

    member_number = forms.CharField(label=_("Member number"), max_length=40)
    name = forms.CharField(
        label=_("Name"), max_length=200, help_text=_("Their whole name, as it stands in the roll.")
    )
    from_on = forms.DateField(
        label=_("On"), required=False, widget=DayInput, help_text=_("Leave it empty to hand it over now.")
    )


class PersonAppointmentForm(UnitForm, OfficeForm):
    """Which office a known person is to hold, and where."""

    unit_label = _("Unit")
    field_order = ["office", "unit", "from_on"]


class ConfirmedAppointmentForm(forms.Form):
    """An appointment that was read over once more; whom one does not see is named by number and name again."""

    office = forms.CharField(widget=forms.HiddenInput)
    person = forms.UUIDField(required=False, widget=forms.HiddenInput)
    member_number = forms.CharField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(required=False, widget=forms.HiddenInput)
    from_on = forms.DateField(required=False, widget=forms.HiddenInput)

    def clean(self) -> None:
        """Take it for half an appointment if it names nobody."""
        given = self.cleaned_data
        if not given.get("person") and not (given["member_number"] and given["name"]):
            raise forms.ValidationError(_("Fill in the form again."))


def parted(text: str) -> list[str]:
    """Return the words between commas, semicolons or spaces."""
    return text.replace(",", " ").replace(";", " ").split()
