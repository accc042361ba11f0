"""What the header shows of news."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from folkmoot.ui.addresses import address_of
from folkmoot.ui.links import Link


def main_links(request: HttpRequest) -> list[Link]:
    """Return the link to the news, for whoever signed in."""
    return [Link(_("News"), address_of("news:news"), order=53)] if request.user.is_authenticated else []
