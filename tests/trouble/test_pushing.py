"""The pusher goes on where it was killed."""

import signal
import time
from collections import Counter
from dataclasses import replace

from folkmoot.notices.tests.pushes import push_service

DEVICES = 40
KILLED_AT = (15, 31)
DUE = "Subscription.objects.filter(next_at__lte=now()).count()"


def test_the_worker_that_is_killed_while_it_notifies_devices_goes_on_when_it_is_started_again(installation):
    worker = []

    def kill(count):
        if count in KILLED_AT:
            worker[-1].send_signal(signal.SIGKILL)

    with push_service() as service:
        service.on_arrival = kill
        for command in (["fill", str(DEVICES)], ["hurry"], ["listen", service.place]):
            code, _said, complained = installation.run("tests.trouble.mailing", *command)
            assert code == 0, complained
        told = {"FOLKMOOT_EMAIL_PER_SECOND": "0", "FOLKMOOT_PUSH_INSIDE": service.place}
        pushing = replace(installation, more=told)
        for _time in KILLED_AT:
            worker.append(pushing.begin("folkmoot.cli.working"))
            worker[-1].communicate(timeout=60)
        worker.append(pushing.begin("folkmoot.cli.working"))
        by = time.monotonic() + 60
        while installation.ask(DUE) and time.monotonic() < by:
            time.sleep(0.2)
        worker[-1].terminate()
        worker[-1].communicate(timeout=30)
        asked = list(service.asked)
    assert [each.returncode for each in worker] == [-signal.SIGKILL] * len(KILLED_AT) + [0]
    times = Counter(asked)
    assert times.keys() == {f"m{number}@example.org" for number in range(DEVICES)}
    # Those in flight alone come again, under their first mark: a browser that showed one replaces it without a sound.
    assert {name: count for name, count in times.items() if count > 1} == {
        asked[at - 1]: 2 for at in KILLED_AT
    }
