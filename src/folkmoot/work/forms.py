"""What people fill in about work."""

from collections.abc import Collection, Container, Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from folkmoot.decisions.forms import DayField
from folkmoot.people.models import Person
from folkmoot.work.rules.repeating import REPEATS
from folkmoot.work.rules.states import LESSONS


class StepsField(forms.CharField):
    """Steps, one a line, as the act takes them."""

    widget = forms.Textarea(attrs={"rows": 4})

    def clean(self, value: Any) -> Any:  # noqa: ANN401  -- as Django has it
        """Return the lines."""
        return super().clean(value).splitlines()


class WorkForm(forms.Form):
    """What is to be done, and by when."""

    title = forms.CharField(
        label=_("What is to be done"), help_text=_("In a few words. Say nothing here of people.")
    )
    due_on = DayField(label=_("By when"))
    why = forms.CharField(
        label=_("Why"), help_text=_("What it is for: whoever takes it wants to know."), required=False
    )
    steps = StepsField(label=_("Steps"), required=False, help_text=_("One a line, if there are any."))

    repeats = forms.ChoiceField(
        label=_("How often"),
        choices=[("", _("once")), *REPEATS.items()],
        required=False,
        help_text=_("Work that comes again is open to all each time: duties go round."),
    )

    def __init__(self, *args: Any, has_reason: bool = False, **kwargs: Any) -> None:  # noqa: ANN401
        """Ask why in words, unless the page `has_reason`: a point of a decision, or a meeting."""
        super().__init__(*args, **kwargs)
        if has_reason:
            del self.fields["why"]
        else:
            self.fields["why"].required = True


class OfferForm(forms.Form):
    """Who is asked to do it."""

    person_id = forms.ChoiceField(
        label=_("Whom do you ask?"),
        help_text=_(
            "They find it on their first page, and accept or decline. If they decline, it is open again, and nothing says that"
            " they were asked."
        ),
    )

    def __init__(self, people: Iterable[Person], *args: Any, unreached: int = 0, **kwargs: Any) -> None:  # noqa: ANN401
        """Offer these people, and say of how many it cannot be asked here."""
        super().__init__(*args, **kwargs)
        choices = [("", "—"), *((str(each.pk), each.name) for each in people)]
        if unreached:
            self.fields[
                "person_id"
            ].help_text = f"{self.fields['person_id'].help_text} {_unreached(unreached)}"
        self.fields["person_id"].choices = choices  # type: ignore[attr-defined]  # of a choice field


def _unreached(number: int) -> str:
    words = ngettext(
        "%(number)d person here has no account and is not named: ask them yourself, and write on paper what they say.",
        "%(number)d people here have no account and are not named: ask them yourself, and write on paper what they say.",
        number,
    )
    return words % {"number": number}


class ResultForm(forms.Form):
    """What came of it."""

    result = forms.CharField(
        label=_("What came of it"),
        help_text=_("Members of the unit read it. Say what was done, not how anybody did."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class GivingOutForm(forms.Form):
    """What is to be done, by when, and who of those present says yes."""

    title = forms.CharField(label=_("What is to be done"), help_text=_("In a few words."))
    due_on = DayField(label=_("By when"))
    person_id = forms.ChoiceField(
        label=_("Who says yes"),
        required=False,
        help_text=_(
            "Only if they said so here, aloud. They are told, and confirm it or take it back without giving a reason; until then"
            " no member sees who it is. For whoever has no account it is entered as open, without their name: write on paper who"
            " does it."
        ),
    )

    def __init__(
        self,
        people: Collection[Person],
        *args: Any,  # noqa: ANN401
        reached: Container[UUID] = (),
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        """Offer those who are there, and say beside the name for whom it is entered as open: all but those who are `reached`."""
        super().__init__(*args, **kwargs)
        on_paper = _("%(name)s (no account: entered as open)")
        self._unreached = {str(each.pk): each.name for each in people if each.pk not in reached}
        names = {
            each.pk: each.name if each.pk in reached else on_paper % {"name": each.name} for each in people
        }
        choices = [("", _("Nobody yet: it stays open")), *((str(pk), name) for pk, name in names.items())]
        self.fields["person_id"].choices = choices  # type: ignore[attr-defined]  # of a choice field

    @property
    def given(self) -> dict[str, object]:
        """What the act takes."""
        return {**self.cleaned_data, "person_id": self.cleaned_data["person_id"] or None}

    @property
    def said(self) -> str:
        """What came of it, in words."""
        name = self._unreached.get(self.cleaned_data["person_id"])
        if name is None:
            return gettext("It is given out.")
        said = gettext(
            "It is entered as open: %(name)s has no account, and no name is kept. Write on paper who does it."
        )
        return said % {"name": name}


class LessonForm(forms.Form):
    """What was learnt from some work."""

    kind = forms.ChoiceField(
        label=_("What is it about"), choices=list(LESSONS.items()), widget=forms.RadioSelect, initial="well"
    )
    text = forms.CharField(
        label=_("In your words"),
        required=False,
        help_text=_(
            "About the work, not about anybody. No name is kept with it; by the words others may still tell whose they are."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
