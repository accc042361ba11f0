"""The sender goes on where it was killed, and holds up nobody else."""

import signal
import socket
import time
from collections import Counter
from dataclasses import replace

from bench.sink import Sink, listening

MEMBERS = 300
WAITING = "Entry.objects.filter(position=None).count()"
# Less than the sender waits for an answer.
PATIENCE = 9
KILLED_AT = (41, 137, 138, 260)
KILLED_WORKERS_AT = (20, 41)
DUE = "Recipient.objects.filter(next_at__lte=now()).count()"


def test_of_300_messages_none_is_lost_and_only_those_in_flight_come_twice_when_the_sender_is_killed(
    installation,
):
    assert installation.run("tests.trouble.mailing", "fill", str(MEMBERS))[0] == 0
    sender = []

    def kill(count):
        # It has handed the message over, and waits to be told that it was taken.
        if count in KILLED_AT:
            sender[-1].send_signal(signal.SIGKILL)

    sink = Sink(on_arrival=kill)
    with listening(sink) as port:
        mailing, codes = replace(installation, email_url=f"smtp://127.0.0.1:{port}"), []
        while not codes or codes[-1] == -signal.SIGKILL:
            sender.append(mailing.begin("tests.trouble.mailing", "send"))
            _said, complained = sender[-1].communicate(timeout=120)
            codes.append(sender[-1].returncode)
    assert codes == [-signal.SIGKILL] * len(KILLED_AT) + [0], complained
    times = Counter(address for address, _message_id in sink.arrived)
    assert times.keys() == {f"m{number}@example.org" for number in range(MEMBERS)}
    assert sum(times.values()) == MEMBERS + len(KILLED_AT)
    # The message that was repeated says so by its id: a mail server can drop it.
    assert len(set(sink.arrived)) == MEMBERS
    in_flight = [sink.arrived[count - 1] for count in KILLED_AT]
    assert [message for message, count in Counter(sink.arrived).items() if count > 1] == list(
        dict.fromkeys(in_flight)
    )


def test_the_worker_that_is_killed_while_it_writes_to_everybody_goes_on_when_it_is_started_again(
    installation,
):
    for command in (["fill", "60"], ["hurry"]):
        assert installation.run("tests.trouble.mailing", *command)[0] == 0
    worker = []

    def kill(count):
        if count in KILLED_WORKERS_AT:
            worker[-1].send_signal(signal.SIGKILL)

    sink = Sink(on_arrival=kill)
    with listening(sink) as port:
        mail = {"FOLKMOOT_EMAIL_PER_SECOND": "0"}
        mailing = replace(installation, email_url=f"smtp://127.0.0.1:{port}", more=mail)
        for _time in KILLED_WORKERS_AT:
            worker.append(mailing.begin("folkmoot.cli.working"))
            worker[-1].communicate(timeout=60)
        worker.append(mailing.begin("folkmoot.cli.working"))
        # Nobody is due any more when the last answer was noted; what comes twice would come before.
        by = time.monotonic() + 60
        while installation.ask(DUE) and time.monotonic() < by:
            time.sleep(0.2)
        worker[-1].terminate()
        worker[-1].communicate(timeout=30)
    assert [each.returncode for each in worker] == [-signal.SIGKILL] * len(KILLED_WORKERS_AT) + [0]
    everybody = {f"m{number}@example.org" for number in range(60)}
    assert {address for address, _message_id in sink.arrived} == everybody
    # A mail server that drops the message it has already gives it to nobody twice.
    assert len(set(sink.arrived)) == len(everybody)
    assert len(sink.arrived) == len(everybody) + len(KILLED_WORKERS_AT)


def test_a_mail_server_that_never_answers_holds_up_neither_the_ledger_nor_the_end(installation):
    for command in (["fill", "3"], ["hurry"]):
        assert installation.run("tests.trouble.mailing", *command)[0] == 0
    assert installation.ask(WAITING) > 0
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(60)
        mailing = replace(installation, email_url=f"smtp://127.0.0.1:{silent.getsockname()[1]}")
        worker = mailing.begin("folkmoot.cli.working")
        try:
            # It waits for a greeting that never comes, and has entries to chain from before it began.
            line, _address = silent.accept()
            by = time.monotonic() + PATIENCE
            while (waiting := installation.ask(WAITING)) and time.monotonic() < by:
                time.sleep(0.1)
            began = time.monotonic()
        finally:
            worker.terminate()
            worker.communicate(timeout=30)
        line.close()
    assert waiting == 0
    assert time.monotonic() - began < 10
    assert worker.returncode == 0
