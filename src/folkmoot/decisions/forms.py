"""What people fill in about decisions."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from folkmoot.decisions.models import Decision
from folkmoot.decisions.queries.addressees import DEADLINE
from folkmoot.decisions.queries.publishing import Narrowings
from folkmoot.decisions.rules.recirculation import Rhythm
from folkmoot.documents.actions.drafting import TITLE_LONGEST
from folkmoot.documents.languages import language_choices
from folkmoot.documents.rules.plain_texts import LONGEST_TEXT
from folkmoot.units.models import Unit

RHYTHMS = [
    (Rhythm.USUAL.value, _("After 30, 90 and 180 days, then every year")),
    (Rhythm.OFTEN.value, _("After a week, then after 30, 60, 90, 180 and 270 days, then every year")),
    (Rhythm.YEARLY.value, _("Every year")),
    (Rhythm.NEVER.value, _("Never")),
]
STEP_NAMES = [_("Write"), _("Adopt"), _("Choose whom it is for"), _("Convey")]


class DayField(forms.DateField):
    """A day, chosen in the browser's own calendar or typed."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class TitleField(forms.CharField):
    """A title. Browsers would cut a pasted one that is too long and not say so; the page says it."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Leave it to the page to say that it is too long."""
        return {name: each for name, each in super().widget_attrs(widget).items() if name != "maxlength"}


class TextForm(forms.Form):
    """A decision in one language."""

    language = forms.ChoiceField(label=_("Language"))
    title = TitleField(
        label=_("Title"), max_length=TITLE_LONGEST, help_text=_("One line that says what is decided.")
    )
    body = forms.CharField(
        label=_("Text"),
        strip=False,
        help_text=_(
            "Begin each point on a line of its own with its number: “1.”, “2.”. A point below another begins again at"
            " “1.”, three spaces further in. A line that begins with # is a heading, and is numbered too."
        ),
        widget=forms.Textarea(attrs={"rows": 16, "class": "prose"}),
    )

    def __init__(self, *args: Any, first: Sequence[str] = (), **kwargs: Any) -> None:  # noqa: ANN401  -- passed on as they come
        """Offer all languages, those in `first` before the others."""
        super().__init__(*args, **kwargs)
        language = self.fields["language"]
        language.choices = language_choices(first)  # type: ignore[attr-defined]  # it is a ChoiceField


if TYPE_CHECKING:
    _SetOfForms = forms.BaseFormSet[TextForm]
else:
    # Only the type checker knows what a set of forms is made of.
    _SetOfForms = forms.BaseFormSet


class BaseTextForms(_SetOfForms):
    """A decision in all its languages."""

    deletion_widget = forms.CheckboxInput

    def add_fields(self, form: TextForm, index: int | None) -> None:
        """Call the removal of a text what it is, and offer it only where another text is left."""
        super().add_fields(form, index)
        if self.total_form_count() > 1:
            form.fields["DELETE"].label = _("Take this language away when I save")
        else:
            del form.fields["DELETE"]


TextForms = forms.formset_factory(TextForm, formset=BaseTextForms, extra=0, max_num=40, can_delete=True)


class BodyForm(forms.Form):
    """Which body decides."""

    unit = forms.TypedChoiceField(label=_("Who decides?"), coerce=UUID)

    def __init__(self, *args: Any, bodies: Sequence[Unit], **kwargs: Any) -> None:  # noqa: ANN401  -- as above
        """Offer the bodies; where there is but one, it is chosen."""
        super().__init__(*args, **kwargs)
        unit = self.fields["unit"]
        unit.choices = [(str(body.pk), body.name) for body in bodies]  # type: ignore[attr-defined]  # as above
        unit.initial = str(bodies[0].pk)
        if len(bodies) == 1:
            unit.widget = forms.HiddenInput()


class AmendmentForm(BodyForm):
    """An amending decision's own words."""

    language = forms.ChoiceField(label=_("Language of the amending decision"))
    title = TitleField(label=_("Title of the amending decision"), max_length=TITLE_LONGEST)
    body = forms.CharField(
        label=_("In its own words"),
        strip=False,
        help_text=_("Why, and from when; what changes in the text is shown below it, marked word by word."),
        widget=forms.Textarea(attrs={"rows": 4, "class": "prose"}),
    )
    prefix = "own"

    def __init__(self, *args: Any, first: Sequence[str] = (), **kwargs: Any) -> None:  # noqa: ANN401  -- as above
        """Offer all languages, those in `first` before the others."""
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = language_choices(first)  # type: ignore[attr-defined]  # as above

    @property
    def texts(self) -> list[dict[str, str]]:
        """Its words as the acts take them."""
        return [{name: self.cleaned_data[name] for name in ("language", "title", "body")}]


class RelationsForm(forms.Form):
    """What a decision does to earlier ones, named by their numbers."""

    repeals = forms.CharField(label=_("It repeals"), required=False, help_text=_("They are then over."))
    replaces = forms.CharField(
        label=_("It replaces"),
        required=False,
        help_text=_("They are then over, and it stands in their place."),
    )
    implements = forms.CharField(
        label=_("It implements"), required=False, help_text=_("It says how they are carried out; they stay.")
    )


class RepealForm(forms.Form):
    """Why a decision is repealed."""

    reason = forms.CharField(
        label=_("Why is it repealed?"),
        help_text=_("Everybody it was for reads these words, so name no member in them."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ImportForm(BodyForm):
    """A text that was written elsewhere."""

    language = forms.ChoiceField(label=_("Language"))
    title = TitleField(
        label=_("Title"),
        max_length=TITLE_LONGEST,
        required=False,
        help_text=_("Leave it empty to take the title from the text."),
    )
    manner = forms.ChoiceField(
        label=_("How are its points written?"),
        widget=forms.RadioSelect,
        initial="outline",
        choices=[
            ("outline", _("As plain text with numbers: “4.1. The members may …”")),
            ("markdown", _("In Markdown")),
        ],
    )
    file = forms.FileField(
        label=_("File"), required=False, help_text=_("A text file, also compressed with gzip, at most 2 MB.")
    )
    text = forms.CharField(
        label=_("Or paste the text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10}),
    )

    def __init__(self, *args: Any, first: Sequence[str] = (), **kwargs: Any) -> None:  # noqa: ANN401  -- as above
        """Offer all languages, those in `first` before the others."""
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = language_choices(first)  # type: ignore[attr-defined]  # as above

    def clean(self) -> dict[str, Any]:
        """Ask for a file or a text."""
        cleaned = super().clean() or {}
        if not cleaned.get("file") and not str(cleaned.get("text", "")).strip():
            self.add_error("file", _("Choose a file, or paste the text below."))
        return cleaned

    def content(self) -> bytes:
        """Return what was brought, no more of it than is taken."""
        file = self.cleaned_data["file"]
        brought: bytes = file.read(LONGEST_TEXT + 1) if file else self.cleaned_data["text"].encode()
        return brought


class AdoptionForm(forms.Form):
    """When a body adopted a text, and from when to when it is in force."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=10**9)
    file_digests = forms.CharField(widget=forms.HiddenInput, required=False)
    adopted_on = DayField(label=_("Adopted on"), help_text=_("The day of the vote."))
    in_force_from = DayField(label=_("In force from"))
    in_force_to = DayField(
        label=_("No longer in force from"),
        required=False,
        help_text=_("Leave it empty if it holds until it is repealed."),
    )

    def clean_file_digests(self) -> list[str]:
        """Return the digests of the files that were looked at."""
        return str(self.cleaned_data["file_digests"]).split()


class AttachmentForm(forms.Form):
    """A file that is to hang on a draft."""

    # What is wrong with it says the act's side, an empty one too.
    file = forms.FileField(label=_("File"), allow_empty_file=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  -- passed on as they come
        """Say how large a file may be."""
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _(
            "At most %(most)d MB: a PDF, picture, text, office document, sound or film."
        ) % {"most": settings.FILE_MB}


class RhythmForm(forms.Form):
    """How often a decision comes back to those it is for."""

    rhythm = forms.ChoiceField(
        label=_("When members are reminded of it"),
        widget=forms.RadioSelect,
        choices=RHYTHMS,
        initial=Rhythm.USUAL.value,
        help_text=_(
            "Each time, those who have read it see another of its points for two weeks. Nobody is told who looked at it."
        ),
    )


class NarrowingForm(forms.Form):
    """What an audience is narrowed to."""

    kinds = forms.MultipleChoiceField(
        label=_("Only units of these kinds"), required=False, widget=forms.CheckboxSelectMultiple
    )
    sectors = forms.MultipleChoiceField(
        label=_("Only units that work in these sectors"), required=False, widget=forms.CheckboxSelectMultiple
    )
    offices = forms.MultipleChoiceField(
        label=_("Only those who hold one of these offices"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  -- passed on as they come
        narrowings: Narrowings,
        **kwargs: Any,  # noqa: ANN401  -- as above
    ) -> None:
        """Offer what the audience can be narrowed to."""
        super().__init__(*args, **kwargs)
        for name in ("kinds", "sectors", "offices"):
            rows = getattr(narrowings, name)
            self.fields[name].choices = [(row.code, row.name) for row in rows]  # type: ignore[attr-defined]  # as above

    @property
    def narrowing(self) -> dict[str, list[str]]:
        """The kinds, sectors and offices that were chosen, by code."""
        return {name: list(self.cleaned_data[name]) for name in ("kinds", "sectors", "offices")}

    @property
    def narrowing_fields(self) -> list[forms.BoundField]:
        """The fields that narrow, where there is a choice."""
        return [self[name] for name in ("kinds", "sectors", "offices") if self.fields[name].choices]  # type: ignore[attr-defined]  # as above


class AudienceForm(NarrowingForm, RhythmForm):
    """Whom a decision is for, by when each level should have read it, and when it comes back."""

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  -- as above
        narrowings: Narrowings,
        proposed: Mapping[str, str],
        **kwargs: Any,  # noqa: ANN401  -- as above
    ) -> None:
        """Offer one deadline for each kind of unit, too."""
        super().__init__(*args, narrowings=narrowings, **kwargs)
        for kind in narrowings.kinds:
            self.fields[DEADLINE + kind.code] = DayField(
                label=_("Last day for %(level)s") % {"level": kind.plural}
                if len(narrowings.kinds) > 1
                else _("Last day to read it"),
                required=False,
                initial=proposed.get(kind.code),
            )

    @property
    def deadlines(self) -> list[tuple[str, date]]:
        """The deadlines that were set, by code of kind."""
        days = {
            name.removeprefix(DEADLINE): day
            for name, day in self.cleaned_data.items()
            if name.startswith(DEADLINE)
        }
        return [(kind, day) for kind, day in days.items() if day]

    @property
    def deadline_fields(self) -> list[forms.BoundField]:
        """The fields of the deadlines."""
        return [self[name] for name in self.fields if name.startswith(DEADLINE)]


def adoption_form(
    posted: QueryDict | None, decision: Decision, revision: int, *, files: Iterable[str], at: datetime
) -> AdoptionForm:
    """Return the form that adopts a draft as saved in `revision`, today by its body's calendar unless said otherwise.

    `files` are the SHA-256 of those that are shown with it.
    """
    today = decision.body.local(at).date()
    initial = {"revision": revision, "adopted_on": today, "in_force_from": today}
    initial["file_digests"] = " ".join(files)
    return AdoptionForm(posted, initial=initial)
