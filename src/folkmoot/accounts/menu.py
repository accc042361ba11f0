"""What the header shows of the account."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from folkmoot.kernel.ids import keyed_id
from folkmoot.people.models import Account
from folkmoot.ui.addresses import address_of
from folkmoot.ui.links import Link


def account_links(request: HttpRequest) -> list[Link]:  # noqa: ARG001  -- what every contributor is given
    """Return the links of the account menu."""
    return [
        Link(_("How I sign in"), address_of("accounts:overview"), order=80),
        Link(_("Sign out"), address_of("account_logout"), order=99),
    ]


def person_mark(request: HttpRequest) -> str:
    """Return by what a device knows whoever signed in again, and nobody else does, or an empty text."""
    return keyed_id(request.user.pk, "device").hex if isinstance(request.user, Account) else ""


def person_name(request: HttpRequest) -> str:
    """Return the name of whoever signed in, or an empty text."""
    return request.user.person.name if isinstance(request.user, Account) else ""
