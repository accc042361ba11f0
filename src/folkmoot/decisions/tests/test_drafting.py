import pytest

from conftest import World
from folkmoot.decisions.actions.drafting import discard_draft, draft_decision, revise_draft
from folkmoot.decisions.models import Decision, State
from folkmoot.decisions.tests.papers import BODY, adopted, do, drafted
from folkmoot.documents.models import Document
from folkmoot.documents.queries import writing_of
from folkmoot.kernel.canonical import canonical_json
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.models import Entry


def english(title: str = "Meet weekly", body: str = BODY) -> list[dict[str, str]]:
    return [{"language": "en", "title": title, "body": body}]


def written(decision: Decision) -> list[tuple[str, str, str]]:
    return [(text.language, text.title, text.body) for text in writing_of(decision.document_id).texts]


def test_a_secretary_drafts_a_decision_in_two_languages(world: World) -> None:
    texts = [*english(), {"language": "fr", "title": "Réunion", "body": "1. Une.\r\n2. Deux.\r\n"}]
    pk = do(world, draft_decision, by=world.max, unit_id=world.union.pk, texts=texts)
    decision = Decision.objects.get(pk=pk)
    assert (decision.body_id, decision.drafted_by_id, decision.state) == (
        world.union.pk,
        world.max.pk,
        State.DRAFT,
    )
    assert written(decision) == [
        ("en", "Meet weekly", BODY),
        ("fr", "Réunion", "1. Une.\n2. Deux.\n"),
    ]
    assert list(Entry.objects.values_list("event", "by", "payload")) == [
        (
            "DecisionDrafted",
            world.max.pk,
            canonical_json({"decision_id": decision.pk, "unit_id": world.union.pk}),
        )
    ]


@pytest.mark.parametrize("who", ["una", "ada", "bo", "cy", "dee", "eve", "stan"])
def test_others_cannot_draft_for_the_union(world: World, who: str) -> None:
    with pytest.raises(
        Refused, match=r"can be done there by: chair, editor, secretary|There is no such unit"
    ):
        drafted(world, by=getattr(world, who))
    assert Decision.objects.count() == 0
    assert Document.objects.count() == 0


@pytest.mark.parametrize(
    ("texts", "sentence"),
    [
        ([], "at least one language"),
        ([*english(), *english()], "two texts in en"),
        (english(title="  "), "Give it a title"),
        (english(title="x" * 301), "The title has 301 characters"),
        (english(body="x" * 500_001), "The text has 500001 characters"),
        (english(body="a\x00b"), "a character that is none"),
        ([{"language": "English", "title": "A"}], "“English” is not the code of a language"),
    ],
)
def test_a_text_that_is_not_in_order_is_refused_in_words(
    world: World, texts: list[dict[str, str]], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        do(world, draft_decision, by=world.max, unit_id=world.union.pk, texts=texts)
    assert Document.objects.count() == 0


def test_a_draft_is_revised_on_top_of_what_was_saved(world: World) -> None:
    decision = drafted(world)
    do(world, revise_draft, by=world.max, decision_id=decision.pk, revision=1, texts=english())
    assert writing_of(decision.document_id).revision == 2
    assert written(decision) == [("en", "Meet weekly", BODY)]
    assert list(Entry.objects.order_by("id").values_list("event", flat=True)) == [
        "DecisionDrafted",
        "DraftRevised",
    ]


def test_the_second_of_two_officers_who_edit_the_same_draft_is_told_and_overwrites_nothing(
    world: World,
) -> None:
    decision = drafted(world)
    do(world, revise_draft, by=world.max, decision_id=decision.pk, revision=1, texts=english("First"))
    with pytest.raises(Refused, match="Somebody else saved this draft"):
        do(world, revise_draft, by=world.max, decision_id=decision.pk, revision=1, texts=english("Second"))
    assert written(decision) == [("en", "First", BODY)]
    assert Entry.objects.filter(event="DraftRevised").count() == 1


def test_a_draft_that_is_thrown_away_leaves_only_its_entries(world: World) -> None:
    decision = drafted(world)
    do(world, discard_draft, by=world.max, decision_id=decision.pk)
    assert (Decision.objects.count(), Document.objects.count()) == (0, 0)
    assert list(Entry.objects.order_by("id").values_list("event", flat=True)) == [
        "DecisionDrafted",
        "DraftDiscarded",
    ]


def test_what_was_adopted_can_be_neither_revised_nor_thrown_away(world: World) -> None:
    decision = adopted(world)
    sentence = "Decision 2026/1 was adopted, so its words are fixed"
    with pytest.raises(Refused, match=sentence):
        do(world, revise_draft, by=world.max, decision_id=decision.pk, revision=2, texts=english())
    with pytest.raises(Refused, match=sentence):
        do(world, discard_draft, by=world.max, decision_id=decision.pk)
    assert written(decision) == [("en", "Meet monthly", BODY)]


@pytest.mark.parametrize("who", ["ada", "bo", "stan"])
def test_a_stranger_can_neither_revise_nor_throw_away_a_draft(world: World, who: str) -> None:
    decision = drafted(world)
    other = getattr(world, who)
    with pytest.raises(Refused, match=r"You hold no office|There is no such"):
        do(world, revise_draft, by=other, decision_id=decision.pk, revision=1, texts=english())
    with pytest.raises(Refused, match=r"You hold no office|There is no such"):
        do(world, discard_draft, by=other, decision_id=decision.pk)
    assert written(decision) == [("en", "Meet monthly", BODY)]
