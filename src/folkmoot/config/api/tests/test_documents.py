import re

import pytest

from folkmoot.access.grants import GRANTS
from folkmoot.config.api.documents import documents
from folkmoot.config.api.offered import single
from folkmoot.config.api.tracing import events_of, permissions_of
from folkmoot.config.api.wording import DECISION_FIELDS, PERSON_FIELDS, UNIT_FIELDS, fields_of, wording_of
from folkmoot.config.api.write_documents import COMMAND, DOCS
from folkmoot.kernel.acts import ACTS


@pytest.mark.both_databases
def test_the_pages_of_acts_and_permissions_are_what_the_code_says() -> None:
    made, written = documents(), {f"acts/{page.name}" for page in (DOCS / "acts").glob("*.md")}
    stale = [
        place
        for place, text in made.items()
        if not (DOCS / place).is_file() or (DOCS / place).read_text(encoding="utf-8") != text
    ]
    left = written - set(made)
    assert (stale, left) == ([], set()), f"run: {COMMAND}"


@pytest.mark.both_databases
def test_every_act_has_a_page() -> None:
    assert {f"acts/{name}.md" for name in ACTS} | {"acts/README.md", "permissions.md"} == set(documents())


@pytest.mark.parametrize("name", sorted(ACTS))
def test_an_act_says_in_one_sentence_what_it_does(name: str) -> None:
    words = wording_of(ACTS[name])
    assert re.fullmatch(r"[A-Z].*\.", words.summary)
    assert ":raises" not in words.summary + words.more


@pytest.mark.both_databases
def test_an_act_that_is_called_after_a_permission_asks_for_it() -> None:
    missing = [name for name, act in ACTS.items() if name in GRANTS and name not in permissions_of(act)]
    assert missing == []


def test_what_a_query_shows_to_officers_is_not_asked_of_a_member_who_acts_in_private() -> None:
    asking = {name: permissions_of(act) for name, act in ACTS.items() if act.is_private}
    # The private acts of officers: they show nobody whom they concern, or leave nothing of who spoke or stood aside.
    # Every member has the other one, in their own line.
    running, belonging = ["meetings.run_meeting"], ["work.see_work"]
    assert {name: asked for name, asked in asking.items() if asked} == {
        "decisions.withdraw_mark": ["decisions.withdraw_mark"],
        "meetings.ask_to_speak": running,
        "meetings.give_the_floor": running,
        "meetings.stand_aside": running,
        "meetings.take_off_list": running,
        "meetings.take_part_again": running,
        "work.help_with_work": belonging,
        "work.pass_on": running,
        "work.take_work": belonging,
        "work.tell_of_work": belonging,
    }


@pytest.mark.both_databases
def test_an_act_asks_for_what_it_requires_by_another_name_or_of_many_at_once() -> None:
    asked = {
        "structure.hand_over": ["structure.merge_units", "structure.split_unit"],
        "membership.end_membership": ["membership.end_membership", "membership.relieve_officer"],
        "membership.import_members": [
            "membership.import_members",
            "membership.appoint_officer",
            "reports.import_reports",
            "structure.import_units",
            "study.draft_programme",
        ],
        "structure.found_unit": ["structure.found_unit"],
    }
    assert {name: permissions_of(ACTS[name]) for name in asked} == asked


@pytest.mark.both_databases
def test_every_permission_is_called_after_an_act_that_asks_for_it_or_after_what_it_shows() -> None:
    unasked = {name for name in GRANTS if not any(name in permissions_of(act) for act in ACTS.values())}
    assert [name for name in unasked if not re.search(r"\.(see|read)_", name)] == []


def test_every_act_that_is_not_private_and_takes_one_thing_enters_something() -> None:
    silent = [name for name, act in single().items() if not act.is_private and not events_of(act)]
    assert silent == []


def test_a_private_act_enters_nothing() -> None:
    assert [name for name, act in ACTS.items() if act.is_private and events_of(act)] == []


def test_every_input_that_names_a_unit_a_person_or_a_decision_is_known_to_the_command_line() -> None:
    named = {
        field
        for act in single().values()
        for field, kind, _is_required in fields_of(act)
        if kind.endswith("uuid")
    }
    others = {
        "agenda_item_id", "amendment_id", "amendments", "assignment_id", "attachment_id", "batch_id", "change_id",
        "card_id", "comments", "consultation_id", "form_id", "former_id", "forwarding_id", "instead_of_id", "item_id", "job_id",
        "lesson_id",
        "letter_id", "meeting_id", "motion_id", "offer_id", "paper_id", "plan_id", "plan_target_id", "practice_id",
        "programme_id",
        "study_lesson_id",
        "qualification_id",
        "learning_id",
        "provision_id", "question_id", "recovery_id", "reorganisation_id", "replaces_id", "report_id", "request_id",
        "share_out_id", "slip_id",
        "stay_id", "stays", "step_id", "tap_id", "term_id", "token_id", "visit_id", "vote_id", "work_file_id",
    }  # fmt: skip
    assert named - others == UNIT_FIELDS | PERSON_FIELDS | DECISION_FIELDS
