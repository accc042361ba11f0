from datetime import UTC, date, datetime, timedelta

import pytest

from conftest import World
from folkmoot.consultations.actions.ending import (
    close_consultation,
    extend_consultation,
    withdraw_consultation,
)
from folkmoot.consultations.actions.going_over import CONSULTATIONS_GO
from folkmoot.consultations.actions.opening import open_consultation
from folkmoot.consultations.models import Consultation, State
from folkmoot.consultations.queries.reaching import first_screen_of
from folkmoot.consultations.tests.asking import LAST_ON, later, opened
from folkmoot.decisions.actions.adopting import adopt_decision
from folkmoot.decisions.actions.drafting import discard_draft, draft_decision, revise_draft
from folkmoot.decisions.models import Decision
from folkmoot.decisions.queries.audiences import standings
from folkmoot.decisions.tests.papers import BODY, adopted, amending, conveyed, do, drafted
from folkmoot.documents.queries import reading_of
from folkmoot.kernel.errors import Refused
from folkmoot.structure.tests.acting import events

AFTER = datetime(2026, 3, 16, 23, tzinfo=UTC)


def asked(world: World, person, at=None) -> list[str]:
    stands = standings(person, at=at or world.at)
    return [each.title for each in first_screen_of(person, standings=stands, at=at or world.at, most=20)]


def test_those_who_are_asked_find_it_until_the_last_day_is_over_and_nobody_else_does(world: World) -> None:
    opened(world, to=world.north)
    assert asked(world, world.cy) == ["Meet monthly"]
    assert asked(world, world.dee) == asked(world, world.stan) == []
    assert asked(world, world.cy, AFTER - timedelta(seconds=1)) == ["Meet monthly"]
    assert asked(world, world.cy, AFTER) == []
    assert events() == ["DecisionDrafted", "ConsultationOpened"]


def test_of_many_those_are_left_out_that_end_last(world: World) -> None:
    for title, last_on in (("Late", 30), ("Soon", 5), ("Later", 31), ("Next", 12)):
        texts = [{"language": "en", "title": title, "body": "1. So.\n"}]
        draft = do(world, draft_decision, by=world.max, unit_id=world.union.pk, texts=texts)
        opened(world, Decision.objects.get(pk=draft), last_on=date(2026, 3, last_on))
    stands = standings(world.cy, at=world.at)
    found = first_screen_of(world.cy, standings=stands, at=world.at, most=3)
    assert [each.title for each in found] == ["Soon", "Next", "Late"]


def test_the_audience_is_narrowed_as_that_of_a_decision_is(world: World) -> None:
    opened(world, offices=["secretary"])
    assert asked(world, world.bo) == asked(world, world.max) == ["Meet monthly"]
    assert asked(world, world.cy) == asked(world, world.eve) == []


def test_it_opens_on_its_first_day(world: World) -> None:
    consultation = opened(world, opens_on=date(2026, 3, 5))
    assert consultation.state(world.at) is State.SCHEDULED
    assert asked(world, world.cy) == []
    assert asked(world, world.cy, datetime(2026, 3, 4, 23, tzinfo=UTC)) == ["Meet monthly"]


def test_the_words_that_are_asked_about_stay_while_the_draft_is_written_on(world: World) -> None:
    draft = drafted(world)
    consultation = opened(world, draft)
    texts = [{"language": "en", "title": "Meet weekly", "body": "1. Every week.\n"}]
    do(world, revise_draft, by=world.max, decision_id=draft.pk, revision=1, texts=texts)
    reading = reading_of(consultation.document_id, ["en"], at=world.at)
    assert (reading.title, [point.number for point in reading.points]) == ("Meet monthly", ["1", "2"])


def test_of_an_amendment_the_text_is_put_forward_as_it_would_be(world: World) -> None:
    target = conveyed(world, to=world.union)
    draft = amending(world, target, BODY.replace("month", "week"))
    reading = reading_of(opened(world, draft).document_id, ["en"], at=world.at)
    assert "once a week" in reading.points[0].html


def test_it_is_refused_to_those_who_may_not_ask_and_for_what_is_adopted(world: World) -> None:
    draft = drafted(world)
    given = {"decision_id": draft.pk, "unit_id": world.union.pk, "last_on": LAST_ON}
    with pytest.raises(Refused, match="There is no such decision"):
        do(world, open_consultation, by=world.ada, **given)
    with pytest.raises(Refused, match="was adopted, so its words are fixed"):
        do(world, open_consultation, by=world.max, **{**given, "decision_id": adopted(world).pk})
    with pytest.raises(Refused, match="has 2001 characters"):
        do(world, open_consultation, by=world.max, **given, introduction="x" * 2001)
    assert not Consultation.objects.exists()


def test_one_draft_has_one_consultation_at_a_time(world: World) -> None:
    draft = drafted(world)
    opened(world, draft)
    with pytest.raises(Refused, match="not over yet"):
        opened(world, draft)
    given = {"decision_id": draft.pk, "unit_id": world.union.pk, "last_on": date(2026, 4, 1)}
    later(AFTER, open_consultation, by=world.max, **given)
    assert Consultation.objects.count() == 2


def test_a_draft_that_people_are_asked_about_is_neither_adopted_nor_thrown_away(world: World) -> None:
    draft = drafted(world)
    consultation = opened(world, draft)
    adoption = {"decision_id": draft.pk, "revision": 1, "adopted_on": date(2026, 3, 2)}
    for act, given in ((adopt_decision, adoption), (discard_draft, {"decision_id": draft.pk})):
        with pytest.raises(Refused, match="People are being asked about this draft until 16 March 2026"):
            do(world, act, by=world.max, **given)
    later(AFTER, adopt_decision, by=world.max, **adoption)
    consultation.refresh_from_db()
    assert consultation.decision_id == draft.pk


def test_what_was_asked_stays_when_the_draft_is_thrown_away(world: World) -> None:
    draft = drafted(world)
    consultation = opened(world, draft)
    later(AFTER, discard_draft, by=world.max, decision_id=draft.pk)
    consultation.refresh_from_db()
    assert consultation.decision_id is None
    assert reading_of(consultation.document_id, ["en"], at=world.at).title == "Meet monthly"


def test_it_is_made_longer_and_told_again(world: World) -> None:
    consultation = opened(world)
    day = date(2026, 3, 20)
    later(
        world.at + timedelta(days=3),
        extend_consultation,
        by=world.max,
        consultation_id=consultation.pk,
        last_on=day,
    )
    consultation.refresh_from_db()
    assert (consultation.last_on, consultation.told_at) == (day, world.at + timedelta(days=3))
    assert events()[-1] == "ConsultationExtended"


def test_what_was_made_longer_before_it_began_is_told_when_it_begins(world: World) -> None:
    consultation = opened(world, opens_on=date(2026, 3, 5))
    do(world, extend_consultation, by=world.max, consultation_id=consultation.pk, last_on=date(2026, 3, 20))
    consultation.refresh_from_db()
    assert consultation.told_at == consultation.opens_at == datetime(2026, 3, 4, 23, tzinfo=UTC)


def test_it_is_closed_early_with_a_reason(world: World) -> None:
    consultation = opened(world)
    with pytest.raises(Refused, match=r"Nothing is written here yet\."):
        do(world, close_consultation, by=world.max, consultation_id=consultation.pk, reason=" ")
    moment = world.at + timedelta(hours=1)
    later(moment, close_consultation, by=world.max, consultation_id=consultation.pk, reason="All answered.")
    consultation.refresh_from_db()
    assert (consultation.ends_at, consultation.closed_early_for) == (moment, "All answered.")
    assert consultation.state(moment) is State.OVER
    assert events()[-1] == "ConsultationClosed"


def test_what_has_not_begun_is_withdrawn_and_not_closed(world: World) -> None:
    consultation = opened(world, opens_on=date(2026, 3, 5))
    with pytest.raises(Refused, match="Withdraw it instead"):
        do(world, close_consultation, by=world.max, consultation_id=consultation.pk, reason="x")
    do(world, withdraw_consultation, by=world.max, consultation_id=consultation.pk)
    assert asked(world, world.cy, datetime(2026, 3, 6, tzinfo=UTC)) == []
    assert events()[-1] == "ConsultationWithdrawn"


@pytest.mark.parametrize(
    ("act", "given"),
    [
        (extend_consultation, {"last_on": date(2026, 3, 30)}),
        (close_consultation, {"reason": "x"}),
        (withdraw_consultation, {}),
    ],
)
def test_what_is_over_withdrawn_or_of_another_body_is_changed_by_nobody(world: World, act, given) -> None:
    consultation = opened(world)
    with pytest.raises(Refused, match="There is no such consultation"):
        do(world, act, by=world.max, consultation_id=world.union.pk, **given)
    with pytest.raises(Refused, match="You hold no office"):
        do(world, act, by=world.bo, consultation_id=consultation.pk, **given)
    with pytest.raises(Refused, match="over"):
        later(AFTER, act, by=world.max, consultation_id=consultation.pk, **given)
    do(world, withdraw_consultation, by=world.max, consultation_id=consultation.pk)
    with pytest.raises(Refused, match="withdrawn"):
        do(world, act, by=world.max, consultation_id=consultation.pk, **given)


def test_it_goes_with_its_draft_when_the_body_is_merged_into_another(world: World) -> None:
    opened(world)
    assert CONSULTATIONS_GO.count(world.union) == 1
    assert CONSULTATIONS_GO.fate(1, world.north) == "1 consultation goes on as one of North."
    assert "2 consultations go on" in CONSULTATIONS_GO.fate(2, world.north)
