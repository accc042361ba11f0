from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from conftest import World
from folkmoot.decisions.actions.adopting import adopt_decision
from folkmoot.decisions.actions.amending import draft_amendment, revise_amendment
from folkmoot.decisions.actions.drafting import discard_draft
from folkmoot.decisions.actions.relating import set_relations
from folkmoot.decisions.actions.repealing import repeal_decision
from folkmoot.decisions.models import Decision, Relation
from folkmoot.decisions.tests.papers import adopted, amending, amendment, conveyed, do, drafted
from folkmoot.decisions.tests.replaying import replayed_points
from folkmoot.documents.actions.indexing import index_held, rebuild_index
from folkmoot.documents.models import Document, Version
from folkmoot.documents.queries import reading_of
from folkmoot.documents.queries.versions import operations_of, worded_points
from folkmoot.documents.searching import count_not_indexed, points_found
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.models import Entry

BEFORE = "1. Every local meets once a month.\n2. The secretary calls the meeting.\n"
WEEKLY = "1. Every local meets once a week.\n2. The secretary calls the meeting.\n"
TEXTS = [{"language": "en", "title": "x", "body": "1. y"}]
SINGING = WEEKLY + "3. It ends with a song.\n"


def text(decision: Decision, at: datetime) -> str:
    points = reading_of(decision.document_id, ["en"], at=at).points
    return "".join(f"{point.number}. {point.html}" for point in points).replace("<p>", "").replace("</p>", "")


def version_of(decision: Decision) -> UUID:
    version_id = Relation.objects.get(decision=decision).version_id
    assert version_id is not None
    return version_id


def adopt(world: World, draft: Decision, revision: int = 1, **days: Any) -> UUID:
    given = {"adopted_on": date(2026, 3, 1), **days}
    return do(world, adopt_decision, by=world.max, decision_id=draft.pk, revision=revision, **given)


def test_an_amendment_changes_the_text_on_the_day_it_is_in_force_and_not_before(world: World) -> None:
    rules = adopted(world, in_force_from=date(2026, 3, 1))
    amended = amendment(world, rules, WEEKLY, in_force_from=date(2026, 4, 1))
    begins = datetime(2026, 3, 31, 22, tzinfo=UTC)
    assert text(rules, begins - timedelta(seconds=1)) == BEFORE
    assert text(rules, begins) == WEEKLY
    assert text(rules, datetime(1950, 1, 1, tzinfo=UTC)) == BEFORE
    relation = Relation.objects.get(decision=amended)
    assert (relation.kind, relation.target, relation.wording) == ("amends", rules, None)
    assert [(each.kind, each.old, each.new) for each in operations_of(version_of(amended))] == [
        ("replace", "1", "1")
    ]
    assert "DecisionAmended" in list(Entry.objects.values_list("event", flat=True))
    assert Document.objects.count() == 2


def test_the_text_of_every_day_is_what_all_amendments_until_then_have_made(world: World) -> None:
    rules = adopted(world)
    for day, body in ((2, WEEKLY), (4, SINGING), (6, BEFORE), (8, "1. All is void.\n")):
        amendment(world, rules, body, in_force_from=date(2026, 4, day))
    for version in Version.objects.filter(document=rules.document_id):
        assert replayed_points(version.pk) == worded_points(version.pk)
    days = [datetime(2026, 4, day, 12, tzinfo=UTC) for day in range(1, 9)]
    assert [text(rules, day) for day in days] == [
        BEFORE, WEEKLY, WEEKLY, SINGING, SINGING, BEFORE, BEFORE, "1. All is void.\n",
    ]  # fmt: skip


def test_of_two_drafts_on_the_same_text_the_second_has_to_be_brought_up_to_date(world: World) -> None:
    rules = adopted(world)
    first, second = (
        amending(world, rules, WEEKLY),
        amending(world, rules, BEFORE + "3. It ends with a song.\n"),
    )
    adopt(world, first)
    with pytest.raises(Refused, match="changed by another amendment since this one was written"):
        adopt(world, second)
    given = {
        "decision_id": second.pk,
        "revision": 1,
        "wording": [{"language": "en", "title": "x", "body": SINGING}],
    }
    with pytest.raises(Refused, match="changed by another amendment while you were writing"):
        do(world, revise_amendment, by=world.max, on_version=1, **given)
    do(world, revise_amendment, by=world.max, on_version=2, **given)
    with pytest.raises(Refused, match="Somebody else saved this draft"):
        adopt(world, second)
    adopt(world, second, revision=2)
    assert text(rules, world.at) == SINGING


def test_an_amendment_is_refused_while_nothing_changes_or_a_language_is_lost(world: World) -> None:
    rules = adopted(world, french="Se réunir")
    texts = [
        {"language": "en", "title": "Meet monthly", "body": WEEKLY},
        {"language": "fr", "title": "Se réunir", "body": WEEKLY},
    ]
    with pytest.raises(Refused, match="missing in fr"):
        adopt(world, amending(world, rules, wording=texts[:1]))
    same = [text | {"body": BEFORE} for text in texts]
    with pytest.raises(Refused, match="as it was before"):
        adopt(world, amending(world, rules, wording=same))
    adopt(world, amending(world, rules, wording=[*texts, texts[0] | {"language": "de"}]))
    assert reading_of(rules.document_id, ["de"], at=world.at).language.code == "de"


def test_a_later_amendment_cannot_come_before_the_one_it_builds_on(world: World) -> None:
    rules = adopted(world)
    amendment(world, rules, WEEKLY, in_force_from=date(2026, 5, 1))
    later = amending(world, rules, SINGING, on_version=2)
    with pytest.raises(Refused, match="in force only later"):
        adopt(world, later, in_force_from=date(2026, 4, 1))
    with pytest.raises(Refused, match="Leave the end open"):
        adopt(world, later, in_force_from=date(2026, 5, 1), in_force_to=date(2027, 1, 1))
    adopt(world, later, in_force_from=date(2026, 5, 1))
    assert text(rules, datetime(2026, 5, 1, tzinfo=UTC)) == SINGING


def test_an_amendment_is_repealed_only_before_it_is_in_force_and_the_text_stays(world: World) -> None:
    rules = adopted(world)
    coming = amendment(world, rules, WEEKLY, in_force_from=date(2026, 5, 1))
    on_top = amendment(world, rules, SINGING, on_version=2, in_force_from=date(2026, 5, 1))
    with pytest.raises(Refused, match="A later amendment builds on this one"):
        do(world, repeal_decision, by=world.max, decision_id=coming.pk)
    do(world, repeal_decision, by=world.max, decision_id=on_top.pk)
    do(world, repeal_decision, by=world.max, decision_id=coming.pk)
    assert text(rules, datetime(2026, 6, 1, tzinfo=UTC)) == BEFORE
    now = amendment(world, rules, WEEKLY)
    with pytest.raises(Refused, match="part of the text now"):
        do(world, repeal_decision, by=world.max, decision_id=now.pk)
    assert text(rules, world.at) == WEEKLY


def test_a_decision_falls_with_its_amendments_on_the_day_another_replaces_it(world: World) -> None:
    rules = adopted(world)
    amended = amendment(world, rules, WEEKLY)
    new = drafted(world, title="All rules anew")
    do(world, set_relations, by=world.max, decision_id=new.pk, replaces=[rules.pk])
    adopt(world, new, in_force_from=date(2026, 5, 1))
    begins = datetime(2026, 4, 30, 22, tzinfo=UTC)
    standing = Decision.objects.filter(pk__in=[rules.pk, amended.pk])
    assert standing.standing(begins - timedelta(seconds=1)).count() == 2
    assert standing.standing(begins).count() == 0
    do(world, repeal_decision, by=world.max, decision_id=new.pk)
    assert standing.standing(begins).count() == 2


def test_what_was_repealed_by_another_is_repealed_for_good_once_that_is_in_force(world: World) -> None:
    rules = adopted(world)
    new = drafted(world, title="No more meetings")
    do(world, set_relations, by=world.max, decision_id=new.pk, repeals=[rules.pk])
    adopt(world, new)
    do(world, repeal_decision, by=world.max, decision_id=new.pk)
    rules.refresh_from_db()
    assert rules.is_repealed(world.at)
    with pytest.raises(Refused, match="repealed or is over"):
        amending(world, rules, WEEKLY)


def test_a_draft_amends_only_what_its_body_or_one_below_adopted_and_no_amendment(world: World) -> None:
    rules = conveyed(world)
    with pytest.raises(Refused, match="Neither Harbour nor a unit below it has adopted"):
        amending(world, rules, WEEKLY, unit=world.harbour, by=world.bo)
    own = conveyed(world, unit=world.harbour, by=world.bo, to=world.harbour)
    amended = amendment(world, own, WEEKLY)
    with pytest.raises(Refused, match="is itself an amendment: what it says is part of 2026/1"):
        amending(world, amended, SINGING)


def test_relations_name_decisions_that_stand_once_each_and_from_the_right_side(world: World) -> None:
    rules = conveyed(world)
    own = drafted(world, unit=world.harbour, by=world.bo, title="How Harbour meets")
    given: dict[str, Any] = {"by": world.bo, "decision_id": own.pk}
    with pytest.raises(Refused, match="named twice"):
        do(world, set_relations, implements=[rules.pk], repeals=[rules.pk], **given)
    with pytest.raises(Refused, match="Neither Harbour nor"):
        do(world, set_relations, repeals=[rules.pk], **given)
    do(world, set_relations, implements=[rules.pk], **given)
    assert list(Relation.objects.values_list("kind", "target")) == [("implements", rules.pk)]
    do(world, set_relations, **given)
    assert not Relation.objects.exists()
    with pytest.raises(Refused, match="There is no such decision"):
        do(world, set_relations, by=world.cy, decision_id=own.pk)


def test_a_draft_thrown_away_takes_its_wording_along(world: World) -> None:
    rules = adopted(world)
    draft = amending(world, rules, WEEKLY)
    do(world, discard_draft, by=world.max, decision_id=draft.pk)
    assert Document.objects.count() == 1
    assert not Relation.objects.exists()


def test_an_amendment_is_written_on_the_newest_version(world: World) -> None:
    rules = adopted(world)
    given = {
        "unit_id": world.union.pk,
        "target_id": rules.pk,
        "texts": [{"language": "en", "title": "x", "body": "1. y"}],
    }
    with pytest.raises(Refused, match="while you were writing"):
        do(world, draft_amendment, by=world.max, on_version=2, wording=given["texts"], **given)
    assert Decision.objects.count() == 1


def indexed(words: str) -> int:
    return len(points_found([each.document_id for each in Decision.objects.all()], words, languages=["en"]))


def test_a_text_is_found_by_its_words_of_today_and_by_those_to_come_once_they_hold(world: World) -> None:
    rules = adopted(world)
    amendment(world, rules, WEEKLY, in_force_from=date(2026, 4, 1))
    assert (indexed("month"), indexed("week")) == (1, 0)
    begins = datetime(2026, 3, 31, 22, tzinfo=UTC)
    assert not index_held(begins - timedelta(seconds=1))
    assert index_held(begins)
    assert not index_held(begins)
    assert (indexed("month"), indexed("week")) == (0, 1)
    assert count_not_indexed(at=begins) == 0
    assert list(rebuild_index(at=world.at))[-1] == 2
    assert (indexed("month"), indexed("week")) == (1, 0)


def test_relations_may_be_changed_until_adoption_and_keep_to_their_number(world: World) -> None:
    draft = drafted(world)
    with pytest.raises(Refused, match="Name at most 50"):
        do(
            world,
            set_relations,
            by=world.max,
            decision_id=draft.pk,
            repeals=[new_id() for _each in range(51)],
        )
    adopt(world, draft)
    with pytest.raises(Refused, match="its words are fixed"):
        do(world, set_relations, by=world.max, decision_id=draft.pk)
    with pytest.raises(Refused, match="its words are fixed"):
        do(
            world,
            revise_amendment,
            by=world.max,
            decision_id=draft.pk,
            revision=1,
            on_version=1,
            wording=TEXTS,
        )


def test_a_draft_that_amends_nothing_has_no_wording(world: World) -> None:
    draft = drafted(world)
    with pytest.raises(Refused, match="amends no other decision"):
        do(
            world,
            revise_amendment,
            by=world.max,
            decision_id=draft.pk,
            revision=1,
            on_version=1,
            wording=TEXTS,
        )
