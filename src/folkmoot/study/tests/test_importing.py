import io
import json

import pytest

from conftest import World
from folkmoot.decisions.tests.pages import fields, texts_of
from folkmoot.decisions.tests.papers import conveyed, do
from folkmoot.kernel.models import Entry
from folkmoot.membership.tests.paging import as_, links, refusals
from folkmoot.structure.actions.slices import advance_import
from folkmoot.structure.models import ImportJob, State
from folkmoot.structure.queries.imports import changes_of
from folkmoot.structure.tests.importing import advanced, checked_text, import_text, told
from folkmoot.study import commands
from folkmoot.study.actions.cards import remove_card
from folkmoot.study.actions.programmes import end_programme
from folkmoot.study.models import Card, Programme, Wording
from folkmoot.study.queries import surroundings
from folkmoot.study.queries.learning import card_asked
from folkmoot.study.rules.card_rows import CardRow
from folkmoot.study.tests.decks import deck
from folkmoot.study.tests.studying import CHOICE, answered, begun, published, written

HEAD = "programme,question,right,wrong,kind,decision,point"


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


def text(*lines: str, head: str = HEAD) -> str:
    return "\n".join((head, *lines)) + "\n"


def brought(world: World, *lines: str, by=None) -> ImportJob:
    return import_text("cards", text(*lines), under=world.north, by=by or world.ada, at=world.at)


def wrong(world: World, *lines: str, by=None) -> list[tuple[int, str, str]]:
    return told(checked_text("cards", text(*lines), under=world.north, by=by or world.ada, at=world.at))


def words(card: Card) -> tuple[str, ...]:
    wording = card.wordings.get()
    return wording.kind, wording.question, wording.right, wording.wrong, wording.point


def test_rows_become_cards_as_writing_them_by_hand_makes_them(world: World) -> None:
    decision, programme = conveyed(world), begun(world)
    by_hand = written(world, programme, decision)
    other = begun(world, title="Other")
    job = brought(
        world,
        f"Other,How often does a local meet?,Once a month,Once a year|Never,choice,{decision.number},1",
        "Other,Who are we?,Members | Neighbours,,,,",
        "Other,We meet in the ___.,evening,,,,",
    )
    assert (job.state, job.done_new_count, job.done_changed_count, job.done_same_count) == (
        State.DONE,
        3,
        0,
        0,
    )
    first, second, third = other.cards.order_by("pk")
    assert words(first) == words(by_hand)
    assert (first.decision_id, first.wordings.get().version_id) == (
        decision.pk,
        by_hand.wordings.get().version_id,
    )
    assert words(second) == ("explain", "Who are we?", "Members\nNeighbours", "", "")
    assert words(third) == ("gap", "We meet in the ___.", "evening", "", "")
    assert (second.decision_id, second.wordings.get().version_id) == (None, None)
    assert {each.of for each in other.writers.all()} == {other.pk, first.pk, second.pk, third.pk}
    entry = Entry.objects.get(event="CardsImported")
    assert json.loads(entry.payload)["card_ids"] == [str(each.pk) for each in (first, second, third)]


def test_the_same_file_a_second_time_changes_nothing(world: World) -> None:
    programme, lines = begun(world), ("Meeting,Who?,All,,,,", "Meeting,Where?,Here,There,,,")
    brought(world, *lines)
    programme.refresh_from_db()
    before = programme.revision, list(Wording.objects.order_by("pk").values())
    job = brought(world, *lines)
    programme.refresh_from_db()
    assert (job.state, job.done_new_count, job.done_changed_count, job.done_same_count) == (
        State.DONE,
        0,
        0,
        2,
    )
    assert (programme.revision, list(Wording.objects.order_by("pk").values())) == before


def test_a_row_that_asks_the_same_otherwise_writes_the_card_anew_and_says_so_first(world: World) -> None:
    programme = begun(world)
    brought(world, "Meeting,Where?,Here,There,,,")
    published(world, programme)
    lines = text("Meeting,Where?,Here,Elsewhere,,,")
    job = checked_text("cards", lines, under=world.north, by=world.ada, at=world.at)
    assert [each[1:] for each in changes_of(job)] == [("Where?", "Wrong answers", "There", "Elsewhere")]
    brought(world, "Meeting,Where?,Here,Elsewhere,,,")
    assert list(Card.objects.values_list("revision", "current__wrong")) == [(2, "There")]
    published(world, programme)
    assert list(Card.objects.values_list("revision", "current__wrong")) == [(2, "Elsewhere")]


def test_what_is_wrong_is_told_row_by_row_in_words(world: World) -> None:
    decision = conveyed(world)
    begun(world)
    assert wrong(
        world,
        "Nothing,Who?,All,,,,",
        "Meeting,,All,,,,",
        "Meeting,Where?,,,,,",
        "Meeting,When?,Now,,guess,,",
        "Meeting,How?,So,,choice,,",
        "Meeting,What?,This,,,2026/99,1",
        f"Meeting,Why?,Because,,,{decision.number},9",
        "Meeting,Whose?,Ours,,,,1",
        "Meeting,Whose?,Theirs,,,,",
    ) == [
        (2, "programme", "“Nothing” is no programme, or several, for which you write here. Give its id."),
        (3, "question", "This cell is empty. Fill it in."),
        (4, "right", "This cell is empty. Fill it in."),
        (
            5,
            "kind",
            "“guess” is no kind of card. Write one of these, or leave it empty: choice, several, short, order, gap, explain.",
        ),
        (6, "wrong", "Write at least one answer that is wrong."),
        (
            7,
            "decision",
            "“2026/99” is no decision, or several, in force for North. Write its body and its number.",
        ),
        (8, "point", "The decision has no point 9. It has 1, 2."),
        (9, "decision", "A point is one of a decision. Choose the decision as well, or leave the point empty."),
        (10, "question", "“Whose?” is in row 9 already. Take one of the two rows out, or correct it."),
    ]  # fmt: skip
    assert Card.objects.count() == 0


def test_a_programme_takes_no_more_cards_than_it_has_room_for(world: World, monkeypatch) -> None:
    monkeypatch.setattr(surroundings, "CARDS_MOST", 2)
    programme = begun(world)
    written(world, programme, conveyed(world))
    told_of = wrong(world, "Meeting,A?,a,,,,", "Meeting,B?,b,,,,")
    assert told_of == [(3, "programme", "A programme has at most 2 cards. Begin another one.")]


def test_only_programmes_for_which_one_writes_are_found(world: World) -> None:
    Programme.objects.create(unit_id=world.south.pk, title="Theirs", language="en")
    (problem,) = wrong(world, "Theirs,Who?,All,,,,")
    assert problem[1] == "programme"
    ended = begun(world)
    written(world, ended, conveyed(world))
    published(world, ended)
    do(world, end_programme, by=world.max, programme_id=ended.pk)
    (problem,) = wrong(world, "Meeting,Who?,All,,,,")
    assert problem[1] == "programme"


def test_a_card_of_the_programme_alone_is_asked_answered_and_written_anew(world: World) -> None:
    programme = begun(world)
    brought(world, "Meeting,Where?,Here,There,,,")
    published(world, programme)
    card = Card.objects.get()
    assert card_asked(card.pk, world.eve, at=world.at) is not None
    answered(world, world.eve, card, "Here")
    do(world, remove_card, by=world.ada, card_id=card.pk)
    assert card_asked(card.pk, world.eve, at=world.at) is None


def test_a_card_of_the_programme_alone_is_written_in_the_browser(world: World, client) -> None:
    programme = begun(world)
    address = f"/study/programmes/{programme.pk}/cards/"
    given = {**CHOICE, "right": "Once a month", "wrong": "Never", "decision_id": ""}
    page = as_(client, world.ada).get(address)
    answer = client.post(address, {**fields(page), **given})
    assert (answer.status_code, refusals(answer)) == (
        422,
        ["Decision – A point is one of a decision. Choose the decision as well, or leave the point empty."],
    )
    page = client.post(address, {**fields(page), **given, "point": ""}, follow=True)
    assert texts_of(page, "h3") == [CHOICE["question"]]
    card = Card.objects.get()
    page = client.get(f"/study/cards/{card.pk}/changes/")
    client.post(page.request["PATH_INFO"], {**given, **fields(page), "question": "How often?"})
    assert card.wordings.get().question == "How often?"


def upload(client, programme: Programme, content: bytes, name: str):
    address = f"/study/programmes/{programme.pk}/cards/import/"
    page = client.get(address)
    brought_file = io.BytesIO(content)
    brought_file.name = name
    return client.post(address, {**fields(page), "file": brought_file}, follow=True)


@pytest.mark.parametrize(
    ("content", "name", "questions"),
    [
        (b"Front;Back\n\nWho?;All\n", "cards.csv", ["Who?"]),
        (
            deck(),
            "meeting.apkg",
            ["Who calls it?", "A local meets ___ a month.", "A local meets once a ___."],
        ),
    ],
)
def test_a_file_is_brought_tried_and_imported_in_the_browser(
    world: World, client, content: bytes, name: str, questions: list[str]
) -> None:
    programme = begun(world)
    page = as_(client, world.ada).get(f"/study/programmes/{programme.pk}/")
    assert links(page)["Bring cards from a file"] == f"/study/programmes/{programme.pk}/cards/import/"
    page = upload(client, programme, content, name)
    job = ImportJob.objects.get()
    assert (page.request["PATH_INFO"], job.file_name) == (f"/imports/{job.pk}/columns/", name)
    client.post(page.request["PATH_INFO"], fields(page))
    assert advanced(job.pk, at=world.at).state == State.CHECKED
    assert Card.objects.count() == 0
    page = client.get(f"/imports/{job.pk}/")
    client.post(f"/imports/{job.pk}/start/?attempt=1", fields(page))
    while advance_import(job.pk, at=world.at):
        pass
    assert (
        links(client.get(f"/imports/{job.pk}/"))["See the study material"]
        == f"/units/{world.north.pk}/study/"
    )
    assert texts_of(client.get(f"/study/programmes/{programme.pk}/"), "h3") == questions


def test_a_row_keeps_the_number_that_it_has_in_the_file(world: World, client) -> None:
    programme = begun(world)
    page = upload(as_(client, world.ada), programme, b"\nquestion,right\n\n\nWho?,\n", "cards.csv")
    client.post(page.request["PATH_INFO"], fields(page))
    assert told(advanced(ImportJob.objects.get().pk, at=world.at)) == [
        (5, "right", "This cell is empty. Fill it in.")
    ]


def test_a_file_that_cannot_be_read_is_refused_beside_its_field(world: World, client) -> None:
    programme = begun(world)
    page = upload(as_(client, world.ada), programme, deck(kinds={"1": {}}), "meeting.apkg")
    assert (page.status_code, refusals(page)) == (
        422,
        ["File – This deck cannot be read. Export it from Anki once more, or bring its notes as CSV."],
    )
    assert ImportJob.objects.count() == 0


@pytest.mark.parametrize("who", ["eve", "dee", "stan"])
def test_whoever_writes_nothing_there_finds_no_page_to_bring_cards(world: World, client, who: str) -> None:
    programme = begun(world)
    assert (
        as_(client, world.people[who]).get(f"/study/programmes/{programme.pk}/cards/import/").status_code
        == 404
    )


def test_cards_are_imported_on_the_command_line(world: World, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.structure.commands.now", lambda: world.at)
    programme, said = begun(world), list[str]()
    file = tmp_path / "meeting.apkg"
    file.write_bytes(deck())

    def brought_by_command(path=file, programme=str(programme.pk), **given) -> int:
        return commands.import_cards(path, say=said.append, programme=programme, **given)

    assert brought_by_command(is_dry_run=True) == 0
    assert Card.objects.count() == 0
    assert brought_by_command() == 0
    assert said[-1] == "Rows imported: 3 (new: 3, changed: 0, already so: 0)."
    assert brought_by_command(programme="Meeting") == 0
    assert said[-1] == "Rows imported: 3 (new: 0, changed: 0, already so: 3)."
    assert brought_by_command(programme="Other") == 2
    assert said[-1].startswith("There is no programme “Other”")
    assert brought_by_command(tmp_path / "none.csv") == 2
    assert Entry.objects.filter(via="operator", event="CardsImported").count() == 2


def test_a_check_asks_as_much_of_one_row_as_of_many(world: World, django_assert_max_num_queries) -> None:
    begun(world)
    rows = [CardRow(number=each, programme="Meeting", question=f"{each}?") for each in range(40)]

    def asked(some) -> int:
        with django_assert_max_num_queries(20) as captured:
            surroundings.look_around(some, world.north, by=world.ada, at=world.at)
        return len(captured.captured_queries)

    assert asked(rows[:1]) == asked(rows)
