"""What the header shows of the account."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from folkmoot.people.models import Account
from folkmoot.ui.addresses import address_of
from folkmoot.ui.links import Link


def account_links(request: HttpRequest) -> list[Link]:  # noqa: ARG001  -- what every contributor is given
    """Return the links of the account menu."""
    return [
        Link(_("How I sign in"), address_of("accounts:overview"), order=80),
        Link(_("Sign out"), address_of("account_logout"), order=99),
    ]


def person_name(request: HttpRequest) -> str:
    """Return the name of whoever signed in, or an empty text."""
    return request.user.person.name if isinstance(request.user, Account) else ""
