"""What is asked for on one's own page of notices."""

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.notices.rules.slots import Often

_CHOICES = [
    (Often.AT_ONCE, _("At once: within a quarter of an hour, by day")),
    (Often.DAILY, _("Once a day, in the morning")),
    (Often.WEEKLY, _("Once a week, in the morning")),
    (Often.OFF, _("Never")),
]


_PUSHED = _CHOICES[:3]


class DeviceForm(forms.Form):
    """What the browser fills in (three fields that nobody sees), and how often."""

    endpoint = forms.CharField(widget=forms.HiddenInput)
    public_key = forms.CharField(widget=forms.HiddenInput)
    secret = forms.CharField(widget=forms.HiddenInput)
    frequency = forms.ChoiceField(
        label=_("Notify this device when there is something new"),
        choices=_PUSHED,
        widget=forms.RadioSelect,
        initial=Often.DAILY,
    )


class FrequencyForm(forms.Form):
    frequency = forms.ChoiceField(
        label=_("Write to me when there is something new"), choices=_CHOICES, widget=forms.RadioSelect
    )
    wants_meetings = forms.BooleanField(
        label=_("Attach the days and hours of meetings, for my calendar"),
        help_text=_("Whoever reads your mail then sees when you meet; not where, with whom, or what about."),
        required=False,
    )
