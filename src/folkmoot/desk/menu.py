"""What the header shows: the first screens that this person has."""

from collections.abc import Iterator
from typing import cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from folkmoot.access.policy import held_somewhere
from folkmoot.access.requests import SignedInRequest
from folkmoot.ui.links import Link
from folkmoot.units.models import Unit
from folkmoot.units.rules.paths import ROOT

ASKED = ("decisions.attest_reading", "decisions.see_reach", "decisions.draft_decision")


def main_links(request: HttpRequest) -> list[Link]:
    """Return the main navigation of whoever signed in: one question, whatever their offices."""
    if not request.user.is_authenticated:
        return []
    asking = cast("SignedInRequest", request)
    return list(_links(held_somewhere(asking.person, ASKED, at=asking.at)))


def organisation_name(request: HttpRequest) -> str:  # noqa: ARG001  -- what every naming is given
    """Return the name of the unit at the top."""
    return Unit.objects.filter(path=ROOT).values_list("name", flat=True).first() or ""


def _links(held: frozenset[str]) -> Iterator[Link]:
    yield Link(_("Today"), reverse("desk:today"), order=10)
    if "decisions.attest_reading" in held:
        yield Link(_("Desk"), reverse("desk:desk"), order=20)
    if "decisions.see_reach" in held:
        yield Link(_("Overview"), reverse("desk:overview"), order=30)
    if "decisions.draft_decision" in held:
        yield Link(_("Publish"), reverse("decisions:publish"), order=40)
    yield Link(_("Decisions"), reverse("decisions:decisions"), order=50)
