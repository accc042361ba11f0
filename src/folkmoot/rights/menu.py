"""What the header shows of a member's rights."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from folkmoot.ui.addresses import address_of
from folkmoot.ui.links import Link


def account_links(request: HttpRequest) -> list[Link]:
    """Return the link to what is held about whoever signed in."""
    own = Link(_("What is held about me"), address_of("rights:own"), order=70)
    return [own] if request.user.is_authenticated else []
