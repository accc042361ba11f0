"""The permissions that motions ask for, each under one name."""

SUBMITTING, MOVERS = "meetings.submit_motion", "meetings.see_movers"
FORWARDING, ANSWERING = "meetings.forward_motion", "meetings.answer_motion"
# Of another feature: all that makes a motion a decision at once.
ADOPTING = ("decisions.draft_decision", "decisions.adopt_decision", "decisions.convey_decision")
