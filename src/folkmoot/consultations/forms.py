"""What people fill in about consultations."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.consultations.models import Outcome
from folkmoot.consultations.rules.opinions import Opinion
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


OPINIONS = [
    (Opinion.AGREE.value, _("I agree")),
    (Opinion.WITH_CHANGES.value, _("I agree, with changes")),
    (Opinion.DISAGREE.value, _("I disagree")),
    (Opinion.UNDECIDED.value, _("I have no opinion")),
]


class SayingForm(forms.Form):
    """What somebody thinks of a point, and what they say of it: one or the other, or both."""

    opinion = forms.ChoiceField(
        label=_("Your opinion"),
        required=False,
        choices=OPINIONS,
        widget=forms.RadioSelect,
        help_text=_(
            "Nobody else ever sees it. It is added up once, when all is over, in numbers that tell of nobody."
        ),
    )
    # With what stood there, so that a comment is taken back by who empties it, and by no page that never showed it.
    text = forms.CharField(
        label=_("Your comment"),
        required=False,
        show_hidden_initial=True,
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

    def __init__(self, *args: Any, name: str, are_few: bool, **kwargs: Any) -> None:  # noqa: ANN401  -- passed on as they come
        """Offer to sign with a `name`, and not to unless so few are asked that words would name them."""
        super().__init__(*args, **kwargs)
        signed = _("With my name, %(name)s. It can be read at once.") % {"name": name}
        plain = _("Without my name. It can be read once the consultation is over, if five or more speak so.")
        unsigned = [] if are_few else [("no", plain)]
        self.fields["is_signed"].choices = [*unsigned, ("yes", signed)]  # type: ignore[attr-defined]  # it is a ChoiceField

    @property
    def takes_back(self) -> bool:
        """Whether the comment that stood there was emptied."""
        return not self.cleaned_data["text"] and "text" in self.changed_data

    def clean(self) -> dict[str, Any]:
        """Let only through what says something."""
        given = super().clean() or {}
        if not (self.errors or given["opinion"] or given["text"] or self.takes_back):
            raise forms.ValidationError(
                _("Nothing is said yet. Choose an opinion, write a comment, or both.")
            )
        return given


class AnswerForm(forms.Form):
    """What a body answers."""

    text = forms.CharField(
        label=_("Your answer"),
        max_length=COMMENT_LONGEST,
        help_text=_("Everybody who is asked reads it, and not the comments. Name nobody."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class SummaryForm(forms.Form):
    """What becomes of a point, and why."""

    outcome = forms.ChoiceField(
        label=_("What was said of it is"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    reasons = forms.CharField(
        label=_("What was said, and why"),
        max_length=COMMENT_LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
