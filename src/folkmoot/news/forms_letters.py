"""What people fill in about letters to the editor."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.units.models import UnitQuerySet

_NOT_SENT = _(
    "The button that you pressed does not send this, so nothing was done yet. Press the button below this box, or empty it."
)


# Nowhere a `maxlength`: browsers cut what is pasted without a word. What is too long is refused, and kept.
def _words(label: Any, rows: int, hint: Any) -> forms.CharField:  # noqa: ANN401  -- words in any language
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=False, help_text=hint, widget=area)


class LetterForm(forms.Form):
    """A letter, to a body or about news."""

    unit_id = forms.TypedChoiceField(label=_("To"), coerce=UUID)
    text = forms.CharField(
        label=_("Your letter"),
        help_text=_("Plain text, at most 2,000 characters."),
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    is_named = forms.TypedChoiceField(
        label=_("Your name"),
        coerce=lambda given: given == "yes",
        choices=[("yes", _("With my name")), ("no", _("Without my name"))],
        widget=forms.RadioSelect,
        help_text=_(
            "Without your name neither editors nor readers are told who you are. It stays stored with the letter, so that you"
            " alone can withdraw it; whoever operates the server could find it there."
        ),
    )

    def __init__(self, *args: Any, bodies: UnitQuerySet | None, **kwargs: Any) -> None:  # noqa: ANN401  -- passed on as they come
        """Offer the bodies; none where the letter is about news."""
        super().__init__(*args, **kwargs)
        if bodies is None:
            del self.fields["unit_id"]
        else:
            self.fields["unit_id"].choices = [(str(body.pk), body.name) for body in bodies]  # type: ignore[attr-defined]  # a ChoiceField


class EditForm(forms.Form):
    """What editors do with a letter: one of four things."""

    offered = _words(_("Shortened"), 8, _("It is published so once its writer agrees, and not before."))
    answer = _words(_("Answer"), 5, _("Read by its writer, and below the letter once it is published."))
    reason = _words(
        _("Why you decline it"),
        4,
        _("Only its writer reads this. After 30 days nothing is left of either."),
    )

    def given(self, needed: Sequence[str], along: Sequence[str]) -> dict[str, str]:
        """Return what a button sends: the boxes it needs, those it takes along if something new stands there.

        What was written in any other box is not lost: the page comes back, and says so beside it.
        """
        if not self.is_valid():
            return {}
        new = [name for name in self.fields if self._is_new(name)]
        for name in new:
            if name not in {*needed, *along}:
                self.add_error(name, _NOT_SENT)
        sent = [*needed, *(name for name in along if name in new)]
        return {name: self.cleaned_data[name] for name in sent}

    def _is_new(self, name: str) -> bool:
        written = _one_way(self.cleaned_data[name])
        return bool(written) and written != _one_way(self.initial.get(name, ""))


def _one_way(text: str) -> str:
    # Browsers send other line ends than were shown to them.
    return text.replace("\r\n", "\n").strip()
