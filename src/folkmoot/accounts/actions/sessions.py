"""Ending sessions. Rows are deleted, because open streams trust what is in the tables."""

from datetime import datetime
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils.translation import gettext as _

from folkmoot.accounts.session_keys import row_key
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.people.models import Account, Person


def revoke_sessions(account: Account, *, kept: str = "") -> None:
    """End every session of `account` but the one with the key `kept`."""
    ended = UserSession.objects.filter(user=account).exclude(session_key=row_key(kept))
    Session.objects.filter(session_key__in=list(ended.values_list("session_key", flat=True))).delete()
    ended.delete()


@act("accounts.end_session", private=True)
def end_session(*, session: int, by: Person, at: datetime) -> UUID:  # noqa: ARG001  -- every act is told when
    """End the session with the number `session` on one's own list, wherever that device is.

    :raises Refused: if there is no such session on the list.
    """
    found = UserSession.objects.filter(pk=session, user__person=by).first()
    if found is None:
        raise Refused(_("There is no such session any more. Look at the list again."))
    Session.objects.filter(session_key=found.session_key).delete()
    found.delete()
    return by.pk


@act("accounts.end_other_sessions", private=True)
def end_other_sessions(*, kept: str, by: Person, at: datetime) -> UUID:  # noqa: ARG001  -- every act is told when
    """End every session of one's own but the one with the key `kept`."""
    revoke_sessions(Account.objects.get(person=by), kept=kept)
    return by.pk
