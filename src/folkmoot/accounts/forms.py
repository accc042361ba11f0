"""What is asked for on one's own sign-in pages."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from folkmoot.access.grants import GRANTS
from folkmoot.accounts.scopes import doable, readable
from folkmoot.ui.forms import GroupedTicks

# A browser must not keep for the officer what the member typed.
_PIN = {"autocomplete": "off", "inputmode": "numeric"}
_DAYS = [("30", _("30 days")), ("90", _("90 days")), ("365", _("a year"))]
# What the parts are called of which programs do acts.
PARTS: Mapping[str, Promise] = {
    "accounts": _("Signing in"),
    "bylaws": _("Bylaws"),
    "consultations": _("Consultations"),
    "decisions": _("Decisions"),
    "library": _("Library"),
    "meetings": _("Meetings"),
    "membership": _("Members and offices"),
    "news": _("News"),
    "notices": _("Mail, notifications and calendars"),
    "reports": _("Reports"),
    "rights": _("Members’ rights"),
    "circulars": _("Paper"),
    "structure": _("Units"),
    "study": _("Learning"),
    "work": _("Work"),
}


class AddressForm(forms.Form):
    email = forms.EmailField(
        label=_("New e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class MemberAddressForm(forms.Form):
    # An officer's own address must not be offered for a member.
    email = forms.EmailField(
        label=_("New e-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )


class SlipForm(forms.Form):
    code = forms.CharField(
        label=_("Code from the paper"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    pin = forms.CharField(label=_("Your PIN"), max_length=40, widget=forms.PasswordInput(attrs=_PIN))


class PinForm(forms.Form):
    pin = forms.CharField(
        label=_("PIN that the member chooses"), max_length=40, widget=forms.PasswordInput(attrs=_PIN)
    )
    pin_again = forms.CharField(
        label=_("The same once more"), max_length=40, widget=forms.PasswordInput(attrs=_PIN)
    )

    def clean_pin_again(self) -> str:
        again = str(self.cleaned_data["pin_again"])
        if self.cleaned_data.get("pin") != again:
            raise forms.ValidationError(_("The two are not the same. Enter the PIN again."))
        return again


class TokenForm(forms.Form):
    name = forms.CharField(
        label=_("What is it for?"),
        max_length=80,
        help_text=_("To know it again, for example “membership system”."),
    )
    days = forms.ChoiceField(label=_("It is good for"), choices=_DAYS, initial="90")
    acts = forms.MultipleChoiceField(label=_("It may do"), required=False, widget=GroupedTicks)
    reads = forms.MultipleChoiceField(
        label=_("It may read"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # request.POST or None
        _offer(self.fields["acts"], _by_part(doable(by_operator=False)))
        _offer(self.fields["reads"], list(readable().items()))
        if not readable():
            del self.fields["reads"]


def _offer(field: forms.Field, choices: list[Any]) -> None:
    if isinstance(field, forms.MultipleChoiceField):
        field.choices = choices


def _by_part(acts: Iterable[str]) -> list[tuple[str, list[tuple[str, SafeString]]]]:
    parts = groupby(sorted(acts), key=lambda act: act.partition(".")[0])
    return [
        (str(PARTS.get(part, part.title())), [(name, _spoken(name)) for name in names])
        for part, names in parts
    ]


def _spoken(act: str) -> SafeString:
    # A permission is called after its act, and says in words what it allows.
    grant = GRANTS.get(act)
    words = str(grant.words) if grant else act.partition(".")[2].replace("_", " ")
    return format_html('<span>{} <code translate="no">{}</code></span>', capfirst(words), act)
