"""What is entered at an article: first of which kind, then what a clause of that kind takes."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.bylaws.rules.amounts import Measure
from folkmoot.bylaws.rules.kinds import (
    BASES,
    COUNTED,
    KINDS,
    MATTERS,
    MEETINGS,
    METHODS,
    SPANS,
    Kind,
)
from folkmoot.bylaws.rules.parsing import clause_from
from folkmoot.bylaws.rules.reading import Value

# What Django calls a lazy string, its fields take under a name that cannot be imported.
Text = Any
Fields = dict[str, forms.Field]
MEASURES: dict[Measure, Text] = {
    Measure.SHARE: _("a share of the members"),
    Measure.NUMBER: _("a number of members"),
    # After the others, and by a word for what hardly anybody needs.
    Measure.ROOT: _("another way: a multiple of the square root of the number of members"),
}


class _AtArticle(forms.Form):
    article = forms.ChoiceField(label=_("Article"))

    def __init__(self, *args: Any, articles: Iterable[str], **kwargs: Any) -> None:  # noqa: ANN401  -- passed on as they come
        """Offer the articles of one text."""
        super().__init__(*args, **kwargs)
        choice = self.fields["article"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101  -- as declared above
        choice.choices = [(article, article) for article in articles]


class ArticleForm(_AtArticle):
    """At which article, and about what."""

    kind = forms.ChoiceField(
        label=_("What does it say?"), choices=[(kind.value, said) for kind, said in KINDS.items()]
    )


class ClauseForm(forms.Form):
    """What a clause of one kind takes, by the names it has in data; what is wrong stands beside its field."""

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  -- passed on as they come
        kind: Kind,
        offices: Iterable[tuple[str, str]],
        unit_kinds: Iterable[tuple[str, str]],
        **kwargs: Any,  # noqa: ANN401  -- passed on as they come
    ) -> None:
        """Ask for what this kind of clause takes."""
        super().__init__(*args, **kwargs)
        self.kind, self.offices = kind, dict(offices)
        self.fields |= _FIELDS[kind]()
        if kind is Kind.TERM:
            self.fields["office"] = _choice(_("Office"), self.offices)
        self.fields["unit_kinds"] = forms.MultipleChoiceField(
            label=_("For which kinds of unit?"),
            choices=list(unit_kinds),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Leave all of them out, and it is for all."),
        )

    @property
    def clause(self) -> dict[str, Value]:
        """What was entered, as `bylaws.enter_clause` takes it."""
        entered = {name: value for name, value in self.cleaned_data.items() if name != "unit_kinds"}
        given = {name: value for name, value in entered.items() if value not in ("", None, False)}
        return {"kind": self.kind.value, **given}

    def clean(self) -> None:
        """Say beside each field what is wrong with it."""
        super().clean()
        for fault in clause_from(self.clause, offices=self.offices).faults:
            if fault.field not in self.errors:
                self.add_error(fault.field if fault.field in self.fields else None, fault.sentence)


class RemarkForm(_AtArticle):
    """What of an article cannot be checked."""

    remark = forms.CharField(
        label=_("What cannot be checked?"),
        help_text=_("A sentence that stands beside the article, for everybody who looks for its clause."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _choice(
    label: Text, choices: Mapping[Any, Text], *, empty: tuple[str, Text] | None = None
) -> forms.Field:
    offered = [(str(value), said) for value, said in choices.items()]
    return forms.ChoiceField(
        label=label, choices=[empty, *offered] if empty else offered, required=empty is None
    )


def _number(label: Text, help_text: Text = "", *, is_needed: bool = True) -> forms.Field:
    # Read as text, so that the sentence which refuses it is that of the act.
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return forms.CharField(label=label, help_text=help_text, required=is_needed, widget=widget)


def _tick(label: Text) -> forms.Field:
    return forms.BooleanField(label=label, required=False)


def _amount(name: str, label: Text) -> Fields:
    share = forms.CharField(
        label=_("How much?"),
        help_text=_("As 1/2, 2/3 or 9."),
    )
    return {
        f"{name}_as": _choice(label, MEASURES),
        name: share,
        f"{name}_more_than": _tick(_("More than that, not just as much")),
        f"{name}_at_least": _number(_("Never fewer than"), is_needed=False),
        f"{name}_at_most": _number(_("Always enough are"), is_needed=False),
    }


def _meeting() -> Fields:
    # Nothing is chosen beforehand: what was left as it stood would hold for every meeting.
    meeting = _choice(_("Meeting"), MEETINGS, empty=("", _("Choose one")))
    meeting.required = True
    return {"meeting": meeting}


def _matter() -> Fields:
    return {"matter": _choice(_("Matter"), MATTERS)}


def _often() -> Fields:
    return {"times": _number(_("How often, at least?")), "every": _choice(_("In every"), SPANS)}


def _days(label: Text) -> Fields:
    return {"days": _number(label)}


def _quorum() -> Fields:
    later = _number(
        _("If it fails: a second meeting, so many days later"), _("Leave it out if there is none."), is_needed=False
    )  # fmt: skip
    second = forms.CharField(
        label=_("How much then?"),
        required=False,
        help_text=_("Leave it out if whoever comes is enough."),
    )
    return {
        **_meeting(),
        **_matter(),
        **_amount("present", _("Quorum")),
        "counted": _choice(_("Who is counted?"), COUNTED),
        "second_after_days": later,
        "second_as": _choice(_("Quorum of the second meeting"), MEASURES, empty=("", _("whoever comes"))),
        "second": second,
    }


def _majority() -> Fields:
    share = forms.CharField(label=_("Which share?"), help_text=_("Such as 1/2, 2/3 or 3/4."))
    return {
        **_matter(),
        "share": share,
        "more_than": _tick(_("More than that, not just as much")),
        "of": _choice(_("Of whom?"), BASES),
        "abstentions_count": _tick(_("Abstentions count among the votes cast")),
        "invalid_count": _tick(_("Invalid votes count among the votes cast")),
    }


def _on_a_matter() -> Fields:
    vary = _number(_("May be varied by so many days"), _("Leave it out if it may not."), is_needed=False)
    return {**_matter(), **_days(_("For how many days?")), "vary_by": vary}


def _call() -> Fields:
    within = _number(_("Held within so many days"), _("Leave it out if no time is set."), is_needed=False)
    return {**_amount("members", _("Who may demand it?")), "within_days": within}


def _term() -> Fields:
    most = _number(
        _("How often without a break, at most?"), _("Leave it out if there is no limit."), is_needed=False
    )
    # The offices there are come from the database.
    return {"office": forms.CharField(), "months": _number(_("For how many months?")), "most_terms": most}


_FIELDS: Mapping[Kind, Callable[[], Fields]] = {
    Kind.FREQUENCY: lambda: {**_meeting(), **_often()},
    Kind.NOTICE: lambda: {**_meeting(), **_days(_("How many full days between the call and the meeting?"))},
    Kind.CALL: _call,
    Kind.QUORUM: _quorum,
    Kind.MAJORITY: _majority,
    Kind.BALLOT: lambda: {**_matter(), "method": _choice(_("How?"), METHODS)},
    Kind.TERM: _term,
    Kind.READING: lambda: _days(_("Within how many days?")),
    Kind.REPORTING: lambda: {
        "every": _choice(_("On every"), SPANS),
        **_days(_("Within how many days of its end?")),
    },
    Kind.ANSWERING: lambda: _days(_("Within how many days of its being sent?")),
    Kind.DISCUSSION: _on_a_matter,
    Kind.VOTING: _on_a_matter,
    Kind.PREPARATION: lambda: {"months": _number(_("For how many months?"))},
    Kind.SPONSORS: lambda: {**_matter(), **_amount("members", _("How many sponsors?"))},
    Kind.CONGRESS: lambda: {"years": _number(_("How many years after the last one, at most?"))},
    Kind.VISITS: _often,
    Kind.MINUTES: _meeting,
}
