"""Who a session belongs to: asked once a request."""

from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend

from folkmoot.accounts.brought import account_with, brought_along
from folkmoot.people.models import Account


class AccountBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth ships no types
    """Signs in by e-mail and password, and brings the person along with the account."""

    def get_user(self, user_id: UUID) -> Account | None:
        """Return the open account of a session with its person: none of its own question if it came with the session."""
        account = brought_along(user_id) or account_with(user_id)
        return account if account is not None and self.user_can_authenticate(account) else None
