"""What the header shows of the library."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from folkmoot.ui.addresses import address_of
from folkmoot.ui.links import Link


def main_links(request: HttpRequest) -> list[Link]:
    """Return the link to the library, for whoever signed in."""
    return (
        [Link(_("Library"), address_of("library:library"), order=52)] if request.user.is_authenticated else []
    )
