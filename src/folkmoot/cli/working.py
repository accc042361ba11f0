"""The worker's process, as `serve` starts it."""

import signal
import threading
import time

from folkmoot.cli.starting import start

# A message on its way to the mail server may arrive; then the process ends, whatever that server does.
_PATIENCE = 5.0
_PAGES_FIRST = 1.5

UNFOUNDED = "No organisation is founded here yet, so nobody can sign in: stop this, run `folkmoot setup`, and serve again."


def say_if_unfounded() -> None:
    """Say what comes first where nobody holds an office yet: once, as there is one worker."""
    from folkmoot.people.models import Term

    if not Term.objects.exists():
        print(UNFOUNDED, flush=True)


def main() -> None:
    """Work until the process is asked to end."""
    # Nobody waits for it, and somebody does for pages: on two cores, three processes that load at once make each other late.
    time.sleep(_PAGES_FIRST)
    start()
    from folkmoot.config.jobs import SETTING_JOBS, pushing_jobs, sending_jobs
    from folkmoot.config.logs import log_what_ends_us
    from folkmoot.config.worker import Worker
    from folkmoot.notices.sparing import spare_the_disk

    log_what_ends_us()
    say_if_unfounded()
    worker = Worker()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: worker.stopping.set())
    stopping = worker.stopping
    sender = Worker(stopping=stopping, jobs=sending_jobs(stopping), keeps_ledger=False)
    pusher = Worker(stopping=stopping, jobs=pushing_jobs(stopping), keeps_ledger=False)

    def send(by: Worker) -> None:
        spare_the_disk()
        by.run()

    setter = Worker(stopping=stopping, jobs=SETTING_JOBS, keeps_ledger=False)
    threads = [
        threading.Thread(target=send, args=[sender], name="sender", daemon=True),
        threading.Thread(target=send, args=[pusher], name="pusher", daemon=True),
        threading.Thread(target=setter.run, name="setter", daemon=True),
    ]
    for thread in threads:
        thread.start()
    worker.run()
    for thread in threads:
        thread.join(_PATIENCE)


if __name__ == "__main__":
    main()
