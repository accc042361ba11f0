"""One example of each act of work."""

from collections.abc import Mapping

from folkmoot.config.api.example import Example

_WORK = {"assignment_id": "@work.put_up_work"}
_OFFERED = {"assignment_id": "@work.offer_work"}
_DONE = {"assignment_id": "@work.report_done"}
_TAKEN = {"assignment_id": "@work.take_work"}

WORK: Mapping[str, Example] = {
    "work.put_up_work": Example(
        "bo",
        {
            "unit_id": "@harbour",
            "title": "Paint the boat",
            "due_on": "@in_two_weeks",
            "why": "It leaks.",
            "steps": ["Buy paint", "Scrape it"],
        },
        on="harbour",
    ),
    "work.offer_work": Example("bo", _WORK | {"person_id": "@eve"}, on="harbour"),
    "work.withdraw_work": Example("bo", _WORK, on="harbour"),
    "work.accept_work": Example("eve", _OFFERED),
    "work.decline_work": Example("eve", _OFFERED),
    "work.take_work": Example("eve", _WORK),
    "work.give_back_work": Example("eve", _TAKEN),
    "work.mark_step": Example("eve", {"step_id": "@first_step"}, before=("work.take_work",)),
    "work.help_with_work": Example("bo", _TAKEN),
    "work.stop_helping": Example("bo", _TAKEN),
    "work.give_out_work": Example(
        "bo",
        {"meeting_id": "@meetings.open_meeting", "title": "Mend the net", "due_on": "@in_two_weeks"},
        on="harbour",
    ),
    "work.report_done": Example("eve", _TAKEN | {"result": "It is blue now."}),
    "work.attach_work_file": Example("eve", _TAKEN | {"upload": "@brought_file"}),
    "work.detach_work_file": Example("eve", {"work_file_id": "@work.attach_work_file"}),
    "work.tell_of_work": Example("eve", _DONE | {"kind": "well", "text": "The paint dries in an hour."}),
    "work.pass_on": Example("bo", _DONE | {"meeting_id": "@meetings.open_meeting"}),
    "work.strike_lesson": Example("eve", {"lesson_id": "@first_lesson"}),
    "work.close_review": Example("bo", {"assignment_id": "@work.tell_of_work"}, on="harbour"),
    "work.draft_plan": Example(
        "ada",
        {
            "unit_id": "@north",
            "kind": "year",
            "first": "2026-01-01",
            "title": "A year of open doors",
            "why": "Nobody knows us.",
        },
        on="north",
    ),
    "work.change_plan": Example(
        "ada",
        {
            "plan_id": "@work.draft_plan",
            "revision": 1,
            "title": "A year of open doors",
            "why": "Few know us.",
        },
        on="north",
    ),
    "work.add_target": Example(
        "ada",
        {
            "plan_id": "@work.draft_plan",
            "title": "Dues for the boat",
            "due_on": "2026-12-31",
            "form_id": "@reports.open_form",
            "code": "collected",
            "amount": "1200",
        },
        on="north",
    ),
    "work.change_target": Example(
        "ada",
        {
            "plan_target_id": "@work.add_target",
            "revision": 2,
            "title": "Everybody knows the statutes",
            "due_on": "2026-09-30",
        },
        on="north",
    ),
    "work.remove_target": Example("ada", {"plan_target_id": "@work.add_target"}, on="north"),
    "work.adopt_plan": Example(
        "ada",
        {"plan_id": "@work.draft_plan", "revision": 2, "adopted_on": "@today"},
        on="north",
        before=("work.add_target",),
    ),
    "work.mark_target": Example(
        "ada",
        {"plan_target_id": "@target_in_words", "words": "Read at three evenings."},
        on="north",
    ),
    "work.revise_plan": Example(
        "ada", {"plan_id": "@work.draft_plan"}, on="north", before=("work.adopt_plan",)
    ),
    "work.drop_plan": Example("ada", {"plan_id": "@work.draft_plan"}, on="north"),
    "work.share_target": Example(
        "ada",
        {"plan_target_id": "@work.add_target", "rule": "members"},
        on="north",
        before=("work.adopt_plan",),
    ),
    "work.ask_for_share": Example(
        "bo",
        {
            "share_out_id": "@work.share_target",
            "unit_id": "@harbour",
            "amount": "200",
            "words": "Half of us work on the boats until autumn.",
        },
        on="harbour",
    ),
    "work.withdraw_share_asked": Example(
        "bo",
        {"share_out_id": "@work.share_target", "unit_id": "@harbour"},
        on="harbour",
        before=("work.ask_for_share",),
    ),
    "work.settle_share": Example(
        "ada",
        {
            "share_out_id": "@work.share_target",
            "unit_id": "@harbour",
            "is_taken": True,
            "words": "The Hill has more hands this year.",
        },
        on="north",
        before=("work.ask_for_share",),
    ),
    "work.accept_share": Example(
        "bo",
        {"share_out_id": "@work.share_target", "unit_id": "@harbour", "share": 40000, "adopted_on": "@today"},
        on="harbour",
    ),
    "work.mark_practice": Example(
        "ada",
        {
            "unit_id": "@north",
            "title": "Open the boathouse on Sundays",
            "done": "Two of us open it.\nA board says what is on.",
            "result": "Forty people came who had never been here.",
            "mind": "Ask the neighbours before.",
        },
        on="north",
    ),
    "work.end_practice": Example("ada", {"practice_id": "@work.mark_practice"}, on="north"),
    "work.copy_practice": Example(
        "bo",
        {"practice_id": "@work.mark_practice", "unit_id": "@harbour", "due_on": "@in_a_month"},
        on="harbour",
    ),
}
