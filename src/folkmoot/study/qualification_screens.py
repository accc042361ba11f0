"""How pages put qualifications in words."""

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.study.models import Learning, Qualification
from folkmoot.study.queries.qualifications import OwnQualification
from folkmoot.study.rules.qualifications import Stage
from folkmoot.study.screens import Line, asking

_STATES = {
    Stage.NONE: "",
    Stage.ASKED: "waiting",
    Stage.ANSWERED: "open",
    Stage.CONFIRMED: "open",
    Stage.HELD: "done",
    Stage.OVER: "late",
}


def own_lines(found: Sequence[OwnQualification]) -> list[Line]:
    """Return qualifications as a member's own list shows them."""
    return [
        Line(each, each.qualification.title, each.qualification.unit.name, *state_of(each)) for each in found
    ]


def state_of(own: OwnQualification) -> tuple[str, str]:
    """Return how far a member is with a qualification, as a state and its word."""
    words = {
        Stage.NONE: "",
        Stage.ASKED: _("asked for"),
        Stage.ANSWERED: _("something is missing"),
        Stage.CONFIRMED: _("confirmed: accept it or decline it"),
        Stage.HELD: _("yours"),
        Stage.OVER: _("it has run out"),
    }
    return _STATES[own.stage], words[own.stage]


def facts_of(own: OwnQualification) -> list[tuple[str, object]]:
    """Return what is said of a qualification, and of what somebody has of it."""
    facts: list[tuple[str, object]] = [
        (_("Confirmed by"), own.qualification.unit.name),
        validity_of(own.qualification),
    ]
    if own.qualification.programme:
        facts.append((_("A programme leads to it"), own.qualification.programme.title))
    if own.learning and own.learning.held_at:
        facts.append((_("Yours since"), date_format(own.learning.held_at)))
        facts += [(_("Valid until"), _until(own.learning))] if own.learning.valid_until else []
    return facts


def validity_of(qualification: Qualification) -> tuple[str, object]:
    """Return for how long a qualification is valid, with its label."""
    if qualification.months is None:
        return _("Valid"), _("for good")
    months = ngettext("%(count)d month", "%(count)d months", qualification.months)
    return _("Valid for"), months % {"count": qualification.months}


def given_lines(given: Iterable[Qualification]) -> list[Line]:
    """Return qualifications as the page of their unit lists them."""
    return [Line(each, each.title, _meta(each)) for each in given]


def shown_lines(shown: Iterable[Learning]) -> list[Line]:
    """Return what members show of theirs, as the page of their unit lists it."""
    return [Line(each, each.person.name, _shown(each)) for each in shown]


def laying_down(own: OwnQualification) -> dict[str, object]:
    """Return what the page shows that asks before what somebody has of a qualification is deleted."""
    said = _("All that is kept of it is deleted at once, and nobody is told.")
    back = reverse("study:qualification", args=[own.qualification.pk])
    action = reverse("study:laying_down", args=[own.qualification.pk])
    questions = {
        Stage.CONFIRMED: _("Decline “%(title)s”?"),
        Stage.HELD: _("Lay “%(title)s” down?"),
        Stage.OVER: _("Lay “%(title)s” down?"),
    }
    question = questions.get(own.stage, _("Ask for “%(title)s” no more?"))
    return asking(question % {"title": own.qualification.title}, said, action, back)


def ending(qualification: Qualification) -> dict[str, object]:
    """Return what the page shows that asks before a qualification ends."""
    said = _(
        "Nobody can ask for it any more, and whoever asks now is answered no more. Whoever holds it keeps it."
    )
    back = reverse("study:qualifications", args=[qualification.unit_id])
    action = reverse("study:qualification_end", args=[qualification.pk])
    return asking(_("End “%(title)s”?") % {"title": qualification.title}, said, action, back)


def _until(learning: Learning) -> str:
    return date_format(learning.valid_until) if learning.valid_until else ""


def _meta(qualification: Qualification) -> str:
    label, value = validity_of(qualification)
    leads = f" · {qualification.programme.title}" if qualification.programme else ""
    return f"{label} {value}{leads}"


def _shown(learning: Learning) -> str:
    if learning.valid_until is None:
        return learning.qualification.title
    return _("%(title)s, valid until %(day)s") % {
        "title": learning.qualification.title,
        "day": _until(learning),
    }
