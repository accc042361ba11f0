"""The index answers what the rule says, on whichever database these tests run."""

import random
from datetime import UTC, datetime

import pytest

from folkmoot.documents.actions.drafting import DraftText, draft_document
from folkmoot.documents.actions.fixing import fix_document
from folkmoot.documents.actions.indexing import index_document, rebuild_index
from folkmoot.documents.fulltext import MOST_BYTES, Match, put_words, take_out
from folkmoot.documents.models import IndexedDocument, IndexedPoint, Version, WordIndex
from folkmoot.documents.rules.words import Wanted, words_of, words_wanted
from folkmoot.documents.searching import count_not_indexed
from folkmoot.documents.tests.seeking import has_all
from folkmoot.kernel.ids import new_id

AT = datetime(2026, 3, 2, 18, 30, tzinfo=UTC)
PARTS = [
    "memb",
    "er",
    "s",
    " ",
    " ",
    ", ",
    "'",
    '"',
    "É",
    "表决权",
    "税",
    "การ",
    "투표",
    "12",
    "/",
    "ß",
    "कि",
    "*",
    "AND",
    "¶",
]

pytestmark = pytest.mark.django_db


def fixed(body: str = "1. All meet.\n", title: str = "Meet"):
    pk = draft_document([DraftText(language="en", title=title, body=body)], at=AT)
    fix_document(pk, revision=1, at=AT)
    return pk


def matched(words: str, keepers=()) -> set[int]:
    rows = WordIndex.objects.filter(words__matching=Match(words_wanted(words), keepers))
    return set(rows.values_list("pk", flat=True))


def test_the_index_says_what_the_rule_says_of_any_text_and_search() -> None:
    chance = random.Random(7)  # noqa: S311  -- the same texts each time
    texts = {number: "".join(chance.choices(PARTS, k=chance.randint(1, 30))) for number in range(1, 61)}
    for number, text in texts.items():
        put_words(number, words_of(text), keepers=[])
    for _search in range(300):
        sought = "".join(chance.choices(PARTS, k=chance.randint(1, 4)))
        if wanted := words_wanted(sought):
            assert matched(sought) == {
                number for number, text in texts.items() if has_all(words_of(text), wanted)
            }, sought


def test_documents_are_kept_by_units_and_no_word_is_mistaken_for_one() -> None:
    ours, theirs = new_id(), new_id()
    put_words(1, ["member", theirs.hex], keepers=[ours])
    put_words(2, ["member"], keepers=[theirs])
    assert matched("member", [ours]) == {1}
    assert matched("", [ours, theirs]) == {1, 2}
    assert matched(f"¶{ours.hex}") == set()


def test_words_are_put_anew_and_taken_out() -> None:
    put_words(1, ["one"], keepers=[])
    put_words(1, ["two"], keepers=[])
    assert (matched("one"), matched("two")) == (set(), {1})
    take_out([1])
    assert matched("two") == set()


def test_a_dictionary_can_be_adopted_though_not_every_word_of_it_is_found() -> None:
    words = [f"w{number:059}" for number in range(MOST_BYTES // 60 + 100)]
    put_words(1, words, keepers=[])
    rows = WordIndex.objects.filter(words__matching=Match([Wanted(words[0], is_beginning=False)]))
    assert rows.exists()


def test_a_draft_is_not_indexed_and_a_fixed_text_is() -> None:
    pk = draft_document([DraftText(language="en", title="Meet", body="1. All meet.\n")], at=AT)
    index_document(pk, at=AT)
    assert not IndexedDocument.objects.exists()
    fix_document(pk, revision=1, at=AT)
    (point,) = IndexedPoint.objects.all()
    assert (point.label, point.text, point.words) == ("1", "All meet.", " all meet ")
    assert matched("meet") == {IndexedDocument.objects.get(document=pk).pk}


def test_words_are_those_that_are_read_and_not_those_of_the_markup() -> None:
    fixed("1. See [the *rules*](https://example.org/zebra) & <b>more</b>\n")
    assert IndexedPoint.objects.get().text == "See the rules & <b>more</b>"
    assert matched("zebra") == set()


def test_a_later_version_takes_the_place_of_the_one_before() -> None:
    pk, other = fixed("1. Old words.\n"), fixed()
    before = IndexedDocument.objects.get(document=pk).pk
    version = Version.objects.create(document_id=pk, number=2)
    version.texts.create(language="en", title="Meet", sought="meet", body="1. New words.\n")
    assert count_not_indexed(at=AT) == 0
    fix_document(pk, revision=1, at=AT)
    (indexed,) = IndexedDocument.objects.filter(document=pk)
    assert (matched("old"), matched("new")) == (set(), {indexed.pk})
    assert not WordIndex.objects.filter(pk=before).exists()
    assert indexed.pk > IndexedDocument.objects.get(document=other).pk
    assert list(rebuild_index(at=AT)) == [2]
    assert count_not_indexed(at=AT) == 0
