"""Sessions in the database that do not tell when somebody signed in."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions


class SessionStore(DatabaseSessions):
    """Keeps a session until the end of a day: its moment, less the age of a session, would be that of signing in."""

    def get_expiry_date(self, **facts: Any) -> datetime:  # noqa: ANN401  -- passed on as they come
        """Return the midnight after the moment at which it would end."""
        ends_at = super().get_expiry_date(**facts)
        return ends_at.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
