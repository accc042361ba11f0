"""Sessions in the database that do not tell when somebody signed in."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from folkmoot.kernel.clock import now
from folkmoot.kernel.prepared import prepared


class SessionStore(DatabaseSessions):
    """Keeps a session until the end of a day: its moment, less the age of a session, would be that of signing in."""

    def get_expiry_date(self, **facts: Any) -> datetime:  # noqa: ANN401  -- passed on as they come
        """Return the midnight after the moment at which it would end."""
        ends_at = super().get_expiry_date(**facts)
        return ends_at.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)

    def _get_session_from_db(self) -> Session | None:
        """Return the row of this session if it is not over, as Django does: each page asks this, so it is prepared."""
        if self.session_key is None:
            return None
        found = _alive(key=self.session_key, at=now())
        if not found:
            self._session_key = None
        return next(iter(found), None)


@prepared
def _alive(*, key: str, at: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=at)
