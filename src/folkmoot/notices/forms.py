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


class FrequencyForm(forms.Form):
    frequency = forms.ChoiceField(
        label=_("Write to me when there is something new"), choices=_CHOICES, widget=forms.RadioSelect
    )
