import io
import mailbox
import re
from contextlib import closing
from datetime import timedelta

import pytest

from folkmoot.cli import bouncing
from folkmoot.notices.actions.choosing import choose_frequency
from folkmoot.notices.queries import own_notices
from folkmoot.notices.signing import message_id
from folkmoot.notices.tests.reports import report

CY = "cy@example.org"


@pytest.fixture
def came_back(world, monkeypatch):
    """A report about a mail to Cy, who is a recipient."""
    # What the command does first is done: the tests' database stands.
    monkeypatch.setattr(bouncing, "start_with_database", lambda: None)
    choose_frequency(frequency="daily", by=world.cy, at=world.at)
    return report(CY, message_id(CY, world.at))


def figures(capsys):
    return [int(figure) for figure in re.findall(r"\d+", capsys.readouterr().out)]


def test_a_mailbox_of_any_kind_is_read_and_stays_as_it_is(world, came_back, tmp_path, capsys):
    mbox, maildir = mailbox.mbox(tmp_path / "mbox"), mailbox.Maildir(tmp_path / "maildir")
    (tmp_path / "one.eml").write_bytes(came_back.as_bytes())
    for box in (mbox, maildir):
        with closing(box):
            box.add(b"Subject: Thanks\n\nFor the news.\n")
            box.add(came_back)
    for place, count in (("mbox", 2), ("maildir", 2), ("one.eml", 1)):
        before = {path: path.stat().st_size for path in (tmp_path / place).rglob("*") if path.is_file()}
        assert bouncing.bounces([str(tmp_path / place)]) == 0
        assert figures(capsys) == [count, 1]
        assert before == {
            path: path.stat().st_size for path in (tmp_path / place).rglob("*") if path.is_file()
        }
    assert own_notices(world.cy).is_refused


def test_a_mail_server_hands_one_report_over(world, came_back, monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(came_back.as_bytes())))
    assert bouncing.bounces(["-"]) == 0
    assert figures(capsys) == [1, 1]


def test_a_mailbox_that_is_not_there_is_named(capsys):
    assert bouncing.bounces(["/nowhere/mbox"]) == 1
    assert capsys.readouterr().err.startswith("There is no mailbox /nowhere/mbox.")


def test_what_is_no_mail_is_read_and_means_nothing(world, came_back, tmp_path, capsys):
    (tmp_path / "noise").write_bytes(bytes(range(256)) * 20)
    assert bouncing.bounces([str(tmp_path / "noise")]) == 0
    assert figures(capsys) == [1, 0]
    assert own_notices(world.cy).next_at - world.at < timedelta(days=2)
    assert not own_notices(world.cy).is_refused
