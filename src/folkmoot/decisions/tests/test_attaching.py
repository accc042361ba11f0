import json
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from conftest import World
from folkmoot.decisions.actions.adopting import adopt_decision
from folkmoot.decisions.actions.amending import revise_amendment
from folkmoot.decisions.actions.attaching import attach_file, detach_file
from folkmoot.decisions.actions.drafting import discard_draft
from folkmoot.decisions.models import Decision
from folkmoot.decisions.queries.files import file_for, files_of_decision_draft
from folkmoot.decisions.tests.papers import BODY, adopted, amending, amendment, conveyed, do, drafted
from folkmoot.documents.actions.bringing import MOST_LOOSE, take_in_from
from folkmoot.documents.actions.taking_in import take_in, token_for
from folkmoot.documents.models import Attachment, Version
from folkmoot.documents.queries.files import files_of
from folkmoot.documents.queries.versions import newest_version
from folkmoot.documents.tests.samples import PDF
from folkmoot.kernel.canonical import canonical_json, digest_of
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.models import Entry
from folkmoot.people.models import Person

LATER = "1. Every local meets once a week.\n2. The secretary calls the meeting.\n"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path) -> None:
    settings.DATA = tmp_path


def token(person: Person, content: bytes = PDF, name: str = "Budget.pdf") -> str:
    return token_for(take_in([content], name), person.pk)


def hung(world: World, decision: Decision, content: bytes = PDF, name: str = "Budget.pdf") -> UUID:
    return do(
        world, attach_file, by=world.max, decision_id=decision.pk, upload=token(world.max, content, name)
    )


def sha_of(content: bytes) -> str:
    return str(take_in([content], "x").sha256)


def payloads(event: str) -> list[Any]:
    rows = Entry.objects.filter(event=event).order_by("id").values_list("payload", flat=True)
    return [json.loads(payload) for payload in rows]


def adopt(world: World, decision: Decision, **given: object) -> None:
    do(world, adopt_decision, by=world.max, decision_id=decision.pk, adopted_on=date(2026, 3, 1), **given)
    decision.refresh_from_db()


def names(decision: Decision) -> list[str]:
    return [each.name for each in files_of(newest_version(decision.document_id).pk)]


def test_a_file_hangs_on_a_draft_and_the_ledger_has_its_digest_and_not_its_name(world: World) -> None:
    draft = drafted(world)
    found = hung(world, draft)
    (file,) = files_of_decision_draft(draft)
    assert (file.id, file.name, file.size, file.sha256) == (found, "Budget.pdf", len(PDF), sha_of(PDF))
    assert payloads("FileAttached") == [{"decision_id": str(draft.pk), "sha256": sha_of(PDF)}]
    assert not Entry.objects.filter(payload__contains="Budget").exists()


def test_a_file_that_hangs_twice_is_one_file_and_stays_while_it_hangs_somewhere(world: World) -> None:
    first, second = drafted(world), drafted(world)
    found = hung(world, first)
    hung(world, second, name="The same.pdf")
    do(world, detach_file, by=world.max, decision_id=first.pk, attachment_id=found)
    assert [files_of_decision_draft(each) == [] for each in (first, second)] == [True, False]
    assert payloads("FileDetached") == [{"decision_id": str(first.pk), "sha256": sha_of(PDF)}]


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (PDF, "Other.pdf", r"^This file hangs here already, as “Budget\.pdf”\.$"),
        (PDF + b"x", "Budget.pdf", r"^Another file here is called “Budget\.pdf”\. Rename one"),
        (
            b"x" * (2**20 - len(PDF) + 1),
            "Notes",
            r"^With this one, the files would be larger than 1 MB together\.",
        ),
    ],
)
def test_what_does_not_fit_beside_the_others_is_refused(
    world: World, settings, content: bytes, name: str, sentence: str
) -> None:
    settings.FILES_MB = 1
    draft = drafted(world)
    hung(world, draft)
    with pytest.raises(Refused, match=sentence):
        hung(world, draft, content, name)


def test_at_most_twenty_files_hang_on_one_draft(world: World) -> None:
    draft = drafted(world)
    for number in range(20):
        hung(world, draft, b"x%d" % number, f"{number}.txt")
    with pytest.raises(Refused, match=r"^20 files hang here, and no more can\. Remove one first\.$"):
        hung(world, draft)


@pytest.mark.parametrize("who", ["ada", "bo", "cy", "dee", "stan", "una"])
def test_who_may_not_draft_there_neither_hangs_nor_takes_off(world: World, who: str) -> None:
    draft, person = drafted(world), getattr(world, who)
    found = hung(world, draft)
    for function, given in (
        (attach_file, {"upload": token(person, b"other", "other.txt")}),
        (detach_file, {"attachment_id": found}),
    ):
        with pytest.raises(Refused, match=r"^There is no such decision\. Choose it from the list again\.$"):
            do(world, function, by=person, decision_id=draft.pk, **given)
    assert [each.id for each in files_of_decision_draft(draft)] == [found]


def test_nobody_attaches_what_another_brought_or_what_hangs_elsewhere(world: World) -> None:
    draft, other = drafted(world), drafted(world)
    found = hung(world, other)
    with pytest.raises(Refused, match=r"^This file is not here any more\. Choose it again\.$"):
        do(world, attach_file, by=world.max, decision_id=draft.pk, upload=token(world.bo))
    with pytest.raises(Refused, match=r"^This file hangs here no more\. Open the page again\.$"):
        do(world, detach_file, by=world.max, decision_id=draft.pk, attachment_id=found)


def test_what_was_adopted_keeps_its_files_and_takes_no_more(world: World) -> None:
    decision = drafted(world)
    found = hung(world, decision)
    adopt(world, decision, revision=1)
    for function, given in (
        (attach_file, {"upload": token(world.max)}),
        (detach_file, {"attachment_id": found}),
    ):
        with pytest.raises(Refused, match=r"^Decision 2026/1 was adopted, so its words are fixed\."):
            do(world, function, by=world.max, decision_id=decision.pk, **given)


def test_what_is_adopted_is_sealed_with_its_files(world: World) -> None:
    plain, decision = adopted(world), drafted(world)
    hung(world, decision)
    adopt(world, decision, revision=1, file_digests=[sha_of(PDF)])
    words = newest_version(plain.document_id).digest
    digest = newest_version(decision.document_id).digest
    assert digest == digest_of(canonical_json([words, [[sha_of(PDF), "Budget.pdf"]]]))
    told = [(each["text_digest"], each["files"]) for each in payloads("DecisionAdopted")]
    assert told == [(words, []), (digest, [sha_of(PDF)])]


@pytest.mark.parametrize("looked_at", [[], ["0" * 64]])
def test_a_draft_is_not_adopted_with_files_that_were_not_looked_at(
    world: World, looked_at: list[str]
) -> None:
    decision = drafted(world)
    hung(world, decision)
    with pytest.raises(Refused, match=r"^A file was attached or removed since you looked at this draft\."):
        adopt(world, decision, revision=1, file_digests=looked_at)


def test_an_amendment_begins_with_the_files_of_the_text_and_changes_them_from_its_day_on(
    world: World,
) -> None:
    decision = drafted(world)
    hung(world, decision)
    hung(world, decision, b"a;b\n", "Old figures.csv")
    adopt(world, decision, revision=1)
    draft = amending(world, decision, BODY)
    assert [each.name for each in files_of_decision_draft(draft)] == ["Budget.pdf", "Old figures.csv"]
    old = files_of_decision_draft(draft)[1]
    do(world, detach_file, by=world.max, decision_id=draft.pk, attachment_id=old.id)
    hung(world, draft, b"a;c\n", "Figures.csv")
    # Not a word is changed: the files alone make another text.
    adopt(world, draft, revision=1, in_force_from=date(2026, 6, 1))
    first, second = Version.objects.filter(document=decision.document_id).order_by("number")
    assert [each.name for each in files_of(first.pk)] == ["Budget.pdf", "Old figures.csv"]
    assert [each.name for each in files_of(second.pk)] == ["Budget.pdf", "Figures.csv"]
    assert payloads("DecisionAmended")[0]["files"] == sorted([sha_of(PDF), sha_of(b"a;c\n")])
    assert payloads("DecisionAmended")[0]["text_digest"] == second.digest


def test_an_amendment_that_changes_neither_word_nor_file_is_refused(world: World) -> None:
    decision = drafted(world)
    hung(world, decision)
    adopt(world, decision, revision=1)
    draft = amending(world, decision, BODY)
    with pytest.raises(Refused, match=r"^The text is as it was before, so there is nothing to adopt\."):
        adopt(world, draft, revision=1)


def test_an_amendment_that_is_brought_up_to_date_takes_over_what_others_did_to_the_files(
    world: World,
) -> None:
    decision = drafted(world)
    for content, name in ((b"a", "a.txt"), (b"b", "b.txt"), (b"c", "c.txt")):
        hung(world, decision, content, name)
    adopt(world, decision, revision=1)
    mine, theirs = amending(world, decision, LATER), amending(world, decision, LATER)
    for draft, taken_off, content, name in ((mine, "a.txt", b"d", "d.txt"), (theirs, "b.txt", b"e", "e.txt")):
        (off,) = (each.id for each in files_of_decision_draft(draft) if each.name == taken_off)
        do(world, detach_file, by=world.max, decision_id=draft.pk, attachment_id=off)
        hung(world, draft, content, name)
    hung(world, mine, b"mine", "f.txt")
    hung(world, theirs, b"theirs", "f.txt")
    adopt(world, theirs, revision=1)
    wording = [{"language": "en", "title": "Meet monthly", "body": LATER}]
    do(world, revise_amendment, by=world.max, decision_id=mine.pk, revision=1, on_version=2, wording=wording)
    found = files_of_decision_draft(mine)
    assert sorted(each.name for each in found) == ["c.txt", "d.txt", "e.txt", "f.txt"]
    assert {each.name: each.sha256 for each in found}["f.txt"] == sha_of(b"mine")


def test_a_draft_that_is_thrown_away_takes_its_attachments_along(world: World) -> None:
    decision = drafted(world)
    hung(world, decision)
    do(world, discard_draft, by=world.max, decision_id=decision.pk)
    assert Attachment.objects.count() == 0


def test_a_file_is_given_to_those_who_read_what_it_hangs_on(world: World) -> None:
    draft = drafted(world)
    found = hung(world, draft)

    def readers() -> list[str]:
        names = ("max", "ada", "bo", "cy", "dee", "stan")
        people = {name: getattr(world, name) for name in names}
        return [name for name, who in people.items() if file_for(draft.pk, found, who, at=world.at)]

    assert readers() == ["max"]
    adopt(world, draft, revision=1)
    assert readers() == ["max"]
    other = conveyed(world)
    assert file_for(other.pk, found, world.cy, at=world.at) is None
    Decision.objects.filter(pk=draft.pk).update(conveyed_at=world.at)
    assert readers() == ["max", "ada", "bo", "cy", "dee"]


def test_a_file_of_an_amendment_is_not_given_before_the_amendment_may_be_read(world: World) -> None:
    decision = conveyed(world)
    draft = amending(world, decision, LATER)
    found = hung(world, draft)
    adopt(world, draft, revision=1, in_force_from=date(2026, 6, 1))

    def given(person: Person) -> list[bool]:
        return [file_for(each.pk, found, person, at=world.at) is not None for each in (decision, draft)]

    assert (given(world.cy), given(world.max)) == ([False, False], [False, True])
    Decision.objects.filter(pk=draft.pk).update(conveyed_at=world.at)
    assert given(world.cy) == [False, True]
    assert names(decision) == ["Budget.pdf"]


def test_an_amendment_without_files_leaves_none(world: World) -> None:
    decision = adopted(world)
    amendment(world, decision, LATER)
    assert names(decision) == []


def test_what_is_attached_and_taken_off_again_and_again_is_refused_in_the_end(world: World) -> None:
    decision = drafted(world)
    for number in range(MOST_LOOSE):
        taken = take_in_from(world.max.pk, [b"%d\n" % number], "a.txt")
        upload = token_for(taken, world.max.pk)
        hangs = do(world, attach_file, by=world.max, decision_id=decision.pk, upload=upload)
        do(world, detach_file, by=world.max, decision_id=decision.pk, attachment_id=hangs)
    with pytest.raises(Refused, match=r"You brought 30 files within a day that hang nowhere"):
        take_in_from(world.max.pk, [b"One more.\n"], "a.txt")
