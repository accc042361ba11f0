"""The worker's process, as `serve` starts it."""

import signal

from folkmoot.cli.starting import start


def main() -> None:
    """Work until the process is asked to end."""
    start()
    from folkmoot.config.worker import Worker

    worker = Worker()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: worker.stopping.set())
    worker.run()


if __name__ == "__main__":
    main()
