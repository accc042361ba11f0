"""One example of each act, in the small world of the tests, which run every one of them."""

from collections.abc import Mapping

from folkmoot.config.api.example import Example
from folkmoot.config.api.examples_of_bylaws import BYLAWS
from folkmoot.config.api.examples_of_meetings import MEETINGS, RUNNING
from folkmoot.config.api.examples_of_minutes import MINUTES
from folkmoot.config.api.examples_of_motions import MOTIONS
from folkmoot.config.api.examples_of_news import NEWS
from folkmoot.config.api.examples_of_offices import OFFICES
from folkmoot.config.api.examples_of_reports import REPORTS
from folkmoot.config.api.examples_of_study import STUDY
from folkmoot.config.api.examples_of_units import UNITS
from folkmoot.config.api.examples_of_visits import VISITS
from folkmoot.config.api.examples_of_work import WORK
from folkmoot.kernel.acts import Via

_TEXTS = [
    {
        "language": "en",
        "title": "Meet every month",
        "body": "1. Every local meets once a month.\n2. The secretary calls the meeting.\n",
    }
]
_AMENDING = [
    {"language": "en", "title": "Meet every week", "body": "1. Point 1 of 2026/1 is changed.\n"},
]
_AMENDED = [
    {
        "language": "en",
        "title": "Meet every week",
        "body": "1. Every local meets once a week.\n2. The secretary calls the meeting.\n",
    }
]
_SHA_256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
# Those of RFC 8291 §5.
_BROWSER_KEY = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
_BROWSER_SECRET = "BTBZMqHH6r4Tts7J_aSIgg"  # noqa: S105  -- of that example
_HASH_OF_CODE = "f48b3fbe0bc9f7ae041e73001d8ad9f36a0022b637287de43be3af0ee32d6438"

_DECISIONS = {
    "decisions.draft_decision": Example("max", {"unit_id": "@union", "texts": _TEXTS}, on="union"),
    "decisions.revise_draft": Example(
        "max", {"decision_id": "@decisions.draft_decision", "revision": 1, "texts": _TEXTS}, on="union"
    ),
    "decisions.discard_draft": Example("max", {"decision_id": "@decisions.draft_decision"}, on="union"),
    "decisions.attach_file": Example(
        "max", {"decision_id": "@decisions.draft_decision", "upload": "@brought_file"}, on="union"
    ),
    "decisions.detach_file": Example(
        "max",
        {"decision_id": "@decisions.draft_decision", "attachment_id": "@decisions.attach_file"},
        on="union",
    ),
    "decisions.set_relations": Example(
        "max",
        {"decision_id": "@decisions.draft_decision", "repeals": ["@earlier_decision"]},
        on="union",
    ),
    "decisions.draft_amendment": Example(
        "max",
        {
            "unit_id": "@union",
            "target_id": "@decisions.adopt_decision",
            "on_version": 1,
            "texts": _AMENDING,
            "wording": _AMENDED,
        },
        on="union",
    ),
    "decisions.revise_amendment": Example(
        "max",
        {
            "decision_id": "@decisions.draft_amendment",
            "revision": 1,
            "on_version": 1,
            "wording": _AMENDED,
        },
        on="union",
    ),
    "decisions.adopt_decision": Example(
        "max",
        {"decision_id": "@decisions.draft_decision", "revision": 1, "adopted_on": "2026-03-01"},
        on="union",
    ),
    "decisions.convey_decision": Example(
        "max",
        {"decision_id": "@decisions.adopt_decision", "unit_id": "@union", "kinds": ["local"]},
        on="union",
    ),
    "decisions.set_recirculation": Example(
        "max", {"decision_id": "@decisions.convey_decision", "rhythm": "often"}, on="union"
    ),
    "decisions.keep_in_mind": Example("cy", {"decision_id": "@conveyed_a_month_ago"}),
    "decisions.repeal_decision": Example("max", {"decision_id": "@decisions.adopt_decision"}, on="union"),
    "decisions.acknowledge_decision": Example("cy", {"decision_id": "@decisions.convey_decision"}),
    "decisions.withdraw_acknowledgement": Example("cy", {"decision_id": "@decisions.acknowledge_decision"}),
    "decisions.withdraw_mark": Example(
        "bo",
        {"decision_id": "@decisions.attest_reading", "unit_id": "@harbour", "person_id": "@eve"},
        on="harbour",
    ),
    "decisions.attest_reading": Example(
        "bo",
        {
            "decision_id": "@decisions.convey_decision",
            "unit_id": "@harbour",
            "read_on": "@today",
            "present": ["@bo", "@eve"],
        },
        on="harbour",
    ),
    "decisions.confirm_conveyed": Example(
        "bo", {"decision_id": "@decisions.convey_decision", "unit_id": "@harbour"}, on="harbour"
    ),
    "decisions.withdraw_confirmation": Example(
        "bo",
        {"decision_id": "@decisions.convey_decision", "unit_id": "@harbour"},
        on="harbour",
        before=("decisions.confirm_conveyed",),
    ),
}

_CIRCULARS = {
    "circulars.set_paper": Example("ada", {"unit_id": "@hill", "is_on_paper": True}, on="hill"),
    "circulars.print_batch": Example(
        "max",
        {"decision_id": "@decisions.convey_decision", "unit_id": "@union"},
        on="union",
        before=("circulars.set_paper",),
    ),
    "circulars.discard_batch": Example("max", {"batch_id": "@circulars.print_batch"}, on="union"),
}

_CONSULTATIONS = {
    "consultations.open_consultation": Example(
        "max",
        {
            "decision_id": "@decisions.draft_decision",
            "unit_id": "@union",
            "last_on": "@in_two_weeks",
            "introduction": "How often can you come together?",
        },
        on="union",
    ),
    "consultations.extend_consultation": Example(
        "max",
        {"consultation_id": "@consultations.open_consultation", "last_on": "@in_a_month"},
        on="union",
    ),
    "consultations.close_consultation": Example(
        "max",
        {"consultation_id": "@consultations.open_consultation", "reason": "Everybody has answered."},
        on="union",
    ),
    "consultations.withdraw_consultation": Example(
        "max", {"consultation_id": "@consultations.open_consultation"}, on="union"
    ),
    "consultations.leave_comment": Example(
        "cy",
        {"consultation_id": "@consultations.open_consultation", "point": "1", "text": "Every two months."},
    ),
    "consultations.answer_comments": Example(
        "max",
        {
            "consultation_id": "@consultations.open_consultation",
            "point": "1",
            "text": "Every two months is what the bylaws ask at least.",
        },
        on="union",
    ),
    "consultations.summarise_point": Example(
        "max",
        {
            "consultation_id": "@consultations.close_consultation",
            "point": "1",
            "outcome": "partly",
            "reasons": "Small locals may meet every two months.",
        },
        on="union",
    ),
    "consultations.publish_summary": Example("max", {"consultation_id": "@counted_consultation"}, on="union"),
    "consultations.give_opinion": Example(
        "cy",
        {"consultation_id": "@consultations.open_consultation", "point": "1", "opinion": "changes"},
    ),
    "consultations.withdraw_opinion": Example(
        "cy", {"consultation_id": "@consultations.give_opinion", "point": "1"}
    ),
    "consultations.withdraw_comment": Example(
        "cy", {"consultation_id": "@consultations.leave_comment", "point": "1"}
    ),
}

_LIBRARY = {
    "library.put_on_reading_list": Example("cy", {"decision_id": "@decisions.convey_decision"}),
    "library.take_off_reading_list": Example("cy", {"decision_id": "@library.put_on_reading_list"}),
}

_PEOPLE = {
    "membership.admit_member": Example(
        "bo", {"unit_id": "@harbour", "name": "Flo Fisher", "languages": ["en", "fr"]}, on="harbour"
    ),
    "membership.readmit_member": Example(
        "bo",
        {"person_id": "@eve", "unit_id": "@harbour"},
        on="harbour",
        before=("membership.end_membership",),
    ),
    "membership.offer_membership": Example(
        "bo",
        {"unit_id": "@harbour", "person_id": "@in_the_league", "member_number": "M-Stan"},
        on="harbour",
    ),
    "membership.accept_membership": Example("stan", {"offer_id": "@membership.offer_membership"}),
    "membership.decline_membership": Example("stan", {"offer_id": "@membership.offer_membership"}),
    "membership.withdraw_offer": Example("bo", {"offer_id": "@membership.offer_membership"}, on="harbour"),
    "membership.enter_signed_paper": Example("bo", {"offer_id": "@offer_on_paper"}, on="harbour"),
    "membership.take_back_paper": Example("stan", {"offer_id": "@membership.enter_signed_paper"}),
    "membership.correct_person": Example(
        "bo", {"person_id": "@eve", "name": "Eve Ferry", "languages": ["fr"]}, on="harbour"
    ),
    "membership.transfer_member": Example("una", {"person_id": "@cy", "to_unit_id": "@harbour"}, on="north"),
    "membership.end_membership": Example("bo", {"person_id": "@eve"}, on="harbour"),
    "membership.merge_persons": Example(
        "una", {"kept_id": "@eve", "gone_id": "@membership.admit_member"}, on="harbour"
    ),
    "membership.undo_merge_of_persons": Example(
        "una", {"gone_id": "@membership.admit_member"}, on="harbour", before=("membership.merge_persons",)
    ),
    "membership.tell_persons_apart": Example("una", {"first_id": "@cy", "second_id": "@eve"}, on="north"),
    "membership.appoint_officer": Example(
        "ada", {"office": "treasurer", "unit_id": "@harbour", "person_id": "@eve"}, on="harbour"
    ),
    "membership.relieve_officer": Example("ada", {"term_id": "@membership.appoint_officer"}, on="harbour"),
    "membership.hand_over_office": Example(
        "ada",
        {"term_id": "@membership.appoint_officer", "person_id": "@bo", "from_on": "@today"},
        on="harbour",
        before=("membership.appoint_officer",),
    ),
    "membership.found_first_officer": Example(
        "",
        {"name": "Una Unger", "email": "una@example.org"},
        before=("structure.found_organisation",),
        via=Via.OPERATOR,
    ),
}

_RIGHTS = {
    "rights.leave_organisation": Example("eve", {"close_account": True}),
    "rights.erase_person": Example(
        "una", {"person_id": "@eve"}, on="harbour", before=("membership.end_membership",)
    ),
    "rights.repeat_erasure": Example("", {"person_id": "@eve"}, via=Via.OPERATOR),
}

_ACCOUNTS = {
    "accounts.change_contact": Example(
        "bo", {"person_id": "@eve", "email": "eve.ferry@example.org"}, on="harbour"
    ),
    "accounts.refuse_contact_change": Example("eve", {"change_id": "@accounts.change_contact"}),
    "accounts.apply_contact_change": Example("", {"change_id": "@told_change"}, via=Via.WORKER, days_later=4),
    "accounts.change_own_contact": Example("cy", {"email": "cy.hill@example.org", "proof": "@proof"}),
    "accounts.print_slip": Example(
        "bo", {"person_id": "@without_mailbox", "code_hash": _HASH_OF_CODE}, on="harbour"
    ),
    "accounts.confirm_slip": Example(
        "una", {"slip_id": "@accounts.print_slip", "pin": "271828"}, on="harbour"
    ),
    "accounts.end_slip": Example("bo", {"slip_id": "@accounts.print_slip"}, on="harbour"),
    "accounts.refuse_slip": Example("eve", {"slip_id": "@accounts.print_slip"}),
    "accounts.use_slip": Example(
        "eve", {"slip_id": "@accounts.confirm_slip", "code": "BCDF-GHJK-LMNP-QRST", "pin": "271828"}
    ),
    "accounts.ask_for_recovery": Example("bo", {"person_id": "@with_passkey"}, on="harbour"),
    "accounts.confirm_recovery": Example("una", {"recovery_id": "@accounts.ask_for_recovery"}, on="harbour"),
    "accounts.refuse_recovery": Example("eve", {"recovery_id": "@accounts.ask_for_recovery"}),
    "accounts.apply_recovery": Example("", {"recovery_id": "@told_recovery"}, via=Via.WORKER, days_later=4),
    "accounts.end_session": Example("cy", {"session": "@own_session"}),
    "accounts.end_other_sessions": Example("cy", {"kept": "@session_key"}),
    "accounts.make_token": Example(
        "cy",
        {
            "name": "membership system",
            "secret_hash": _SHA_256,
            "acts": ["decisions.acknowledge_decision"],
            "reads": ["inbox"],
            "days": 90,
        },
    ),
    "accounts.end_token": Example("cy", {"token_id": "@accounts.make_token"}),
}

_NOTICES = {
    "notices.choose_frequency": Example("cy", {"frequency": "daily"}),
    "notices.trust_address": Example("cy", {}),
    "notices.make_calendar_address": Example("cy", {"secret_hash": _SHA_256}),
    "notices.end_calendar_address": Example("cy", {}),
    "notices.subscribe_device": Example(
        "cy",
        {
            "session": "@own_session",
            "endpoint": "https://push.example.org/send/c29tZWJvZHk",
            "public_key": _BROWSER_KEY,
            "secret": _BROWSER_SECRET,
            "frequency": "daily",
        },
    ),
    "notices.unsubscribe_device": Example("cy", {"session": "@own_session"}),
}

EXAMPLES: Mapping[str, Example] = {
    **_DECISIONS,
    **_CIRCULARS,
    **_CONSULTATIONS,
    **_LIBRARY,
    **BYLAWS,
    **MEETINGS,
    **RUNNING,
    **MOTIONS,
    **MINUTES,
    **WORK,
    **STUDY,
    **OFFICES,
    **NEWS,
    **REPORTS,
    **_PEOPLE,
    **_RIGHTS,
    **UNITS,
    **VISITS,
    **_ACCOUNTS,
    **_NOTICES,
}
