"""`bench notices`: digests handed to a mail server on this machine, against `smtplib` alone handing over the same messages."""

import smtplib
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from bench.measuring import Result, interleaved, median
from bench.places import ROOT, in_each

BUDGET = 0.05
SMALL = 1_000
MESSAGES, ROUNDS = 1_000, 5


def bench(sizes: Sequence[int]) -> list[Result]:
    """Measure in an organisation of a thousand and at every size."""
    measured = in_each([SMALL, *sizes], "bench.notices")
    return [_compared(size, figures) for size, figures in measured.items()]


def run_here() -> dict[str, Any]:
    """Let a thousand members have news and write to them, turn by turn with `smtplib`; return the seconds of each."""
    from bench import organisations  # noqa: PLC0415  -- needs Django
    from bench.papers import conveyed_to_everybody  # noqa: PLC0415  -- needs Django
    from folkmoot.notices.sparing import spare_the_disk  # noqa: PLC0415  -- needs Django

    people = [account.person_id for account in organisations.with_accounts(MESSAGES)]
    conveyed_to_everybody(organisations.secretary())
    spare_the_disk()
    with _sink() as port:
        _use(port)
        ours, bare, quiet = interleaved(
            [
                lambda: _send(people, has_news=True),
                lambda: _send_bare(port),
                lambda: _send(people, has_news=False),
            ],
            times=ROUNDS,
        )
    return {"ours": median(ours), "bare": median(bare), "quiet": median(quiet), "messages": len(people)}


def _compared(size: int, figures: dict[str, Any]) -> Result:
    ratio = figures["bare"] / figures["ours"]
    detail: dict[str, object] = {
        "messages a second": round(figures["messages"] / figures["ours"]),
        "smtplib's": round(figures["messages"] / figures["bare"]),
        "looks a second where nothing is new": round(figures["messages"] / figures["quiet"]),
    }
    reference = "smtplib alone, over one connection, with the messages made before"
    return Result(f"digests at {size}", ratio, BUDGET, ratio >= BUDGET, reference, detail)


def _send(people: Sequence[object], *, has_news: bool) -> None:
    from folkmoot.kernel.clock import now  # noqa: PLC0415  -- needs Django
    from folkmoot.notices.actions.sending import send_due  # noqa: PLC0415  -- needs Django
    from folkmoot.notices.models import Recipient  # noqa: PLC0415  -- needs Django
    from folkmoot.notices.pace import Pace  # noqa: PLC0415  -- needs Django

    noon = (now() + timedelta(days=1)).replace(hour=12)
    since = now() - timedelta(hours=1) if has_news else noon - timedelta(minutes=2)
    rows = [Recipient(person_id=pk, frequency="daily", since=since, next_at=now()) for pk in people]
    Recipient.objects.all().delete()
    Recipient.objects.bulk_create(rows, batch_size=500)
    while send_due(noon, pace=Pace(0)):
        pass


def _send_bare(port: int) -> None:
    from folkmoot.notices.letters import Content, digest  # noqa: PLC0415  -- needs Django
    from folkmoot.notices.models import Recipient  # noqa: PLC0415  -- needs Django
    from folkmoot.notices.queries import due  # noqa: PLC0415  -- needs Django

    latest = Recipient.objects.order_by("-next_at").values_list("next_at", flat=True)[0]
    assert latest is not None  # noqa: S101  -- nobody chose to be told nothing
    [one] = due(latest, limit=1)
    content = digest(one, Content(1)).message().as_bytes(linesep="\r\n")
    with smtplib.SMTP("127.0.0.1", port) as line:
        for _message in range(MESSAGES):
            line.sendmail("folkmoot@localhost", [one.address], content)


def _use(port: int) -> None:
    from django.conf import settings  # noqa: PLC0415  -- needs Django

    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", port, False


@contextmanager
def _sink() -> Iterator[int]:
    command = [sys.executable, "-m", "bench.sink"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None  # noqa: S101  -- asked for above
        assert process.stdout is not None  # noqa: S101  -- as above
        try:
            yield int(process.stdout.readline())
        finally:
            process.stdin.close()
            process.wait(10)
