"""What people fill in about news."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.decisions.forms import BaseTextForms, BodyForm, DayField, NarrowingForm, TextForm


class NewsTextForm(TextForm):
    """News in one language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  -- passed on as they come
        """Say what news is made of."""
        super().__init__(*args, **kwargs)
        self.fields["title"].help_text = _("One line that says what is new.")
        self.fields["body"].help_text = _(
            "Leave an empty line between paragraphs. A line that begins with # is a heading, one with - stands in a list."
        )
        self.fields["body"].widget.attrs["rows"] = 12


NewsTextForms = forms.formset_factory(
    NewsTextForm, formset=BaseTextForms, extra=0, max_num=40, can_delete=True
)


class NewsBodyForm(BodyForm):
    """Whose news it is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  -- passed on as they come
        """Ask who tells it."""
        super().__init__(*args, **kwargs)
        self.fields["unit"].label = _("Who tells it?")


class NewsAudienceForm(NarrowingForm):
    """Whom news is for, and how long it is news."""

    until = DayField(
        label=_("News until"),
        required=False,
        help_text=_(
            "The last day, such as that of an event. Without one it is on first pages for two weeks."
        ),
    )
    is_pinned = forms.BooleanField(
        label=_("Put it first among the news until then"),
        required=False,
        help_text=_(
            "For what nobody should overlook. It stands above other news on first pages and in the list of news; what is "
            "to be read of decisions still comes before it."
        ),
    )
