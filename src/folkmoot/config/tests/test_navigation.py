"""Which link of the header is marked, on every page there is."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import URLResolver, get_resolver, resolve
from django.utils import translation

from conftest import World
from folkmoot.people.models import Office, Term
from folkmoot.ui import navigation

# Files and answers to buttons show no header; nor does what is asked before anybody has signed in.
WITHOUT_HEADER = (
    "api:",
    "account_",
    "demo:",
    "ui:",
    "notices:calendar",
    "notices:stop",
    "mfa_",
    "socialaccount_",
    "openid_",
    "accounts:slip_door",
    "circulars:archive",
    "circulars:cell_circular",
    "circulars:circular",
    "circulars:part",
    "circulars:meeting_notice",
    "circulars:meeting_sheet",
    "circulars:report_form",
    "circulars:minutes",
    "circulars:sheet",
    "decisions:file",
    "work:hung_file",
    "study:evidence",
    "study:hung_file",
    "meetings:file",
    "meetings:run_parts",
    "consultations:file",
    "public:",
    "study:along_worker",
)
PRESSED = {
    "meetings:seconding", "meetings:placing", "meetings:order",
    "meetings:acclamation", "meetings:standing_aside", "meetings:taking_part", "meetings:backing_withdrawal",
    "meetings:dropping",
    "bylaws:confirmation", "reports:sending", "reports:acceptance", "reports:opening", "reports:ending",
    "reports:indicator_removal", "reports:question_removal", "reports:check_removal",
    "accounts:change_refusal", "accounts:other_sessions_end", "accounts:session_end", "accounts:token_end",
    "decisions:acknowledgement", "decisions:withdrawal", "decisions:mark_withdrawal", "decisions:in_mind",
    "consultations:comment_withdrawal", "consultations:opinion_withdrawal",
    "decisions:confirmation", "decisions:confirmation_withdrawal", "decisions:file_removal",
    "meetings:minutes_writing", "meetings:minutes_checking", "meetings:minutes_correction",
    "study:publication", "study:lesson_read", "study:acceptance", "study:showing", "study:hiding", "study:confirmation",
    "study:along_answer", "study:placement", "study:lesson_file_removal",
    "work:taking", "work:acceptance", "work:declining", "work:giving_back", "work:helping", "work:helping_no_more", "work:step",
    "work:passing", "work:closing", "work:striking", "work:plan_revision", "work:target_removal", "work:practice_ending",
    "work:share_withdrawal", "work:target_unmarking", "work:file_removal",
    "library:listing", "library:removal", "meetings:tap", "meetings:named", "news:taking_back", "news:letter_withdrawal",
    "news:letter_agreement",
    "membership:offer_acceptance", "membership:offer_declining", "membership:offer_withdrawal",
    "membership:office_acceptance", "membership:office_declining", "membership:office_withdrawal", "membership:paper_withdrawal",
    "membership:apart", "structure:start", "structure:drop", "structure:resuming", "undo",
    "structure:twinning_acceptance", "structure:twinning_end",
    "structure:visit_withdrawal", "structure:visit_objection", "structure:visit_objection_end",
    "notices:device", "notices:device_end",
    "notices:own_address", "accounts:recovery_refusal", "accounts:slip_refusal", "accounts:identity_end", "accounts:slip_end",
}  # fmt: skip
CURRENT = {
    "Today": {
        "desk:today", "study:own", "study:card", "study:answered", "study:forgetting", "study:lesson", "work:own",
        "study:along", "study:how_recall_works", "study:programme_sheet", "study:text_sheet", "study:week",
        "study:own_qualifications", "study:qualification", "study:asking", "study:laying_down", "study:level",
    },
    "Desk": {"desk:desk", "decisions:reading", "notices:unreachable"},
    "Overview": {
        "bylaws:compliance", "bylaws:compliance_of", "desk:unit_duties", "reports:figures", "reports:figures_of",
        "reports:deviations", "reports:stated", "reports:arrived", "study:known", "study:known_text",
        "desk:overview", "desk:overview_unit", "decisions:reach", "circulars:batch", "circulars:batches", "circulars:discarding",
    },
    "Publish": {
        "decisions:publish", "decisions:new_draft", "decisions:import_draft", "decisions:draft", "decisions:discarding",
        "consultations:opening",
        "decisions:adoption", "decisions:conveyance", "decisions:repeal", "decisions:draft_relations", "decisions:wording",
        "decisions:draft_files",
    },
    "Decisions": {
        "bylaws:clauses", "bylaws:new_clause", "bylaws:remark", "bylaws:ending",
        "decisions:decisions", "decisions:decision", "decisions:recirculation", "decisions:relations", "decisions:new_amendment",
    },
    "Consultations": {
        "consultations:consultations", "consultations:consultation", "consultations:point", "consultations:extension",
        "consultations:closing", "consultations:withdrawal", "consultations:comments", "consultations:figures",
        "consultations:summary", "consultations:point_summary", "consultations:publication",
    },
    "Library": {"library:library", "library:printed", "library:reading_list", "library:reading_list_printed"},
    "News": {
        "news:news", "news:item", "news:new_item", "news:draft", "news:discarding", "news:publishing", "news:correction",
        "news:withdrawal", "news:edition", "news:switching", "news:letters", "news:new_letter", "news:own_letters",
        "news:letters_waiting",
        "news:letter", "news:decision_openly", "news:item_openly",
    },
    "Units": {
        "bylaws:own",
        "bylaws:bylaws", "structure:units", "structure:unit", "structure:kinds", "structure:all_sectors", "structure:founding",
        "structure:renaming", "structure:kind", "structure:time_zone", "structure:sectors", "structure:moving",
        "structure:closing", "circulars:paper", "structure:merging", "structure:splitting", "structure:refounding",
        "structure:reorganisations", "structure:reorganisation", "structure:twins",
        "structure:visits", "structure:visit_entering", "structure:affiliation", "membership:rule_breaks",
        "meetings:meetings", "meetings:calling", "meetings:planning", "meetings:meeting", "meetings:agenda", "meetings:place",
        "meetings:postponement", "meetings:cancellation", "meetings:run", "meetings:closing",
        "meetings:adjourning", "meetings:adding",
        "meetings:again", "meetings:heard", "meetings:entering", "meetings:held",
        "meetings:motions", "meetings:submission", "meetings:motion", "meetings:adoption", "meetings:sending",
        "meetings:amendment", "meetings:revision", "meetings:taking_up", "meetings:answering", "meetings:putting",
        "meetings:paper_vote", "meetings:paper_advice", "meetings:translation",
        "meetings:asking", "meetings:vote", "meetings:question", "meetings:withdrawal", "meetings:amendment_withdrawal",
        "meetings:recount",
        "meetings:minutes", "meetings:entry", "meetings:minutes_adoption", "meetings:minutes_part", "meetings:minutes_version",
        "study:programmes", "study:drafting", "study:programme", "study:writing", "study:bringing",
        "study:qualifications", "study:setting_up", "study:qualification_end", "study:missing", "study:changing",
        "study:removal", "study:end", "study:dropping",
        "study:lesson_writing", "study:lesson_files", "study:lesson_preview", "study:lesson_changing", "study:lesson_removal",
        "study:circle", "study:circle_planning", "study:circle_sheet", "study:circle_heard", "study:circle_quiz",
        "work:list", "work:putting_up", "work:assignment", "work:offering", "work:withdrawal", "work:report",
        "work:review", "work:files", "work:at_meeting", "work:plans", "work:plan_drafting", "work:plan", "work:plan_changing",
        "work:practice", "work:practice_copying", "work:practice_marking", "work:practices",
        "work:share", "work:share_acceptance", "work:share_asking", "work:share_making", "work:share_settling", "work:shares",
        "work:plan_adoption", "work:plan_dropping", "work:target_adding", "work:target_changing", "work:target_marking",
        "reports:reports", "reports:filling", "reports:filled", "reports:requests", "reports:answering",
        "reports:report", "reports:asking_back", "reports:making", "reports:form",
        "reports:settings", "reports:new_indicator", "reports:indicator", "reports:new_question", "reports:question",
        "reports:new_check", "reports:check",
        "structure:imports", "structure:upload", "structure:import", "structure:columns", "structure:taking_back",
        "structure:done",
        "membership:offices", "membership:officers", "membership:appointment", "membership:relieving", "membership:handing_over",
    },
    "Members": {
        "membership:members", "membership:admission", "membership:person", "membership:correction",
        "membership:transfer", "membership:twice", "membership:joining", "membership:parting", "membership:pairs",
        "membership:ending", "membership:ending_in", "membership:known_admission", "membership:paper",
        "membership:readmission", "membership:person_appointment",
        "accounts:member_address", "rights:erasure", "accounts:slip", "accounts:slip_confirmation", "accounts:recovery",
        "accounts:recovery_confirmation",
    },
    # What concerns oneself is in the account's menu.
    "": {
        "accounts:overview", "accounts:address", "accounts:address_code", "accounts:sessions", "accounts:tokens",
        "accounts:new_token", "notices:own", "rights:own", "rights:readers", "rights:openings", "rights:record",
        "rights:leaving", "rights:own_erasure",
    },
}  # fmt: skip
EXAMPLES = {"day": "2026-02-01", "uuid": UUID(int=1), "str": "word", "slug": "word", "int": 1}


def addresses(resolver: URLResolver, before: str = "", within: str = "") -> Iterator[tuple[str, str]]:
    for each in resolver.url_patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from addresses(each, route, f"{each.namespace}:" if each.namespace else within)
        else:
            yield f"{within}{each.name}", route


def pages() -> dict[str, str]:
    found = {}
    for name, route in addresses(get_resolver()):
        if name.startswith(WITHOUT_HEADER) or name in PRESSED or "file_form" in route or ".json" in route:
            continue
        found[name] = "/" + re.sub(r"<(\w+):\w+>", lambda part: str(EXAMPLES[part[1]]), route)
    return {name: path for name, path in found.items() if not path.endswith(".vcf")}


@pytest.fixture
def everywhere(world: World) -> World:
    """Bo holds every office that has a screen of its own."""
    for code, unit in (("secretary", "north"), ("registrar", "union")):
        office = Office.objects.get(code=code)
        Term.objects.create(person=world.bo, office=office, unit=world.units[unit], started_at=world.at)
    return world


def test_every_page_has_its_place_in_the_table() -> None:
    placed = [name for names in CURRENT.values() for name in names]
    assert sorted(placed) == sorted(pages())


def test_on_every_page_the_link_it_belongs_to_is_marked_and_no_other(everywhere: World) -> None:
    marked = {}
    for name, path in pages().items():
        request: Any = RequestFactory().get(path)
        request.user, request.resolver_match = everywhere.bo.account, resolve(path)
        request.person, request.at = everywhere.bo, everywhere.at
        with translation.override("en"):
            marked[name] = [str(link.label) for link in navigation.main_links(request) if link.is_current]
    expected = {name: [label] if label else [] for label, names in CURRENT.items() for name in names}
    assert marked == expected


@pytest.mark.parametrize(
    ("who", "first", "more"),
    [
        ("cy", ["Today", "Decisions", "Library"], ["News", "Hill", "Units"]),
        ("una", ["Today", "Decisions", "Members"], ["Library", "News", "Hill", "Units"]),
        (
            "bo",
            ["Today", "Desk", "Publish"],
            ["Decisions", "Library", "Consultations", "News", "Harbour", "Units", "Members"],
        ),
        (
            "ada",
            ["Today", "Overview", "Publish"],
            ["Desk", "Decisions", "Library", "Consultations", "News", "Hill", "Units"],
        ),
    ],
)
def test_a_phone_shows_the_first_of_one_s_role_and_the_rest_behind_more(
    world: World, client, who: str, first: list[str], more: list[str]
) -> None:
    client.force_login(world.people[who].account)
    shown = client.get("/").context["navigation"]
    assert [[str(link.label) for link in links] for links in shown] == [first, more]


def test_who_has_not_signed_in_has_no_links() -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    assert navigation.main_links(request) == []
