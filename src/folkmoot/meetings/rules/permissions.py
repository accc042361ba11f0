"""The permissions that meetings ask for, each under one name."""

SEEING, WHERE, CALLING = "meetings.see_meeting", "meetings.see_place", "meetings.call_meeting"
RUNNING, ATTENDANCE = "meetings.run_meeting", "meetings.see_attendance"
DRAFTS, ADOPTED = "meetings.see_draft_minutes", "meetings.see_minutes"
# Of other features.
NAMES, ATTESTING = "people.see_members", "decisions.attest_reading"
