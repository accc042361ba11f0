"""What the sender does again and again, in a thread of the worker with a database connection of its own."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from folkmoot.notices.actions.enrolling import enrol_after

_FIRST = UUID(int=0)
# New accounts have later ids, so that they are found where the last walk ended. One whose transaction took its time may
# lie before: a walk from the beginning finds it within a day.
_WHOLE_WALK = timedelta(days=1)


@dataclass
class Enrolment:
    """A walk along all accounts, 500 at a time, that makes recipients of those who are none."""

    after: UUID = _FIRST
    walks_again_at: datetime | None = field(default=None)

    def go_on(self, at: datetime) -> bool:
        """Take the next step, and return whether there may be more accounts."""
        if self.walks_again_at is None or at >= self.walks_again_at:
            self.after, self.walks_again_at = _FIRST, at + _WHOLE_WALK
        last = enrol_after(self.after, at=at)
        self.after = last or self.after
        return last is not None
