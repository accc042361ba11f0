"""What is filled in about minutes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.meetings.minutes.rules.minutes import PART_LONGEST

_REVISION = forms.HiddenInput


class PartForm(forms.Form):
    """The text of one part, and the revision on which it was made."""

    revision = forms.IntegerField(min_value=0, widget=_REVISION)
    text = forms.CharField(
        label=_("Text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "maxlength": PART_LONGEST}),
        help_text=_(
            "Plain text. Whoever changes this part at the same time loses nothing, and neither do you."
        ),
    )
