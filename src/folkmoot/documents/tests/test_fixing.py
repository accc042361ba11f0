from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import IntegrityError

from folkmoot.documents.actions.drafting import (
    DraftText,
    claim_draft,
    discard_document,
    draft_document,
    revise_document,
)
from folkmoot.documents.actions.fixing import digest_of_texts, fix_document
from folkmoot.documents.models import Document, Point, PointText, Text, Version
from folkmoot.documents.queries import documents_titled
from folkmoot.kernel.errors import Refused

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, tzinfo=UTC)
ENGLISH = DraftText(language="en", title="Meeting rules", body="1. Meet monthly.\n2. Keep *minutes*.\n")
FRENCH = DraftText(
    language="fr", title="Règles", body="Avant-propos.\n\n1. Chaque mois.\n2. Un compte rendu.\n"
)
DEEP = "\n\n".join(f"{' ' * 11 * depth}123456789. So deep." for depth in range(13))


def fixed(*texts: DraftText) -> UUID:
    pk = draft_document(texts, at=AT)
    fix_document(pk, revision=1, at=AT)
    return pk


def test_fixing_gives_each_point_one_row_and_one_text_a_language() -> None:
    pk = fixed(ENGLISH, FRENCH)
    points = Point.objects.filter(version__document=pk).order_by("ordinal")
    assert list(points.values_list("ordinal", "label", "depth")) == [(0, "", 0), (1, "1", 1), (2, "2", 1)]
    texts = PointText.objects.order_by("language", "point__ordinal")
    assert list(texts.values_list("language", "point__label", "markdown")) == [
        ("en", "1", "1. Meet monthly."),
        ("en", "2", "2. Keep *minutes*."),
        ("fr", "", "Avant-propos."),
        ("fr", "1", "1. Chaque mois."),
        ("fr", "2", "2. Un compte rendu."),
    ]


def test_the_digest_seals_every_language_whatever_their_order() -> None:
    version = Version.objects.get(document=fixed(ENGLISH, FRENCH))
    assert version.fixed_at == AT
    texts = list(version.texts.order_by("-language"))
    assert digest_of_texts(texts) == version.digest
    texts[0].body += "3. More.\n"
    assert digest_of_texts(texts) != version.digest


@pytest.mark.parametrize(
    ("texts", "sentence"),
    [
        ([ENGLISH, FRENCH.model_copy(update={"body": "1. Une.\n"})], "Point 2 of en is missing in fr"),
        ([ENGLISH.model_copy(update={"body": " \n"})], "There is no text in en yet"),
        (
            [ENGLISH.model_copy(update={"body": "# 1. A\n\n# 1. B\n"})],
            "Two points are numbered 1",
        ),
        (
            [ENGLISH.model_copy(update={"body": DEEP})],
            "lies too deep",
        ),
    ],
)
def test_texts_whose_points_are_not_in_order_are_refused(texts: list[DraftText], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        fixed(*texts)


def test_a_fixed_document_can_be_neither_revised_nor_fixed_again_nor_thrown_away() -> None:
    pk = fixed(ENGLISH)
    for attempt in (
        lambda: revise_document(pk, [FRENCH], revision=2),
        lambda: fix_document(pk, revision=2, at=AT),
        lambda: discard_document(pk),
    ):
        with pytest.raises(Refused, match="These words are fixed"):
            attempt()
    assert list(Text.objects.values_list("title", flat=True)) == ["Meeting rules"]


def test_what_was_saved_by_somebody_else_is_not_fixed() -> None:
    pk = draft_document([ENGLISH], at=AT)
    revise_document(pk, [FRENCH], revision=1)
    with pytest.raises(Refused, match="Somebody else saved this draft"):
        fix_document(pk, revision=1, at=AT)
    assert Version.objects.drafts().filter(document=pk).exists()


def test_a_draft_can_be_claimed_once_for_each_revision() -> None:
    pk = draft_document([ENGLISH], at=AT)
    assert claim_draft(pk, revision=1).revision == 2
    with pytest.raises(Refused, match="Somebody else saved this draft"):
        claim_draft(pk, revision=1)


def test_titles_are_found_whatever_their_capitals_and_accents() -> None:
    pk = draft_document([ENGLISH, FRENCH], at=AT)
    draft_document([ENGLISH.model_copy(update={"title": "Other rules"})], at=AT)
    assert [row["version__document"] for row in documents_titled("REGLES")] == [pk]
    assert [row["version__document"] for row in documents_titled("rules meet")] == [pk]


def test_the_database_keeps_one_draft_a_document() -> None:
    pk = draft_document([ENGLISH], at=AT)
    with pytest.raises(IntegrityError):
        Version.objects.create(document=Document.objects.get(pk=pk), number=2)
