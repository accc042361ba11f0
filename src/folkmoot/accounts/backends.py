"""Who a session belongs to: asked once a request."""

from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import QuerySet

from folkmoot.kernel.prepared import prepared
from folkmoot.people.models import Account


class AccountBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth ships no types
    """Signs in by e-mail and password, and brings the person along with the account."""

    def get_user(self, user_id: UUID) -> Account | None:
        """Return the open account of a session with its person, in one query."""
        account = next(iter(_account(pk=user_id)), None)
        return account if account is not None and self.user_can_authenticate(account) else None


@prepared
def _account(*, pk: UUID) -> QuerySet[Account]:
    accounts: QuerySet[Account] = Account.objects.select_related("person").filter(pk=pk)
    return accounts
