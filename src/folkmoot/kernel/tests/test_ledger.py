from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from django.db import models

from folkmoot.kernel.acts import ACTS, Via, act, run
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.ledger import Event, record
from folkmoot.kernel.models import Cursor, Entry, PersonalPayload, SignedHead
from folkmoot.kernel.relay import Subscriber, chain_waiting, feed, head
from folkmoot.kernel.signing import HeadLog, Signer
from folkmoot.kernel.verifying import verify

AT = datetime(2026, 3, 2, 18, 30, tzinfo=UTC)


@dataclass(frozen=True)
class BellRung(Event):
    strokes: int


def ring_bell(*, strokes: int, whose: str = "", by: object, at: datetime) -> UUID:
    """Ring the bell.

    :raises Refused: if it would be rung more than twelve times.
    """
    record(BellRung(strokes), by=None, at=at, personal={"whose": whose} if whose else None)
    if strokes > 12:
        raise Refused("Ring at most twelve times.", field="strokes")
    return new_id()


def whisper(*, loud: bool = False, by: object, at: datetime) -> UUID:
    """Whisper, which nobody may hear of."""
    if loud:
        record(BellRung(1), by=None, at=at)
    return new_id()


@pytest.fixture(scope="module", autouse=True)
def _acts() -> Iterator[None]:
    # Taken off the list again: the tests of the API and of the pages on acts read all that stands there.
    act("kerneltest.ring_bell")(ring_bell)
    act("kerneltest.whisper", private=True)(whisper)
    yield
    del ACTS["kerneltest.ring_bell"], ACTS["kerneltest.whisper"]


@dataclass
class Somebody:
    pk: UUID


@pytest.fixture
def signer(tmp_path: Path) -> Signer:
    return Signer.kept_in(tmp_path)


@pytest.fixture
def heads(tmp_path: Path) -> HeadLog:
    return HeadLog(tmp_path / "heads.jsonl")


def ring(strokes: int, whose: str = "") -> UUID:
    return run(
        ring_bell, {"strokes": strokes, "whose": whose}, act_id=new_id(), by=None, at=AT, via=Via.WORKER
    )


@pytest.fixture
def chained(db: None, signer: Signer, heads: HeadLog) -> None:
    for strokes in range(1, 6):
        ring(strokes)
    assert chain_waiting(at=AT, signer=signer, heads=heads) == 5
    ring(6, whose="Ada's")
    assert chain_waiting(at=AT, signer=signer, heads=heads) == 1


def entry(position: int) -> models.QuerySet[Entry]:
    return Entry.objects.filter(position=position)


def swap(first: int, second: int) -> None:
    one, other = entry(first).get(), entry(second).get()
    entry(first).update(position=None, hash="")
    entry(second).update(position=first, hash=other.hash)
    Entry.objects.filter(pk=one.pk).update(position=second, hash=one.hash)


def insert_after(position: int) -> None:
    for later in range(6, position, -1):
        entry(later).update(position=later + 1)
    false = entry(1).get()
    false.id, false.position = new_id(), position + 1
    false.save(force_insert=True)


def cut_tail_with_its_heads() -> None:
    entry(6).delete()
    SignedHead.objects.filter(position=6).delete()


def test_an_untouched_ledger_is_whole(chained: None, signer: Signer, heads: HeadLog) -> None:
    ring(7)
    verdict = verify(signer=signer, heads=heads)
    assert (verdict.chained, verdict.waiting, verdict.faults) == (6, 1, [])


@pytest.mark.parametrize(
    ("tamper", "sentences"),
    [
        (
            lambda: entry(3).update(payload='{"strokes":99}'),
            ["Entry 3 (BellRung, id {3}) is not what was chained there"],
        ),
        (
            lambda: entry(3).update(by=UUID(int=7)),
            ["Entry 3 (BellRung, id {3}) is not what was chained there"],
        ),
        (lambda: entry(3).delete(), ["Entries 3 to 3 are missing"]),
        (
            lambda: entry(6).delete(),
            ["The ledger ends at entry 5, but entry 6 was signed", "The personal part kept for entry {6}"],
        ),
        (
            cut_tail_with_its_heads,
            ["The ledger ends at entry 5, but entry 6 was signed", "The personal part kept for entry {6}"],
        ),
        (lambda: swap(2, 3), ["Entry 2 (BellRung", "Entry 3 (BellRung", "Entry 4 (BellRung"]),
        (
            lambda: SignedHead.objects.filter(position=5).update(signature="00"),
            ["The signed head at entry 5 has a false"],
        ),
        (
            lambda: PersonalPayload.objects.update(payload='{"whose":"Bo\'s"}'),
            ["The personal part kept for entry {6}"],
        ),
    ],
    ids=[
        "changed",
        "actor changed",
        "deleted",
        "tail cut",
        "tail cut with heads",
        "reordered",
        "head forged",
        "personal",
    ],
)
def test_verify_says_which_entry_was_tampered_with(
    tamper: Callable[[], object], sentences: list[str], chained: None, signer: Signer, heads: HeadLog
) -> None:
    ids = {place: str(pk) for place, pk in Entry.objects.values_list("position", "pk")}
    tamper()
    faults = verify(signer=signer, heads=heads).faults
    expected = [sentence.format(*([""] + [ids[place] for place in range(1, 7)])) for sentence in sentences]
    assert [fault[: len(start)] for fault, start in zip(faults, expected, strict=True)] == expected


def test_verify_finds_an_inserted_entry(chained: None, signer: Signer, heads: HeadLog) -> None:
    insert_after(2)
    assert verify(signer=signer, heads=heads).faults[0].startswith("Entry 3 (BellRung")


def test_a_chain_rewritten_from_some_entry_on_does_not_fit_the_signed_heads(
    chained: None, signer: Signer, heads: HeadLog
) -> None:
    entry(4).update(payload='{"strokes":12}')
    Entry.objects.filter(position__gte=4).update(position=None, hash="")
    SignedHead.objects.filter(position__gte=4).delete()
    chain_waiting(at=AT, signer=signer, heads=HeadLog(heads.path.with_name("elsewhere")))
    assert [fault[:48] for fault in verify(signer=signer, heads=heads).faults] == [
        "The head that was signed at entry 5 does not fit",
        "Two different heads were signed for entry 6.",
        "The head that was signed at entry 6 does not fit",
    ]


def test_a_file_of_heads_that_is_gone_is_missed(chained: None, signer: Signer, heads: HeadLog) -> None:
    heads.path.unlink()
    assert verify(signer=signer, heads=heads).faults == [
        "The file of signed heads, heads.jsonl, is missing or empty: without it, a cut-off tail is not found."
    ]


@pytest.mark.parametrize("line", [b"garbage\n", b"\xff\xfe\n", b"[]\n", b'{"position": "x"}\n'])
def test_a_line_that_is_no_head_is_a_fault(
    line: bytes, chained: None, signer: Signer, heads: HeadLog
) -> None:
    heads.path.write_bytes(heads.path.read_bytes() + line)
    assert verify(signer=signer, heads=heads).faults == ["The signed head at entry 0 has a false signature."]


def test_erasing_a_personal_payload_leaves_the_ledger_whole(
    chained: None, signer: Signer, heads: HeadLog
) -> None:
    assert PersonalPayload.objects.get().payload == '{"whose":"Ada\'s"}'
    PersonalPayload.objects.all().delete()
    assert verify(signer=signer, heads=heads).is_whole
    assert "Ada" not in "".join(Entry.objects.values_list("payload", flat=True))


def test_a_refused_act_leaves_nothing(db: None) -> None:
    with pytest.raises(Refused, match="at most twelve"):
        ring(13)
    assert Entry.objects.count() == 0


def test_wrong_input_is_named(db: None) -> None:
    with pytest.raises(Refused, match="strokes: ") as refusal:
        run(ring_bell, {"strokes": "many"}, act_id=new_id(), by=None, at=AT, via=Via.WEB)
    assert refusal.value.field == "strokes"


def test_unknown_input_is_refused(db: None) -> None:
    with pytest.raises(Refused, match="colour"):
        run(ring_bell, {"strokes": 1, "colour": "red"}, act_id=new_id(), by=None, at=AT, via=Via.WEB)


@pytest.mark.parametrize("via", [Via.OPERATOR])
def test_an_operator_cannot_do_a_private_act(db: None, via: Via) -> None:
    with pytest.raises(Refused, match="Only the member"):
        run(whisper, {}, act_id=new_id(), by=Somebody(new_id()), at=AT, via=via)


def test_a_private_act_may_not_enter_the_ledger(db: None) -> None:
    someone = Somebody(new_id())
    assert run(whisper, {}, act_id=new_id(), by=someone, at=AT, via=Via.WEB)
    with pytest.raises(LookupError, match="leaves no entry"):
        run(whisper, {"loud": True}, act_id=new_id(), by=someone, at=AT, via=Via.WEB)


def test_nothing_is_recorded_outside_an_act(db: None) -> None:
    with pytest.raises(LookupError, match="outside an act"):
        record(BellRung(1), by=None, at=AT)


def test_a_subscriber_gets_each_entry_once_and_resumes(chained: None) -> None:
    got: list[int] = []
    subscriber = Subscriber(
        "bells", frozenset({"BellRung"}), lambda entries: got.extend(e.position or 0 for e in entries)
    )
    assert [feed(subscriber), feed(subscriber)] == [6, 0]
    assert got == [1, 2, 3, 4, 5, 6]
    assert Cursor.objects.get(pk="bells").position == 6


def test_a_subscriber_that_fails_is_handed_the_same_entries_again(chained: None) -> None:
    def fail(_entries: object) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        feed(Subscriber("bells", frozenset({"BellRung"}), fail))
    assert Cursor.objects.filter(pk="bells").count() == 0


def test_a_subscriber_that_commits_itself_keeps_what_it_wrote_and_is_handed_it_again(chained: None) -> None:
    got: list[int] = []

    def take(entries: Sequence[Entry]) -> None:
        Cursor.objects.create(subscriber=f"written {len(got)}")
        got.extend(entry.position or 0 for entry in entries)
        if len(got) == 2:
            raise RuntimeError

    reader = Subscriber("bells", None, take, most=4, enough=lambda entries: entries[:2], commits_itself=True)
    with pytest.raises(RuntimeError):
        feed(reader)
    assert [feed(reader), feed(reader), feed(reader), feed(reader)] == [2, 2, 2, 0]
    assert got == [1, 2, 1, 2, 3, 4, 5, 6]
    assert Cursor.objects.exclude(pk="bells").count() == 4


def test_the_head_of_an_empty_ledger_is_its_beginning(db: None) -> None:
    assert head() == (0, "0" * 64)


def test_a_key_is_made_once_and_is_private(tmp_path: Path) -> None:
    first, second = Signer.kept_in(tmp_path), Signer.kept_in(tmp_path)
    assert first.sign(1, "a") == second.sign(1, "a")
    assert (tmp_path / "ledger-key.pem").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["ledger-key.pem"]


def test_personal_parts_that_are_gone_are_counted(chained: None, signer: Signer, heads: HeadLog) -> None:
    ring(7, whose="Bo's")
    assert verify(signer=signer, heads=heads).notes == []
    PersonalPayload.objects.all().delete()
    found = verify(signer=signer, heads=heads)
    assert (found.faults, found.notes) == (
        [],
        ["The personal parts of 2 entries are not kept any more: erased, or deleted from outside."],
    )


def test_signed_heads_put_in_another_order_are_found(chained: None, signer: Signer, heads: HeadLog) -> None:
    lines = heads.path.read_text().splitlines(keepends=True)
    heads.path.write_text("".join(reversed(lines)))
    assert any(
        "stands after the one at entry" in fault for fault in verify(signer=signer, heads=heads).faults
    )
