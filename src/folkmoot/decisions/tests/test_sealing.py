from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from django.db import connection

from conftest import make_person
from folkmoot.decisions.actions.receiving import withdraw_acknowledgement
from folkmoot.decisions.actions.sealing import seal_waiting
from folkmoot.decisions.models import Decision, Receipt, ReceiptBatch
from folkmoot.decisions.queries.sealed import check_seals
from folkmoot.decisions.tests.federation import AT, Federation, acknowledge, make_decision, make_federation
from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.models import Entry
from folkmoot.kernel.relay import chain_waiting
from folkmoot.kernel.signing import HeadLog, Signer
from folkmoot.kernel.verifying import Verdict, verify
from folkmoot.kernel.wiping import empty_log


@pytest.fixture
def federation(db: None) -> Federation:
    return make_federation()


@pytest.fixture
def decision(federation: Federation) -> Decision:
    decision = make_decision(federation)
    acknowledge(decision, federation.members(federation.cells[0])[:25], AT)
    assert seal_waiting(AT) is True
    return decision


@pytest.fixture
def verified(tmp_path: Path) -> Callable[[], Verdict]:
    def verified() -> Verdict:
        signer, heads = Signer.kept_in(tmp_path), HeadLog(tmp_path / "heads.jsonl")
        while chain_waiting(at=AT, signer=signer, heads=heads):
            pass
        return verify(signer=signer, heads=heads, checks=[check_seals])

    return verified


def test_receipts_as_they_were_sealed_are_whole(decision: Decision, verified: Callable[[], Verdict]) -> None:
    found = verified()
    assert (found.faults, found.notes) == (
        [],
        ["Sealed batches of receipts: 1.", "Fewer than five receipts in them were withdrawn."],
    )


def delete(receipts: list[Receipt]) -> None:
    Receipt.objects.filter(pk=receipts[0].pk).delete()


def backdate(receipts: list[Receipt]) -> None:
    Receipt.objects.filter(pk=receipts[0].pk).update(acknowledged_at=datetime(2026, 1, 1, tzinfo=AT.tzinfo))


def recount(receipts: list[Receipt]) -> None:
    Receipt.objects.filter(pk=receipts[0].pk).update(origin=receipts[0].decision.body)


def forge(receipts: list[Receipt]) -> None:
    like = receipts[0]
    Receipt.objects.create(
        decision=like.decision,
        person=make_person("Zed"),
        origin=like.origin,
        acknowledged_at=AT,
        batch=like.batch,
    )


@pytest.mark.parametrize(
    ("tamper", "there"),
    [(delete, 24), (backdate, 25), (recount, 25), (forge, 26)],
    ids=["delete", "backdate", "recount", "forge"],
)
def test_a_receipt_changed_behind_the_program_is_found(
    decision: Decision,
    verified: Callable[[], Verdict],
    tamper: Callable[[list[Receipt]], None],
    there: int,
) -> None:
    tamper(list(Receipt.objects.order_by("person")))
    batch = ReceiptBatch.objects.get()
    assert verified().faults == [
        (
            f"The batch of receipts {batch.pk} does not fit its seal: 25 were sealed, {there} are there, and one or more"
            " were changed, deleted or inserted."
        )
    ]


def test_a_batch_sealed_anew_does_not_fit_the_ledger(
    decision: Decision, verified: Callable[[], Verdict]
) -> None:
    batch = ReceiptBatch.objects.get()
    ReceiptBatch.objects.update(count=24)
    assert f"The batch of receipts {batch.pk} is not as the ledger has it." in verified().faults


def test_a_batch_deleted_with_its_receipts_is_missed(
    decision: Decision, verified: Callable[[], Verdict]
) -> None:
    batch = ReceiptBatch.objects.get()
    Receipt.objects.all().delete()
    ReceiptBatch.objects.all().delete()
    assert verified().faults == [f"The batch of receipts {batch.pk}, which the ledger has, is missing."]


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (4, "Fewer than five receipts in them were withdrawn."),
        (5, "At least 5 receipts in them were withdrawn."),
        (9, "At least 5 receipts in them were withdrawn."),
    ],
)
def test_withdrawals_open_a_batch_are_no_fault_and_are_told_in_fives(
    federation: Federation, decision: Decision, verified: Callable[[], Verdict], count: int, said: str
) -> None:
    for somebody in federation.members(federation.cells[0])[3 : 3 + count]:
        given = {"decision_id": decision.pk}
        run(withdraw_acknowledgement, given, act_id=new_id(), by=somebody, at=AT, via=Via.WEB)
    found = verified()
    assert (found.faults, found.notes) == ([], ["Sealed batches of receipts: 1.", said])


def test_a_salt_wiped_without_a_withdrawal_is_found(
    decision: Decision, verified: Callable[[], Verdict]
) -> None:
    ReceiptBatch.objects.update(salt="")
    assert verified().faults == [
        (
            f"The batch of receipts {ReceiptBatch.objects.get().pk} has no salt as if one of them had been withdrawn, but"
            " 25 were sealed and 25 are there."
        )
    ]


def test_a_batch_and_its_entry_find_each_other(decision: Decision) -> None:
    assert Entry.objects.get(event="ReceiptsSealed").act_id == ReceiptBatch.objects.get().pk


def test_more_than_a_thousand_of_one_moment_are_sealed_in_batches(
    federation: Federation, decision: Decision, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("folkmoot.decisions.actions.sealing.MOST", 20)
    acknowledge(decision, federation.members(federation.cells[1])[:30], AT)
    assert seal_waiting(AT) is True
    assert sorted(ReceiptBatch.objects.values_list("count", flat=True)) == [20, 25]
    assert Receipt.objects.filter(batch=None).count() == 10


def on_disk(text: str) -> bool:
    """Return whether a text is in one of the files of the database; PostgreSQL's are its own affair."""
    path = Path(str(connection.settings_dict["NAME"]))
    return any(text.encode() in file.read_bytes() for file in path.parent.glob(f"{path.name}*"))


@pytest.mark.django_db(transaction=True)
def test_a_withdrawn_receipt_and_its_salt_leave_the_disk() -> None:
    federation = make_federation()
    decision = make_decision(federation)
    members = federation.members(federation.cells[0])[:25]
    acknowledge(decision, members, AT)
    assert seal_waiting(AT) is True
    kept = [ReceiptBatch.objects.get().salt, decision.pk.hex + members[7].pk.hex]
    is_file = connection.vendor == "sqlite"
    assert [on_disk(text) for text in kept] == [is_file] * 2
    given = {"decision_id": decision.pk}
    run(withdraw_acknowledgement, given, act_id=new_id(), by=members[7], at=AT, via=Via.WEB)
    assert ReceiptBatch.objects.get().salt == ""
    # Still in the write-ahead log.
    assert [on_disk(text) for text in kept] == [is_file] * 2
    assert empty_log(AT) is False
    assert [on_disk(text) for text in kept] == [False] * 2
