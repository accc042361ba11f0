"""What the header shows of units."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from folkmoot.ui.links import Link


def main_links(request: HttpRequest) -> list[Link]:
    """Return the link to the units, for whoever signed in."""
    return [Link(_("Units"), reverse("structure:units"), order=55)] if request.user.is_authenticated else []
