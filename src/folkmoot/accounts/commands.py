"""What the operator's command line asks of accounts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.accounts.actions.tokens import make_token, new_secret
from folkmoot.accounts.queries.tokens import secret_hash
from folkmoot.accounts.rules.addresses import normal
from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.people.models import Account, Person


@dataclass(frozen=True)
class MadeToken:
    """A token just made; the secret is shown this once."""

    id: UUID
    secret: str


def person_by(who: str) -> Person:
    """Return the person with this e-mail address or member number.

    :raises Refused: if there is none.
    """
    account = Account.objects.select_related("person").filter(email=normal(who)).first()
    person = account.person if account else Person.objects.filter(member_number=who).first()
    if person is None:
        raise Refused(
            _("Nobody has the e-mail address or member number “%(who)s”.") % {"who": who}, field="who"
        )
    return person


def make_operator_token(
    who: str, *, name: str, acts: Sequence[str], reads: Sequence[str], days: int, at: datetime
) -> MadeToken:
    """Make a token that acts for the person `who`, marked as the operator's: private acts are refused to it.

    :raises Refused: as `accounts.make_token`.
    """
    secret = new_secret()
    given = {
        "name": name,
        "secret_hash": secret_hash(secret),
        "acts": list(acts),
        "reads": list(reads),
        "days": days,
    }
    made = run(make_token, given, act_id=new_id(), by=person_by(who), at=at, via=Via.OPERATOR)
    return MadeToken(made, secret)
