import csv
from datetime import UTC, datetime, timedelta
from uuid import UUID

from conftest import World
from folkmoot.decisions.tests.pages import texts_of
from folkmoot.membership.tests.paging import as_, links
from folkmoot.study.rules.history import Reviewed, as_review_logs, as_revlog
from folkmoot.study.tests.studying import answered, offered

AT = datetime(2026, 3, 6, 12, tzinfo=UTC)
MS = 1_772_798_400_000
CARD, OTHER = UUID(int=1000 << 80), UUID(int=(1000 << 80) + 1)
REVIEWS = [
    Reviewed(CARD, 3, AT, is_first=True),
    Reviewed(OTHER, 1, AT, is_first=True),
    Reviewed(CARD, 2, AT + timedelta(days=2), is_first=False),
]


def test_answers_are_told_in_the_columns_of_revlog() -> None:
    header, *rows = as_revlog(REVIEWS)
    assert header == ("id", "cid", "usn", "ease", "ivl", "lastIvl", "factor", "time", "type")
    # Two at the same moment, and two cards made in the same millisecond, are told apart.
    assert [row[:2] for row in rows] == [(MS, 1000), (MS + 1, 1001), (MS + 2 * 86_400_000, 1000)]
    assert [(row[3], row[8]) for row in rows] == [(3, 0), (1, 0), (2, 1)]
    first, other, second = ((row[4], row[5]) for row in rows)
    assert (first[1], other) == (0, (1, 0))
    assert second == (second[0], first[0])
    assert int(str(second[0])) > int(str(first[0]))
    assert all(100 <= int(str(row[6])) <= 1100 for row in rows)


def test_answers_are_told_in_the_form_of_fsrs() -> None:
    header, *rows = as_review_logs(REVIEWS)
    assert header == ("card_id", "review_time", "review_rating", "review_state", "review_duration")
    assert rows == [
        (1000, MS, 3, 0, 0),
        (1001, MS + 1, 1, 0, 0),
        (1000, MS + 2 * 86_400_000, 2, 2, 0),
    ]


def test_a_member_takes_their_own_answers_along_and_nobody_elses(world: World, client, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)
    first, second = offered(world, cards=2)
    answered(world, world.eve, first, "Never")
    answered(world, world.bo, second, "Never")
    page = as_(client, world.eve).get("/study/")
    assert "How often, 0?" in texts_of(page, "h3")
    for name, column in (("for Anki (revlog)", "cid"), ("for FSRS (review_logs)", "card_id")):
        file = client.get(links(page)[name])
        text = b"".join(file.streaming_content).decode("utf-8-sig")
        rows = list(csv.DictReader(text.splitlines()))
        assert [row[column] for row in rows] == [str(first.pk.int >> 80)]
    workbook = client.get("/study/revlog.xlsx")
    assert workbook.status_code == 200
    workbook.close()
