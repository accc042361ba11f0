from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import START, World
from folkmoot.consultations.actions.ending import withdraw_consultation
from folkmoot.consultations.actions.speaking import leave_comment, withdraw_comment
from folkmoot.consultations.holdings import KEEPINGS, comments_left, comments_over, erase
from folkmoot.consultations.models import Comment
from folkmoot.consultations.tests.asking import added_up, later, opened, said
from folkmoot.decisions.tests.papers import do
from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.models import ActClaim
from folkmoot.people.models import Membership, Office, Term
from folkmoot.structure.tests.acting import events

AFTER = datetime(2026, 3, 16, 23, tzinfo=UTC)
(COMMENTS,) = (each.clock for each in KEEPINGS if each.clock and "consultations_comment" in each.tables)


def kept() -> list[tuple[str, str, str, bool]]:
    rows = Comment.objects.order_by("person__name", "point")
    return list(rows.values_list("person__name", "point", "text", "is_signed"))


def test_a_comment_is_kept_changed_and_taken_back_and_leaves_no_trace(world: World) -> None:
    consultation = opened(world)
    before = events(), ActClaim.objects.count()
    said(world, consultation, world.cy, "Every two months.", point="1")
    said(world, consultation, world.cy, "A good text.\r\nAll in all.", is_signed=True)
    said(world, consultation, world.cy, "Every three months.", point="1")
    assert kept() == [
        ("Cy", "", "A good text.\nAll in all.", True),
        ("Cy", "1", "Every three months.", False),
    ]
    do(world, withdraw_comment, by=world.cy, consultation_id=consultation.pk, point="1")
    do(world, withdraw_comment, by=world.cy, consultation_id=consultation.pk, point="1")
    assert kept() == [("Cy", "", "A good text.\nAll in all.", True)]
    assert (events(), ActClaim.objects.count()) == before


def test_nobody_takes_back_what_another_said(world: World) -> None:
    consultation = opened(world)
    said(world, consultation, world.cy, "No.")
    do(world, withdraw_comment, by=world.bo, consultation_id=consultation.pk)
    assert kept() == [("Cy", "", "No.", False)]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"text": "  "}, "Nothing is written here yet"),
        ({"text": "x" * 2001}, "2001 characters"),
        ({"text": "x", "point": "7"}, "no point 7"),
    ],
)
def test_a_comment_that_cannot_be_is_refused(world: World, given, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        do(world, leave_comment, by=world.cy, consultation_id=opened(world).pk, **given)


def test_only_those_who_are_asked_and_only_while_it_is_open(world: World) -> None:
    consultation = opened(world, to=world.north)
    for stranger in (world.dee, world.stan):
        with pytest.raises(Refused, match="no such consultation for you"):
            said(world, consultation, stranger, "Hello.")
    said(world, consultation, world.cy, "Yes.")
    given = {"consultation_id": consultation.pk, "text": "No."}
    with pytest.raises(Refused, match="This consultation is over"):
        later(AFTER, leave_comment, by=world.cy, **given)
    later(AFTER, withdraw_comment, by=world.cy, consultation_id=consultation.pk)
    assert kept() == []


@pytest.mark.parametrize("act", [leave_comment, withdraw_comment])
@pytest.mark.parametrize("via", [Via.OPERATOR, Via.WORKER])
def test_the_operator_says_nothing_for_anybody(world: World, act, via: Via) -> None:
    given: dict[str, object] = {"consultation_id": opened(world).pk}
    if act is leave_comment:
        given["text"] = "x"
    with pytest.raises(Refused):
        run(act, given, act_id=new_id(), by=world.cy, at=world.at, via=via)
    assert kept() == []


def test_a_body_reads_signed_words_at_once_and_the_others_when_all_is_over(world: World) -> None:
    consultation = opened(world)
    said(world, consultation, world.cy, "Unsigned.")
    said(world, consultation, world.bo, "Signed.", is_signed=True)

    def read(at: datetime) -> set[str]:
        return {each.text for each in Comment.objects.readable(at)}

    added_up(consultation, AFTER)
    assert read(AFTER - timedelta(seconds=1)) == {"Signed."}
    assert read(AFTER) == {"Signed.", "Unsigned."}
    do(world, withdraw_consultation, by=world.max, consultation_id=consultation.pk)
    assert read(AFTER) == set()


def test_words_go_with_whoever_leaves_and_a_year_after_the_end(world: World) -> None:
    consultation = opened(world)
    said(world, consultation, world.cy, "Unsigned.")
    said(world, consultation, world.bo, "Signed.", is_signed=True)
    assert COMMENTS.due(AFTER) == 0
    Membership.objects.filter(person=world.bo).update(ended_at=world.at)
    assert [each.text for each in comments_left(AFTER)] == ["Signed."]
    assert [*comments_over(AFTER)] == []
    assert [*Comment.objects.readable(AFTER)] == []
    assert COMMENTS.due(AFTER + timedelta(days=365)) == 2
    assert erase(world.cy.pk, 100) == 1
    assert [each.person for each in Comment.objects.all()] == [world.bo]


def test_what_was_said_is_due_when_the_consultation_is_withdrawn(world: World) -> None:
    consultation = opened(world)
    said(world, consultation, world.cy, "Unsigned.")
    do(world, withdraw_consultation, by=world.max, consultation_id=consultation.pk)
    assert [each.text for each in comments_over(world.at)] == ["Unsigned."]


def test_of_what_is_over_and_of_who_left_as_many_are_forgotten_as_are_asked_for(world: World) -> None:
    over, open_ = opened(world), opened(world)
    for consultation in (over, open_):
        said(world, consultation, world.cy, "Stays.")
        said(world, consultation, world.bo, "Goes.")
    do(world, withdraw_consultation, by=world.max, consultation_id=over.pk)
    Membership.objects.filter(person=world.bo).update(ended_at=world.at)
    assert (COMMENTS.due(world.at), COMMENTS.forget(world.at, 1), COMMENTS.due(world.at)) == (3, 1, 2)
    assert (COMMENTS.forget(world.at, 5), COMMENTS.forget(world.at, 5)) == (2, 0)
    assert [(each.consultation, each.person) for each in Comment.objects.all()] == [(open_, world.cy)]


def test_what_is_to_be_forgotten_is_looked_for_outside_the_transaction_that_forgets_it(world: World) -> None:
    consultation = opened(world)
    said(world, consultation, world.cy, "Unsigned.")
    with CaptureQueriesContext(connection) as asked:
        COMMENTS.forget(AFTER + timedelta(days=365), 100)
    assert [each["sql"].split()[0] for each in asked][:3] == ["SELECT", "SAVEPOINT", "DELETE"]


def test_whoever_reads_comments_is_none_of_five_who_are_asked(world: World) -> None:
    # Of six in the north, Max reads what is said to the union.
    consultation = opened(world, to=world.north)
    said(world, consultation, world.bo, "Hush.")
    chair = Office.objects.get(code="chair")
    Term.objects.create(person=world.ada, office=chair, unit=world.union, started_at=START)
    with pytest.raises(Refused, match="your words would name you"):
        said(world, consultation, world.cy, "Hush.")


def test_where_fewer_than_five_are_asked_comments_are_signed(world: World) -> None:
    consultation = opened(world, to=world.harbour)
    with pytest.raises(Refused, match="your words would name you"):
        said(world, consultation, world.bo, "Hush.")
    said(world, consultation, world.bo, "Aloud.", is_signed=True)
    assert kept() == [("Bo", "", "Aloud.", True)]
