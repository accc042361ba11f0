from uuid import uuid4

import pytest

SENDERS, ROUNDS = 4, 25
REFUSED = (
    "This was already sent with other content. Open the page again and repeat what you wanted to change."
)


@pytest.fixture
def senders(installation):
    processes = [installation.begin("tests.trouble.sending") for _sender in range(SENDERS)]
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    yield processes
    for process in processes:
        process.communicate()


def sent_at_once(senders, lines):
    for process, line in zip(senders, lines, strict=True):
        process.stdin.write(f"{line}\n")
        process.stdin.flush()
    return [process.stdout.readline().strip() for process in senders]


def test_one_act_sent_by_several_at_once_is_done_once_and_answered_alike(installation, senders):
    alike = [set(sent_at_once(senders, [f"{uuid4()} same-{number}"] * SENDERS)) for number in range(ROUNDS)]
    answers = [answer for answered in alike for answer in answered]
    units, claims = installation.ask(
        "pks(Unit.objects.filter(parent__isnull=False)), ActClaim.objects.count()"
    )
    assert (sorted(answers), claims) == (sorted(units), ROUNDS + 2)
    clashing = [uuid4() for _round in range(ROUNDS)]
    for number, act_id in enumerate(clashing):
        lines = [f"{act_id} other-{number}-{sender}" for sender in range(SENDERS)]
        answered = sent_at_once(senders, lines)
        assert answered.count(REFUSED) == SENDERS - 1
    assert installation.ask("ActClaim.objects.count(), Unit.objects.count()") == [
        ROUNDS * 2 + 2,
        ROUNDS * 2 + 1,
    ]
