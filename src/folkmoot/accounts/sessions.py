"""Sessions of which a copy of the database opens none, and that do not tell when somebody signed in."""

from datetime import datetime, timedelta
from typing import Any, NoReturn

import structlog
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.contrib.sessions.base_session import AbstractBaseSession
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from folkmoot.accounts.brought import account_in_session
from folkmoot.accounts.sealing import NotSealedHere, seal, unseal
from folkmoot.accounts.session_keys import row_key
from folkmoot.kernel.clock import now
from folkmoot.kernel.prepared import prepared
from folkmoot.people.models import Account

# No session of somebody who signed in is as short: in these, something waits for its author to do so.
_SHORT_SECONDS = 3600
# The row of a session ends at midnight; what is typed is kept for an hour.
_KEPT_SECONDS = 2 * 24 * 3600
log = structlog.get_logger()


class SessionStore(DatabaseSessions):
    """Keeps a session under a hash of its key, sealed with it, until the end of a day.

    Its moment, less the age of a session, would be that of signing in.
    """

    brought: Account | None = None

    def get_expiry_age(self, **facts: Any) -> int:  # noqa: ANN401  -- passed on as they come
        """Return how many seconds a browser keeps the key: beyond the session, as a form sent late tells by it whose it was."""
        age: int = super().get_expiry_age(**facts)
        return age if age <= _SHORT_SECONDS else age + _KEPT_SECONDS

    def get_expiry_date(self, **facts: Any) -> datetime:  # noqa: ANN401  -- passed on as they come
        """Return the midnight after the moment at which it would end; that moment, if nobody signed in and it ends soon."""
        ends_at = super().get_expiry_date(**facts)
        if self.get_expiry_age(**facts) <= _SHORT_SECONDS:
            return ends_at
        return ends_at.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)

    def encode(self, session_dict: dict[str, Any]) -> str:
        """Return the contents as they are kept, sealed with the key of this session."""
        return seal(self.serializer().dumps(session_dict), self._key())

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """Return the contents; of what was not sealed with this key, none."""
        try:
            contents: dict[str, Any] = self.serializer().loads(unseal(str(session_data), self._key()))
        except NotSealedHere:
            log.warning("session not sealed here")
            return {}
        return contents

    def exists(self, session_key: str) -> bool:
        """Return whether there is a session with this key."""
        return Session.objects.filter(pk=row_key(session_key)).exists()

    def delete(self, session_key: str | None = None) -> None:
        """Delete the session with this key, or this one."""
        key = session_key or self.session_key
        if key:
            Session.objects.filter(pk=row_key(key)).delete()

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        """Return the row in which `data` are kept."""
        row = super().create_model_instance(data)
        row.session_key = row_key(self._key())
        return row

    async def acreate_model_instance(self, data: dict[str, Any]) -> NoReturn:
        """Refuse what Django would write under the key itself: our pages wait for their sessions."""
        raise NotImplementedError

    def _key(self) -> str:
        key: str = self._get_or_create_session_key()  # type: ignore[attr-defined]  # of Django's own stores
        return key

    def _get_session_from_db(self) -> Session | None:
        """Return the row of this session if it is not over, as Django does: each page asks this, so it is prepared.

        Of a session that is on somebody's list, their account is asked with it, and kept as `brought`.
        """
        if self.session_key is None:
            return None
        key, at = row_key(self.session_key), now()
        self.brought = account_in_session(key, at=at)
        if self.brought is not None:
            return Session(session_key=key, session_data=vars(self.brought).pop("session_data"))
        found = _alive(key=key, at=at)
        if not found:
            self._session_key = None
        return next(iter(found), None)


@prepared
def _alive(*, key: str, at: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=at)
