"""One example of each act of meetings."""

from collections.abc import Mapping

from folkmoot.config.api.example import Example

# As late as can be: a test that makes it must find the moment still to come.
_WHEN = {"day": "@today", "begins": "23:59", "minutes": 15}

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
            "day": "@in_two_weeks",
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
# At Harbour are two, and Bo comes alone: by the clause of the example, that is no quorum.
_OPENED = {"meeting_id": "@meetings.open_meeting"}
_STAY = _OPENED | {"stay_id": "@bos_stay"}

RUNNING: Mapping[str, Example] = {
    "meetings.open_meeting": Example(
        "bo",
        {"meeting_id": "@meeting_of_this_hour", "chair_id": "@bo", "minute_taker_id": "@bo"},
        on="harbour",
    ),
    "meetings.enter_meeting": Example(
        "bo",
        {
            "meeting_id": "@held_yesterday",
            "chair_id": "@eve",
            "minute_taker_id": "@bo",
            "opened": "19:05",
            "closed": "20:30",
            "people": ["@bo", "@eve"],
            "guests": ["The harbour master"],
        },
        on="harbour",
    ),
    "meetings.enter_held_meeting": Example(
        "bo",
        {
            "unit_id": "@harbour",
            "kind": "general",
            "day": "@yesterday",
            "place": "The old net loft",
            "chair_id": "@eve",
            "minute_taker_id": "@bo",
            "opened": "19:00",
            "closed": "20:30",
            "people": ["@bo", "@eve"],
            "agenda": [{"text": "The new boat"}],
        },
        on="harbour",
    ),
    "meetings.note_arrival": Example(
        "bo", _OPENED | {"people": ["@eve"], "guest": "The harbour master"}, on="harbour"
    ),
    "meetings.note_departure": Example(
        "bo", _OPENED | {"people": ["@eve"]}, on="harbour", before=("meetings.note_arrival",)
    ),
    "meetings.add_item": Example("bo", _OPENED | {"text": "The light on the pier"}, on="harbour"),
    "meetings.take_up_item": Example("bo", _OPENED | {"agenda_item_id": "@meetings.add_item"}, on="harbour"),
    "meetings.finish_item": Example(
        "bo", _OPENED | {"agenda_item_id": "@meetings.take_up_item"}, on="harbour"
    ),
    "meetings.ask_to_speak": Example("bo", _STAY | {"is_point_of_order": False}, on="harbour"),
    "meetings.give_the_floor": Example("bo", _STAY, on="harbour", before=("meetings.ask_to_speak",)),
    "meetings.take_off_list": Example("bo", _STAY, on="harbour", before=("meetings.ask_to_speak",)),
    "meetings.adjourn": Example("bo", _OPENED, on="harbour"),
    "meetings.go_on": Example("bo", _OPENED, on="harbour", before=("meetings.adjourn",)),
    "meetings.close_meeting": Example("bo", _OPENED, on="harbour"),
    "meetings.reopen_meeting": Example("bo", _OPENED, on="harbour", before=("meetings.close_meeting",)),
    "meetings.close_without_quorum": Example(
        "bo", _OPENED, on="harbour", before=("bylaws.enter_clause", "meetings.open_meeting")
    ),
    "meetings.call_again": Example(
        "bo",
        {
            "meeting_id": "@meetings.close_without_quorum",
            "day": "@in_two_weeks",
            "begins": "19:00",
            "minutes": 90,
        },
        on="harbour",
    ),
    "meetings.keep_tap": Example(
        "bo",
        _OPENED | {"tapped": "meetings.add_item", "given": '{"text": "The light on the pier"}'},
        on="harbour",
        before=("meetings.adjourn",),
    ),
    "meetings.do_tap": Example(
        "bo", {"tap_id": "@kept_tap"}, on="harbour", before=("meetings.keep_tap", "meetings.go_on")
    ),
    "meetings.leave_out_tap": Example("bo", {"tap_id": "@kept_tap"}, on="harbour"),
}
