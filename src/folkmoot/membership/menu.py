"""What the header shows of members."""

from typing import cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from folkmoot.access.requests import SignedInRequest
from folkmoot.membership.queries.members import sees_some_members
from folkmoot.ui.links import Link


def main_links(request: HttpRequest) -> list[Link]:
    """Return the link to the roll, for those who may read some of it."""
    asking = cast("SignedInRequest", request)
    if not request.user.is_authenticated or not sees_some_members(asking.person, at=asking.at):
        return []
    return [Link(_("Members"), reverse("membership:members"), order=60)]


def account_links(request: HttpRequest) -> list[Link]:
    """Return the link to what is held about whoever signed in."""
    own = Link(_("What is held about me"), reverse("membership:own"), order=70)
    return [own] if request.user.is_authenticated else []
