"""One example of each act of meetings."""

from collections.abc import Mapping

from folkmoot.config.api.example import Example

_WHEN = {"day": "@today", "begins": "23:30", "minutes": 15}

MEETINGS: Mapping[str, Example] = {
    "meetings.call_meeting": Example(
        "bo",
        {
            "unit_id": "@harbour",
            "kind": "general",
            **_WHEN,
            "how": "in_person",
            "place": "The old net loft",
            "agenda": [{"text": "The new boat"}],
        },
        on="harbour",
    ),
    "meetings.plan_meetings": Example(
        "bo",
        {
            "unit_id": "@harbour",
            "kind": "general",
            "dates": [{"day": "@in_two_weeks", "begins": "19:00"}, {"day": "@in_a_month", "begins": "19:00"}],
            "minutes": 90,
            "how": "in_person",
            "place": "The old net loft",
        },
        on="harbour",
    ),
    "meetings.postpone_meeting": Example(
        "bo",
        {
            "meeting_id": "@meetings.call_meeting",
            "sequence": 0,
            **_WHEN,
            "begins": "23:45",
            "reason": "The loft is locked.",
        },
        on="harbour",
    ),
    "meetings.cancel_meeting": Example(
        "bo", {"meeting_id": "@meetings.call_meeting", "reason": "A storm is coming."}, on="harbour"
    ),
    "meetings.change_place": Example(
        "bo",
        {
            "meeting_id": "@meetings.call_meeting",
            "sequence": 0,
            "how": "mixed",
            "place": "The old net loft",
            "link": "https://meet.example.org/harbour",
        },
        on="harbour",
    ),
    "meetings.change_agenda": Example(
        "bo",
        {
            "meeting_id": "@meetings.call_meeting",
            "sequence": 0,
            "agenda": [{"text": "The new boat"}, {"text": "Who paints it"}],
        },
        on="harbour",
    ),
}
