import random
import signal
import threading

PROCESSES, EACH = 4, 250


def answered(process, lines, *, until):
    assert process.stdout.readline() == "ready\n"
    for line in process.stdout:
        # A line that the kill cut short was never an answer.
        if line.endswith("\n"):
            lines.append(line.split())
        if len(lines) >= until:
            process.send_signal(signal.SIGKILL)
    process.communicate()


def test_of_a_thousand_acts_none_that_was_answered_is_lost_when_all_are_killed(installation):
    chance = random.Random(11)  # noqa: S311  -- picks moments, guards nothing
    lines = [[] for _process in range(PROCESSES)]
    threads = []
    for mine in lines:
        process = installation.begin("tests.trouble.acting", str(EACH))
        until = chance.randrange(EACH // 5, EACH // 2)
        threads.append(
            threading.Thread(target=answered, args=(process, mine), kwargs={"until": until}),
        )
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    done = [answer for mine in lines for answer in mine]
    assert min(len(mine) for mine in lines) >= EACH // 5
    assert len(done) < PROCESSES * EACH
    units, claims, entered, verdict = installation.ask(
        "pks(Unit), pks(ActClaim, 'act_id'), pks(Entry, 'act_id'), verdict()"
    )
    assert {unit_id for _act_id, unit_id in done} <= set(units)
    assert {act_id for act_id, _unit_id in done} <= set(claims)
    # Whole acts alone: each unit with its claim and its entry, besides the first officer's.
    assert len(units) + 1 == len(claims) == len(set(entered))
    assert verdict == [len(entered), 0, []]
