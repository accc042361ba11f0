"""How fast messages go out, and when to stop."""

import threading
import time
from dataclasses import dataclass, field


@dataclass
class Pace:
    """Lets so many messages go a second, evenly, until somebody asks to stop; 0 holds nothing back."""

    per_second: float
    stopping: threading.Event = field(default_factory=threading.Event)
    free_at: float = 0.0

    def may_go_on(self) -> bool:
        """Wait until the next message may go, and return False instead if there shall be no more."""
        if self.per_second:
            now = time.monotonic()
            self.stopping.wait(max(self.free_at - now, 0.0))
            self.free_at = max(self.free_at, now) + 1 / self.per_second
        return not self.stopping.is_set()
