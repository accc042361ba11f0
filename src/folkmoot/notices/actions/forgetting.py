"""Forgetting how somebody was told of news."""

from uuid import UUID

from folkmoot.notices.models import CalendarAddress, Recipient, Subscription


def forget_recipient(person_id: UUID) -> int:
    """Delete the choice, the calendar's address and the devices of somebody who was erased, and return how many rows."""
    # Devices went with their sessions, if the account was closed before.
    devices, _by_model = Subscription.objects.filter(session__user__person=person_id).delete()
    found = (model.objects.filter(person=person_id).delete() for model in (Recipient, CalendarAddress))
    return devices + sum(rows for rows, _by_model in found)
