"""What features above may ask to be told when a member's cell changes, in the same transaction."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

# The people (at most 1,000), the cell they left, the cell they came to (None if they left the organisation), and when.
Follower = Callable[[Sequence[UUID], UUID, UUID | None, datetime], None]

followers_of_members: list[Follower] = []


def follow_members(follower: Follower) -> None:
    """Have `follower` called inside every act that transfers members or ends memberships."""
    if follower not in followers_of_members:
        followers_of_members.append(follower)


def tell_followers(
    person_ids: Sequence[UUID], from_unit_id: UUID, to_unit_id: UUID | None, at: datetime
) -> None:
    """Tell every follower that these people left one cell for another, or for none."""
    for follower in followers_of_members:
        follower(person_ids, from_unit_id, to_unit_id, at)
