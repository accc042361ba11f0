"""The address a member is about to change to, kept in their session until they enter the code sent there."""

from dataclasses import asdict, dataclass, replace

from allauth.account.adapter import get_adapter

from folkmoot.access.requests import SignedInRequest
from folkmoot.accounts.actions.channels import checked
from folkmoot.accounts.queries.contact import addresses_in_use

_KEY = "new_address"
_ATTEMPTS = 5
_SECONDS = 15 * 60


@dataclass(frozen=True)
class NewAddress:
    """An address, the code that goes with it, when it was sent, and how often a wrong one was entered."""

    email: str
    code: str
    sent_at: float
    failures: int = 0


def begin(request: SignedInRequest, email: str) -> None:
    """Send a code to the new address, and remember both.

    To an address that somebody signs in with goes a mail that says so, without the code: the page must not tell who
    has an account.

    :raises Refused: if it is no e-mail address.
    """
    address = checked(email)
    code = get_adapter().generate_email_verification_code()
    mail = "address_taken" if addresses_in_use([address]) else "new_address_code"
    get_adapter().send_mail(f"account/email/{mail}", address, {"code": code})
    _keep(request, NewAddress(address, code, request.at.timestamp()))


def waiting(request: SignedInRequest) -> NewAddress | None:
    """Return the new address whose code is still good, or None."""
    kept = request.session.get(_KEY)
    found = NewAddress(**kept) if kept else None
    if found is None or found.failures >= _ATTEMPTS or request.at.timestamp() - found.sent_at > _SECONDS:
        return None
    return found


def count_failure(request: SignedInRequest, address: NewAddress) -> None:
    """Remember that a wrong code was entered."""
    _keep(request, replace(address, failures=address.failures + 1))


def forget(request: SignedInRequest) -> None:
    """Forget the new address: it is in use now."""
    request.session.pop(_KEY, None)


def _keep(request: SignedInRequest, address: NewAddress) -> None:
    request.session[_KEY] = asdict(address)
