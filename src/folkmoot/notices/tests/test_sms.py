from pathlib import Path

import pytest

from folkmoot.notices import sms
from folkmoot.notices.mail import NotSent
from folkmoot.notices.sms import Outbox, send_sms, use_gateway


@pytest.fixture(autouse=True)
def as_before():
    kept = list(sms._gateways)
    yield
    sms._gateways[:] = kept


def test_without_a_provider_short_messages_are_kept_in_files(tmp_path: Path) -> None:
    use_gateway(Outbox(tmp_path / "outbox"))
    send_sms("+43 1 234", "One")
    send_sms("+43 1 567", "Zwei – mit Strich")
    files = list((tmp_path / "outbox").glob("*.sms"))
    assert sorted(file.read_text(encoding="utf-8") for file in files) == [
        "To: +43 1 234\n\nOne\n",
        "To: +43 1 567\n\nZwei – mit Strich\n",
    ]
    assert {file.stat().st_mode & 0o077 for file in files} == {0}


def test_where_there_is_no_gateway_nothing_is_lost_in_silence() -> None:
    sms._gateways.clear()
    with pytest.raises(NotSent):
        send_sms("+43 1 234", "One")
