"""One example of each act of forms and reports."""

from collections.abc import Mapping

from folkmoot.config.api.example import Example

_INDICATORS = [
    {
        "code": "collected",
        "names": {"en": "Dues collected"},
        "means": {"en": "Money that came in, before anything was spent."},
        "kind": "money",
        "declared": "organisational",
        "currency": "EUR",
    }
]
_QUESTIONS = [
    {"code": "achieved", "names": {"en": "What went well?"}, "matter": "achievements"},
    {"code": "wanted", "names": {"en": "What do you ask of the level above?"}, "matter": "requests"},
]
_CHECKS = [{"code": "not_below_zero", "kind": "compare", "left": "collected", "sign": ">=", "number": "0"}]
_ASKED = {"unit_kinds": ["local"], "due_days": 10, "answer_days": 30}

REPORTS: Mapping[str, Example] = {
    "reports.make_form": Example(
        "max",
        {"unit_id": "@union", "names": {"en": "Monthly report"}, "every": "month", **_ASKED},
        on="union",
    ),
    "reports.revise_form": Example(
        "max",
        {
            "form_id": "@reports.make_form",
            "revision": 1,
            "names": {"en": "Monthly report"},
            **_ASKED,
            "indicators": _INDICATORS,
            "questions": _QUESTIONS,
            "checks": _CHECKS,
        },
        on="union",
    ),
    "reports.open_form": Example(
        "max", {"form_id": "@reports.revise_form", "first": "2026-01-01"}, on="union"
    ),
    "reports.end_form": Example("max", {"form_id": "@reports.open_form", "first": "2027-01-01"}, on="union"),
    "reports.write_report": Example(
        "bo",
        {
            "form_id": "@reports.open_form",
            "unit_id": "@harbour",
            "first": "2026-02-01",
            "revision": 0,
            "values": {"collected": "120.50"},
            "texts": {"achieved": "The net loft is dry again.", "wanted": "A stove for the loft."},
        },
        on="harbour",
    ),
    "reports.send_report": Example("bo", {"report_id": "@reports.write_report", "revision": 1}, on="harbour"),
    "reports.accept_report": Example("ada", {"report_id": "@reports.send_report", "number": 1}, on="north"),
    "reports.ask_back": Example(
        "ada",
        {"report_id": "@reports.send_report", "number": 1, "words": "Is the boat’s money in it?"},
        on="north",
    ),
    "reports.answer_request": Example(
        "ada",
        {"request_id": "@first_request", "words": "It comes in May."},
        on="north",
        before=("reports.send_report",),
    ),
}
