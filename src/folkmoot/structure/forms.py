"""What the pages on units and imports ask for; the acts check it."""
# ruff: noqa: ANN401
# Forms pass on to Django whatever they are given.

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from folkmoot.kernel.errors import Refused
from folkmoot.kernel.tables import Field
from folkmoot.kernel.tables.days import DateOrder
from folkmoot.kernel.tables.encodings import CHOSEN_ENCODINGS
from folkmoot.kernel.text import fold
from folkmoot.structure.actions.staging import must_suit_the_browser
from folkmoot.structure.models import AdmitsChoices
from folkmoot.structure.rules.visiting import PURPOSE_LONGEST
from folkmoot.units.models import Sector, Unit, UnitKind, UnitQuerySet

# A longer list is quicker typed into than read, most of all on a phone.
UNITS_LISTED = 30


class NameForm(forms.Form):
    """What a unit is called."""

    name = forms.CharField(label=_("Name"), max_length=200)
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("Short and never used twice; letters, digits and . : / - _ without spaces."),
    )


class FoundingForm(NameForm):
    """What is to be founded."""

    kind = forms.ChoiceField(label=_("Kind"))
    time_zone = forms.CharField(
        label=_("Time zone"),
        required=False,
        help_text=_("Such as Europe/Paris. Leave it empty for that of the unit above."),
    )
    field_order = ("kind", "name", "code", "time_zone")

    def __init__(self, *args: Any, kinds: Iterable[UnitKind], **kwargs: Any) -> None:
        """Ask for one of `kinds`."""
        super().__init__(*args, **kwargs)
        self.fields["kind"] = forms.ChoiceField(
            label=_("Kind"), choices=[(kind.code, kind.name) for kind in kinds]
        )
        self.order_fields(self.field_order)


class UnitKindForm(forms.Form):
    """Which kind a unit is to be of."""

    def __init__(self, *args: Any, kinds: Iterable[UnitKind], **kwargs: Any) -> None:
        """Ask for one of `kinds`."""
        super().__init__(*args, **kwargs)
        self.fields["kind"] = forms.ChoiceField(
            label=_("Kind"), choices=[(kind.code, kind.name) for kind in kinds]
        )


class TimeZoneForm(forms.Form):
    """By which clock a unit lives."""

    time_zone = forms.CharField(
        label=_("Time zone"),
        help_text=_("Such as Europe/Paris. Deadlines and days are then those of this place."),
    )


class SectorForm(forms.Form):
    """A sector to be added."""

    name = forms.CharField(label=_("Name"), max_length=80)
    code = forms.CharField(
        label=_("Code"), max_length=20, help_text=_("Short and for good: files and programs call it so.")
    )


class KindForm(SectorForm):
    """A kind of unit to be added."""

    plural = forms.CharField(label=_("Name of several"), max_length=80)
    is_cell = forms.BooleanField(label=_("Members are at home in units of this kind"), required=False)

    def __init__(self, *args: Any, kinds: Iterable[UnitKind], **kwargs: Any) -> None:
        """Ask for the one of `kinds` that it ranks right below."""
        super().__init__(*args, **kwargs)
        self.fields["below"] = forms.ChoiceField(
            label=_("Right below"), choices=[(kind.code, kind.name) for kind in kinds]
        )
        self.order_fields(["name", "plural", "code", "below", "is_cell"])


class UnitField(forms.CharField):
    """One of some units: chosen from a list if they are few, else typed by code or whole name."""

    def __init__(self, units: UnitQuerySet, **kwargs: Any) -> None:
        """Ask for one of the open ones among `units`."""
        self.units = units.open()
        few = list(self.units.in_order()[: UNITS_LISTED + 1])
        if len(few) <= UNITS_LISTED:
            kwargs["widget"] = forms.Select(choices=[(unit.code, unit.name) for unit in few])
        else:
            kwargs["help_text"] = _("Its code, or its whole name.")
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Unit:
        """Return the unit that was chosen."""
        text = " ".join(super().clean(value).split())
        found = list(self.units.filter(Q(code=text) | Q(search_name=fold(text))).in_order()[:2])
        exact = [unit for unit in found if unit.code == text] or found
        if len(exact) != 1:
            raise forms.ValidationError(
                _("Several units are called so. Give the code of one.")
                if exact
                else _("No unit that you can choose here has this code or name.")
            )
        return exact[0]


class MoveForm(forms.Form):
    """Where a unit goes."""

    def __init__(self, *args: Any, units: UnitQuerySet, **kwargs: Any) -> None:
        """Ask for one of `units`."""
        super().__init__(*args, **kwargs)
        self.fields["to_parent_id"] = UnitField(units, label=_("New unit above it"))


class ConfirmedMoveForm(forms.Form):
    """A move that was read over once more."""

    to_parent_id = forms.CharField(widget=forms.HiddenInput)
    confirmed = forms.CharField(widget=forms.HiddenInput, initial="yes")


class SectorsForm(forms.Form):
    """What a unit works in."""

    sectors = forms.ModelMultipleChoiceField(
        label=_("Sectors"),
        queryset=Sector.objects.order_by("name", "pk"),
        to_field_name="code",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class TableForm(forms.Form):
    """How a table that is brought is to be read."""

    sheet = forms.CharField(
        label=_("Sheet"),
        required=False,
        max_length=100,
        help_text=_("Its name, if the workbook has several."),
    )
    encoding = forms.ChoiceField(
        label=_("Encoding"),
        required=False,
        choices=[("", _("Find out")), *CHOSEN_ENCODINGS],
        help_text=_("Leave it, unless accents came out wrong before."),
    )


class FileForm(TableForm):
    """A file to be imported, and where."""

    kind = forms.ChoiceField(label=_("What is in the file?"), widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "A workbook (.xlsx), or a table saved as CSV, its first row naming the columns; up to 64 MB."
        ),
    )

    def __init__(
        self, *args: Any, kinds: Sequence[tuple[str, Any]], units: UnitQuerySet, **kwargs: Any
    ) -> None:
        """Ask for one of `kinds`, and one of `units` to import below."""
        super().__init__(*args, **kwargs)
        self.fields["kind"] = forms.ChoiceField(
            label=_("What is in the file?"), widget=forms.RadioSelect, choices=kinds
        )
        self.fields["under_id"] = UnitField(units, label=_("Below which unit?"))
        listed = self.fields["under_id"].widget
        if isinstance(listed, forms.Select) and len(list(listed.choices)) == 1:
            # Where there is but one, it is no question.
            self.fields["under_id"].widget = forms.HiddenInput()
        self.order_fields(["kind", "under_id", "file", "sheet", "encoding"])

    def clean(self) -> dict[str, Any] | None:
        """Say that the file is to be chosen once more where something else is wrong: no browser keeps it."""
        given = super().clean()
        if self.errors and "file" in self.cleaned_data:
            self.add_error("file", _("Choose the file once more: a browser does not keep it."))
        return given

    def clean_file(self) -> Any:
        """Return the file, if the browser may bring one of its size."""
        file = self.cleaned_data["file"]
        try:
            must_suit_the_browser(file.size)
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return file


_DAY_ORDERS = [
    ("", _("As 2026-09-01, or so that each tells by itself")),
    (DateOrder.DAY_FIRST.value, _("The day first: 1/9/2026 is 1 September")),
    (DateOrder.MONTH_FIRST.value, _("The month first: 1/9/2026 is 9 January")),
]


class ColumnsForm(forms.Form):
    """Which column holds which field."""

    def __init__(
        self,
        *args: Any,
        header: Sequence[str],
        fields: Sequence[Field],
        places: dict[str, int],
        day_order: str = "",
        **kwargs: Any,
    ) -> None:
        """Ask for a column for each of `fields`, as guessed in `places`; and how days are written, if one is a day."""
        super().__init__(*args, **kwargs)
        named = [(str(place), title or f"{place + 1}") for place, title in enumerate(header)]
        for field in fields:
            self.fields[field.name] = forms.ChoiceField(
                label=str(field.label),
                required=field.is_required,
                choices=[("", _("not in the file")), *named],
                initial=str(places.get(field.name, "")),
            )
        if any(field.is_day for field in fields):
            self.fields["day_order"] = forms.ChoiceField(
                label=_("How are days written in the file?"),
                required=False,
                choices=_DAY_ORDERS,
                initial=day_order,
                widget=forms.RadioSelect,
            )

    @property
    def day_order(self) -> str:
        """Which comes first in all its dates, "" if that was not said."""
        return str(self.cleaned_data.get("day_order", ""))

    @property
    def chosen(self) -> list[tuple[str, int | None]]:
        """The column of each field, None for those that are not in the file."""
        columns = {name: place for name, place in self.cleaned_data.items() if name != "day_order"}
        return [(name, int(place) if place else None) for name, place in columns.items()]


class TwinningForm(forms.Form):
    """To which unit it is offered to be twinned: by the code that its officers gave, as nobody sees it from here."""

    code = forms.CharField(label=_("Code of the other unit"), help_text=_("Its officers can tell it to you."))


class VisitForm(forms.Form):
    """On which day an officer from above was at a unit, and what for."""

    on = forms.DateField(
        label=_("Day of the visit"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    purpose = forms.CharField(
        label=_("What it was for"),
        max_length=PURPOSE_LONGEST,
        help_text=_(
            "In one line: what of the unit’s work it was about. Write nothing about a person; members read it."
        ),
    )


class AffiliationForm(forms.Form):
    """By which rule an affiliated organisation admits its members."""

    admits = forms.ChoiceField(
        label=_("Who may belong"), choices=AdmitsChoices.choices, widget=forms.RadioSelect
    )
    condition = forms.CharField(
        label=_("Condition, if there is one"),
        required=False,
        help_text=_(
            "What somebody has to be, such as: aged 14 to 30. Whoever admits them confirms it; no birth date is kept."
        ),
    )
