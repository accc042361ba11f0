"""Forgetting how somebody was told of news."""

from uuid import UUID

from folkmoot.notices.models import CalendarAddress, Recipient


def forget_recipient(person_id: UUID) -> int:
    """Delete the choice and the calendar's address of somebody who was erased, and return how many rows that were."""
    found = (model.objects.filter(person=person_id).delete() for model in (Recipient, CalendarAddress))
    return sum(rows for rows, _by_model in found)
