"""What people fill in about consultations."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.consultations.rules.words import COMMENT_LONGEST, INTRODUCTION_LONGEST, REASON_LONGEST
from folkmoot.decisions.forms import DayField, NarrowingForm


class OpeningForm(NarrowingForm):
    """Who is asked, from when to when, and with which words."""

    opens_on = DayField(label=_("First day"))
    last_on = DayField(label=_("Last day"), help_text=_("It ends when this day is over."))
    introduction = forms.CharField(
        label=_("Introduction"),
        required=False,
        max_length=INTRODUCTION_LONGEST,
        help_text=_("Why you ask, and what you most want to know. It stands above the text."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ExtensionForm(forms.Form):
    """Until when a consultation goes on."""

    last_on = DayField(label=_("New last day"))


class ClosingForm(forms.Form):
    """Why a consultation ends before its day."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=REASON_LONGEST,
        help_text=_("Those who were asked read it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CommentForm(forms.Form):
    """What somebody says, and whether with their name."""

    text = forms.CharField(
        label=_("Your comment"),
        max_length=COMMENT_LONGEST,
        help_text=_("At most 2,000 characters."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    is_signed = forms.TypedChoiceField(
        label=_("How do you want to say it?"),
        coerce=lambda given: given == "yes",
        initial="no",
        widget=forms.RadioSelect,
        choices=(),
    )

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:  # noqa: ANN401  -- passed on as they come
        """Offer to sign with a `name`."""
        super().__init__(*args, **kwargs)
        signed = _("With my name, %(name)s. It can be read at once.") % {"name": name}
        plain = _("Without my name. It can be read once the consultation is over.")
        self.fields["is_signed"].choices = [("no", plain), ("yes", signed)]  # type: ignore[attr-defined]  # it is a ChoiceField
