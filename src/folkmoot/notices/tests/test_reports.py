from email import message_from_string

import pytest

from folkmoot.notices.rules.reports import Returned, returned_in
from folkmoot.notices.tests.reports import report

ADDRESS, ID = "cy@example.org", "<1.mark@localhost>"


@pytest.mark.parametrize("returned", ["text/rfc822-headers", "message/rfc822"])
def test_a_report_says_which_message_came_back(returned: str) -> None:
    assert returned_in(report(ADDRESS, ID, returned=returned)) == Returned(ADDRESS, ID)


@pytest.mark.parametrize(
    "given",
    [
        {"action": "delayed", "status": "4.4.1"},
        {"action": "failed", "status": "4.2.2"},
        {"action": "failed", "status": "5.2.2"},
        {"action": "failed", "status": "5.7.1"},
        {"action": "delivered", "status": "2.0.0"},
        {"returned": "text/plain"},
    ],
)
def test_what_is_no_final_failure_or_returns_nothing_is_none(given) -> None:
    assert returned_in(report(ADDRESS, ID)) is not None
    assert returned_in(report(ADDRESS, ID, **given)) is None


def test_an_answer_by_a_person_is_no_report() -> None:
    assert returned_in(message_from_string("Subject: Re: Something new for you\n\nThanks!")) is None


def test_a_report_that_was_cut_off_says_nothing_false() -> None:
    whole = report(ADDRESS, ID).as_string()
    for end in range(0, len(whole), 7):
        found = returned_in(message_from_string(whole[:end]))
        assert found is None or (ADDRESS.startswith(found.address) and ID.startswith(found.message_id))
