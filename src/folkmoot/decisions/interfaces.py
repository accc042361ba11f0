"""What other parts of the product do when a decision is conveyed, in the same transaction. `config` fills the list."""

from collections.abc import Callable
from datetime import datetime

from folkmoot.decisions.models import Audience, Decision

FollowerOfConveying = Callable[[Decision, Audience, datetime], None]

followers_of_conveying: list[FollowerOfConveying] = []
