"""What a member is asked before they leave."""

from django import forms
from django.utils.translation import gettext_lazy as _


class LeavingForm(forms.Form):
    """Whether the account is closed with the membership."""

    close_account = forms.BooleanField(
        label=_("Close my account as well"),
        help_text=_("You can then no longer sign in, and all programs that act for you stop."),
        required=False,
    )


class ErasureForm(forms.Form):
    """That whoever erases means it."""

    is_meant = forms.BooleanField(
        label=_("I know that this cannot be taken back"),
        error_messages={"required": _("Mark this first: nobody can bring back what is erased.")},
    )
