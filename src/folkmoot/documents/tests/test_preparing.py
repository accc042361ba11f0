from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from folkmoot.documents.actions.amending import amend_document
from folkmoot.documents.actions.drafting import DraftText, draft_document
from folkmoot.documents.actions.fixing import fix_document
from folkmoot.documents.actions.preparing import prepare_amending, prepare_fixing
from folkmoot.documents.models import Operation
from folkmoot.documents.queries.versions import newest_version
from folkmoot.documents.rules import operations, points, searched
from folkmoot.kernel.errors import Refused

AT = datetime(2026, 3, 2, tzinfo=UTC)
RULES = "Since we met.\n\n## 1. Meetings\n\n1. Monthly.\n2. In the *hall*.\n"
LOIS = RULES.removeprefix("Since we met.\n\n")


def drafted(english: str, french: str) -> UUID:
    texts = [("pt-BR", english), ("fr", french), ("pt", english)]
    return draft_document([DraftText(language=code, title="T", body=body) for code, body in texts], at=AT)


def worked_out() -> list[int]:
    """How often something had to be worked out."""
    rules = (points._points_of, searched._searched, operations._found)
    return [rule.cache_info().misses for rule in rules]


@pytest.fixture(autouse=True)
def _nothing_known() -> None:
    for rule in (points._points_of, searched._searched, operations._found):
        rule.cache_clear()


def test_nothing_is_left_to_work_out_when_a_prepared_text_is_fixed(db: None) -> None:
    pk = drafted(RULES, LOIS)
    prepare_fixing(pk)
    before = worked_out()
    fix_document(pk, revision=1, at=AT)
    assert before == worked_out() == [2, 2, 0]


def test_nothing_is_left_to_work_out_when_a_prepared_text_is_amended(db: None) -> None:
    pk, wording = drafted(RULES, LOIS), drafted(RULES + "3. At noon.\n", LOIS + "3. At noon.\n")
    fix_document(pk, revision=1, at=AT)
    base = newest_version(pk)
    prepare_amending(pk, wording)
    before = worked_out()
    later = AT + timedelta(days=1)
    amend_document(pk, wording, base_id=base.pk, revision=1, holds_from=AT, at=later)
    assert before == worked_out() == [4, 4, 1]
    assert list(Operation.objects.values_list("kind", "old__label", "new__label")) == [
        ("insert", "1.2", "1.3")
    ]


def test_a_text_out_of_order_is_refused_beforehand(db: None) -> None:
    with pytest.raises(Refused, match=r"^Point 1\.2 of fr is missing in pt\."):
        prepare_fixing(drafted("## 1. Meetings\n\n1. Monthly.\n", LOIS))
