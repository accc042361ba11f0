"""One example of each act of minutes."""

from collections.abc import Mapping

from folkmoot.config.api.example import Example

_OPENED = {"meeting_id": "@meetings.open_meeting"}

MINUTES: Mapping[str, Example] = {
    "meetings.write_minutes": Example("bo", _OPENED, on="harbour"),
    "meetings.edit_minutes": Example(
        "bo",
        _OPENED | {"part": "closing", "revision": 0, "text": "We thank the harbour master."},
        on="harbour",
        before=("meetings.write_minutes",),
    ),
    "meetings.check_minutes": Example(
        "eve",
        {"meeting_id": "@meetings.close_meeting", "revision": 1},
        before=("meetings.note_arrival", "meetings.write_minutes"),
    ),
    "meetings.adopt_minutes": Example("bo", {"meeting_id": "@checked_minutes", "revision": 1}, on="harbour"),
    "meetings.take_back_entry": Example("bo", {"meeting_id": "@meetings.enter_held_meeting"}, on="harbour"),
    "meetings.correct_minutes": Example(
        "bo", {"meeting_id": "@meetings.check_minutes"}, on="harbour", before=("meetings.adopt_minutes",)
    ),
}
