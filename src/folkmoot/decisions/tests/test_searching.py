from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection

from conftest import START, World
from folkmoot.decisions.actions.adopting import adopt_decision
from folkmoot.decisions.actions.conveying import convey_decision
from folkmoot.decisions.actions.drafting import draft_decision
from folkmoot.decisions.actions.repealing import repeal_decision
from folkmoot.decisions.queries import searching
from folkmoot.decisions.queries.papers import readable
from folkmoot.decisions.queries.searching import (
    Bodies,
    Search,
    Which,
    all_found,
    bodies_for,
    readable_among,
    search_page,
)
from folkmoot.decisions.tests.papers import adopted, conveyed, do, drafted
from folkmoot.documents.actions.indexing import rebuild_index
from folkmoot.documents.fulltext import take_out
from folkmoot.documents.models import IndexedDocument, IndexedPoint
from folkmoot.kernel.clock import now
from folkmoot.people.models import Membership, Office, Person, Term


def found(world: World, person: Person, words: str = "", **given) -> list[str]:
    bodies = bodies_for(person, at=world.at)
    page = search_page(person, Search(words, **given), bodies=bodies, at=world.at)
    return [decision.title for decision in page.decisions]


def points(world: World, person: Person, words: str) -> list[tuple[str, str, str]]:
    page = search_page(person, Search(words), bodies=bodies_for(person, at=world.at), at=world.at)
    return [
        (each.label, each.language, "".join(f"[{p.text}]" if p.is_marked else p.text for p in each.pieces))
        for _decision, points in page.each()
        for each in points
    ]


def test_words_are_found_in_the_points_in_which_they_occur(world: World) -> None:
    conveyed(
        world, title="Meetings", body="1. Every local meets.\n   1. Its *Secretary* calls.\n2. Members pay.\n"
    )
    assert points(world, world.cy, "secretar") == [("1.1", "en", "Its [Secretary] calls.")]
    assert found(world, world.cy, "members zebras") == []
    assert found(world, world.cy, "members local") == ["Meetings"]
    assert points(world, world.cy, "local members") == [
        ("1", "en", "Every [local] meets."),
        ("2", "en", "[Members] pay."),
    ]


def test_points_with_more_of_the_words_come_first_and_three_at_most(world: World) -> None:
    body = "1. Dues.\n2. Dues.\n3. Dues.\n4. Dues of a member.\n"
    conveyed(world, body=body)
    assert [label for label, _language, _text in points(world, world.cy, "dues member")] == ["4", "1", "2"]


def test_a_word_is_found_in_the_title_alone(world: World) -> None:
    conveyed(world, title="Solidarity fund", body="1. We pay.")
    assert found(world, world.cy, "SOLIDAR") == ["Solidarity fund"]
    assert points(world, world.cy, "solidar") == []


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("1. 会员有表决权。\n", "表决权"),
        ("1. 会员纳税。\n", "税"),
        ("1. สมาชิกทุกคนลงคะแนน\n", "ลงคะแนน"),
        ("1. Alle Wähler zählen.\n", "wahler"),
        ("1. Члены голосуют.\n", "ЧЛЕН"),
        ("1. الأعضاء يصوتون\n", "الأعضاء"),
        ("1. सदस्य मतदान करते हैं\n", "मतदान"),
        ("1. 조합원은 투표한다\n", "투표"),
        ("1. It is on.\n", "on"),
    ],
)
def test_words_of_every_script_are_found_however_they_are_typed(world: World, body: str, words: str) -> None:
    conveyed(world, title="Found", body=body)
    conveyed(world, title="Other", body="1. Nothing of the kind.\n")
    assert found(world, world.cy, words) == ["Found"]
    assert any("[" in text for _label, _language, text in points(world, world.cy, words))


def test_words_are_found_in_each_language_and_shown_in_the_one_they_were_found_in(world: World) -> None:
    texts = [
        {"language": "en", "title": "Meetings", "body": "1. Every local meets.\n2. All vote.\n"},
        {"language": "fr", "title": "Réunions", "body": "1. Chaque section se réunit.\n2. All votent.\n"},
    ]
    pk = do(world, draft_decision, by=world.max, unit_id=world.union.pk, texts=texts)
    do(world, adopt_decision, by=world.max, decision_id=pk, revision=1, adopted_on=date(2026, 3, 1))
    do(world, convey_decision, by=world.max, decision_id=pk, unit_id=world.union.pk)
    assert found(world, world.cy, "reunion") == ["Meetings"]
    assert points(world, world.cy, "local") == [("1", "en", "Every [local] meets.")]
    assert points(world, world.cy, "reunit") == [("1", "fr", "Chaque section se [réunit].")]
    assert points(world, world.cy, "vote") == [("2", "en", "All [vote].")]
    assert found(world, world.cy, "reunion", language="fr") == ["Meetings"]
    assert found(world, world.cy, "reunion", language="de") == []


@pytest.mark.parametrize("signs", ['"', "* ( )", ":", "¶", "' | '", "\\", "%", "{ }:", "\x00", "-", "^"])
def test_signs_are_no_commands(world: World, signs: str) -> None:
    conveyed(world, title="Meet")
    assert found(world, world.cy, f"every {signs} local{signs}") == ["Meet"]
    assert found(world, world.cy, f"every {signs} absent{signs}") == []


@pytest.mark.parametrize(
    "command", ["every OR absent", "every NOT local", "NEAR(every absent)", "words : absent"]
)
def test_commands_of_the_databases_are_words(world: World, command: str) -> None:
    conveyed(world, title="Meet")
    assert found(world, world.cy, command) == []


def test_what_is_found_is_exactly_what_may_be_read(world: World) -> None:
    Term.objects.create(
        person=world.stan, office=Office.objects.get(code="chair"), unit=world.hill, started_at=START
    )
    conveyed(world, title="For all")
    adopted(world, title="Not conveyed")
    conveyed(world, title="North's", by=world.ada, unit=world.north, to=world.hill)
    conveyed(
        world, title="Harbour's", by=world.bo, unit=world.harbour, to=world.harbour, offices=["secretary"]
    )
    over = conveyed(world, title="Over")
    do(world, repeal_decision, by=world.max, decision_id=over.pk)
    drafted(world, title="Draft")
    Membership.objects.filter(person=world.bo).update(unit=world.vale)
    people = list(world.people.values())
    for person in people:
        reads = set(readable(person, at=world.at).values_list("pk", flat=True))
        bodies = bodies_for(person, at=world.at)
        for chosen in (bodies, Bodies([], are_all=False)):
            for words in ("", "local meets"):
                search = Search(words, which=Which.ALL)
                assert {each.pk for each in all_found(person, search, bodies=chosen, at=world.at)} == reads
    assert "Draft" not in found(world, world.max, "draft", which=Which.ALL)


def test_a_page_says_nothing_of_what_one_may_not_read(world: World) -> None:
    conveyed(world, title="Secret of North", by=world.ada, unit=world.north, to=world.north)
    before = search_page(world.dee, Search("secret"), bodies=bodies_for(world.dee, at=world.at), at=world.at)
    absent = search_page(world.dee, Search("absent"), bodies=bodies_for(world.dee, at=world.at), at=world.at)
    assert before == absent
    assert found(world, world.cy, "secret") == ["Secret of North"]


def test_somebody_who_belongs_nowhere_finds_nothing(world: World) -> None:
    conveyed(world)
    assert found(world, world.stan, "local") == []


def test_results_are_narrowed(world: World) -> None:
    conveyed(world, title="Old", adopted_on=date(2024, 5, 1))
    over = conveyed(world, title="Over")
    do(world, repeal_decision, by=world.max, decision_id=over.pk)
    adopted(world, title="To come", in_force_from=date(2026, 9, 1))
    conveyed(world, title="For South", to=world.south)
    conveyed(world, title="North's", by=world.ada, unit=world.north, to=world.north)
    assert found(world, world.cy) == ["North's", "For South", "Old"]
    assert found(world, world.cy, which=Which.OVER) == ["Over"]
    assert found(world, world.max, which=Which.ALL) == ["North's", "For South", "To come", "Over", "Old"]
    assert found(world, world.cy, year=2024) == ["Old"]
    assert found(world, world.cy, body=world.north.pk) == ["North's"]
    assert found(world, world.dee, body=world.north.pk) == []
    assert found(world, world.cy, is_mine=True) == ["North's", "Old"]
    assert found(world, world.cy, body=uuid4()) == []


def test_a_decision_is_found_by_its_number(world: World) -> None:
    conveyed(world, title="One")
    conveyed(world, title="Two", body="1. Amends 2026/1 in part.\n")
    assert found(world, world.cy, " 2026/1 ") == ["One"]
    assert found(world, world.cy, "2026/7") == []


def test_pages_follow_each_other_without_a_row_twice_though_one_is_adopted_meanwhile(
    world: World, monkeypatch
) -> None:
    for number in range(5):
        conveyed(world, title=f"Decision {number}")
    bodies, seen, after = bodies_for(world.cy, at=world.at), [], None
    for _page in range(3):
        page = search_page(world.cy, Search("local"), bodies=bodies, after=after, at=world.at, size=2)
        seen += [decision.title for decision in page.decisions]
        after = page.following
        conveyed(world, title="Later")
    assert seen == [f"Decision {number}" for number in (4, 3, 2, 1, 0)]
    assert after is None
    monkeypatch.setattr(searching, "EXPORT_SIZE", 3)
    assert len(list(all_found(world.cy, Search("local"), bodies=bodies, at=world.at))) == 8


def test_whoever_may_read_in_very_many_units_finds_the_same(world: World, monkeypatch) -> None:
    conveyed(world, title="Union's")
    conveyed(world, title="North's", by=world.ada, unit=world.north, to=world.north)
    assert found(world, world.una, "local") == ["North's", "Union's"]
    monkeypatch.setattr(searching, "MOST_BODIES", 2)
    assert not bodies_for(world.una, at=world.at).are_all
    assert found(world, world.una, "local") == ["North's", "Union's"]


def test_only_what_may_be_read_is_among_chosen_documents(world: World) -> None:
    ours = conveyed(world)
    theirs = conveyed(world, by=world.ada, unit=world.north, to=world.north)
    chosen = [ours.document_id, theirs.document_id]
    assert [each.pk for each in readable_among(world.dee, chosen, at=world.at)] == [ours.pk]


def index() -> tuple[list[object], list[object]]:
    documents = IndexedDocument.objects.order_by("pk").values_list("document", "version")
    points = IndexedPoint.objects.order_by("indexed__document", "language", "ordinal")
    return list(documents), list(
        points.values_list("indexed__document", "language", "label", "text", "words")
    )


def words_kept() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("select words from documents_wordindex order by rowid")
        return [" ".join(sorted(str(words).replace("'", "").split())) for (words,) in cursor.fetchall()]


def test_the_index_is_what_a_rebuild_makes_of_it(world: World) -> None:
    for number in range(7):
        conveyed(world, title=f"Decision {number}", french=f"Décision {number}")
        world.at += timedelta(minutes=1)
    drafted(world)
    kept = (index(), words_kept())
    list(rebuild_index(at=now()))
    assert (index(), words_kept()) == kept
    assert len(kept[1]) == 7


def test_a_rebuild_mends_an_index_that_was_lost(world: World) -> None:
    conveyed(world)
    take_out(list(IndexedDocument.objects.values_list("pk", flat=True)))
    IndexedPoint.objects.all().delete()
    assert found(world, world.cy, "local") == []
    assert list(rebuild_index(at=now())) == [1]
    assert found(world, world.cy, "local") == ["Meet monthly"]
    assert points(world, world.cy, "secretary") != []
