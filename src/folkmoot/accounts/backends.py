"""Who a session belongs to: asked once a request."""

from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import QuerySet, Subquery

from folkmoot.kernel.prepared import prepared
from folkmoot.people.models import Account
from folkmoot.units.models import Unit
from folkmoot.units.rules.paths import ROOT


class AccountBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth ships no types
    """Signs in by e-mail and password, and brings the person along with the account."""

    def get_user(self, user_id: UUID) -> Account | None:
        """Return the open account of a session with its person, in one query."""
        account = next(iter(_account(pk=user_id)), None)
        return account if account is not None and self.user_can_authenticate(account) else None


@prepared
def _account(*, pk: UUID) -> QuerySet[Account]:
    # What the header of every page shows beside the person's name comes along: the organisation's.
    top = Unit.objects.filter(path=ROOT).order_by().values("name")[:1]
    accounts: QuerySet[Account] = Account.objects.select_related("person").filter(pk=pk)
    return accounts.annotate(organisation_name=Subquery(top))
