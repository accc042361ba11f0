import json
from datetime import UTC, date, datetime, timedelta

import pytest

from conftest import World
from folkmoot.bylaws.actions.entering import MOST, confirm_clause, end_clause, remark_article
from folkmoot.bylaws.models import Provision
from folkmoot.bylaws.queries.provisions import clauses_in_force, provisions_over
from folkmoot.bylaws.tests.papers import BODY, HALF, MONTHLY, THIRD, TWO_THIRDS, bylaws, entered
from folkmoot.decisions.actions.adopting import adopt_decision
from folkmoot.decisions.actions.repealing import repeal_decision
from folkmoot.decisions.tests.papers import adopted, amendment, do, drafted
from folkmoot.kernel.errors import Refused
from folkmoot.structure.tests.acting import entries

TODAY = date(2026, 3, 2)


def articles(unit, day=TODAY):
    return [each.article for each in clauses_in_force(unit, day)]


def test_a_clause_is_entered_at_an_article_and_holds_for_all_units_below(world: World) -> None:
    decision = bylaws(world)
    pk = entered(world, decision)
    row = Provision.objects.get(pk=pk)
    assert (row.article, row.place, row.kind, row.since, row.until) == ("2.2", 3, "quorum", TODAY, None)
    assert row.clause == HALF | {"meeting": "any", "matter": "any", "counted": "present"}
    assert [articles(unit) for unit in (world.union, world.north, world.harbour, world.vale)] == [["2.2"]] * 4
    event, payload = entries()[-1]
    assert event == "ClauseEntered"
    assert json.loads(payload) == {
        "provision_id": str(pk),
        "decision_id": str(decision.pk),
        "article": "2.2",
        "clause": json.dumps(row.clause, sort_keys=True),
        "unit_kinds": [],
        "since": "2026-03-02",
        "former_id": None,
    }


def test_a_clause_for_kinds_of_unit_holds_for_these_alone(world: World) -> None:
    entered(world, bylaws(world), "2.1", MONTHLY, unit_kinds=["local"])
    assert [articles(unit) for unit in (world.union, world.north, world.harbour)] == [[], [], ["2.1"]]


def test_a_clause_never_holds_before_the_day_on_which_it_is_entered(world: World) -> None:
    entered(world, bylaws(world))
    assert articles(world.hill, TODAY - timedelta(days=1)) == []
    assert [each.since for each in provisions_over(world.hill, since=date.min)] == [TODAY]


def test_a_clause_of_what_is_not_in_force_yet_waits_for_that_day(world: World) -> None:
    entered(world, bylaws(world, in_force_from=date(2026, 4, 1)))
    assert [articles(world.hill), articles(world.hill, date(2026, 4, 1))] == [[], ["2.2"]]


def test_all_clauses_above_a_unit_are_one_question(world: World, django_assert_num_queries) -> None:
    entered(world, bylaws(world))
    entered(world, bylaws(world, unit=world.harbour, by=world.bo), by=world.bo)
    with django_assert_num_queries(1):
        found = provisions_over(world.harbour, since=date.min)
    assert [each.depth for each in found] == [1, 3]
    with django_assert_num_queries(1):
        assert [each.depth for each in clauses_in_force(world.harbour, TODAY)] == [1, 3]


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"article": "9"}, "article", "The text has no article 9. Choose one of its numbers."),
        ({"clause": HALF | {"present": "3/2"}}, "present", "3/2 is more than all of them. Enter a fraction up to 1."),
        ({"clause": {"kind": "dance"}}, "kind", "“dance” is unknown here. Choose one of: frequency, notice, call,"),
        ({"clause": {"kind": "term", "office": "king", "months": 9}}, "office", "“king” is unknown here. Choose"),
        ({"unit_kinds": ["cave"]}, "unit_kinds", "There is no kind of unit “cave”. Choose one from the list."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_refused_at_its_entry(world: World, given, field, sentence) -> None:
    with pytest.raises(Refused) as refusal:
        entered(world, bylaws(world), **given)
    assert (refusal.value.field, str(refusal.value)[: len(sentence)]) == (field, sentence)
    assert Provision.objects.count() == 0


def test_every_wrong_entry_has_its_sentence(world: World) -> None:
    wrong = {"kind": "frequency", "meeting": "party", "times": 0, "every": "day"}
    with pytest.raises(Refused) as refusal:
        entered(world, bylaws(world), clause=wrong)
    assert str(refusal.value).count("is unknown here") == 2
    assert "“0” is no whole number from 1 to 366." in str(refusal.value)


def test_two_clauses_about_the_same_contradict_each_other(world: World) -> None:
    decision = bylaws(world)
    entered(world, decision)
    with pytest.raises(
        Refused, match=r"^Article 2\.2 already says about the same: “Quorum, any meeting, any"
    ):
        entered(world, decision, "3", THIRD)
    with pytest.raises(Refused, match=r"^Article 2\.2 already says about the same"):
        entered(world, bylaws(world, title="Other rules"), "3", THIRD)
    entered(world, decision, "3", THIRD, unit_kinds=["local"])


@pytest.mark.parametrize("who", ["una", "ada", "bo", "cy", "eve", "dee", "stan"])
def test_who_does_not_lead_the_body_enters_nothing(world: World, who: str) -> None:
    decision = bylaws(world)
    pk = entered(world, decision)
    with pytest.raises(Refused):
        entered(world, decision, "3", MONTHLY, by=world.people[who])
    for function in (end_clause, confirm_clause):
        with pytest.raises(Refused, match=r"hold no office|There is no such clause"):
            do(world, function, by=world.people[who], provision_id=pk)
    assert Provision.objects.count() == 1


def test_a_local_rule_may_ask_more_and_never_less(world: World) -> None:
    entered(world, bylaws(world))
    own = bylaws(world, unit=world.harbour, by=world.bo)
    with pytest.raises(
        Refused, match=r"^This would loosen article 2\.2 of the bylaws above: “Quorum,"
    ) as refused:
        entered(world, own, clause=THIRD, by=world.bo)
    assert refused.value.field == "kind"
    entered(world, own, clause=TWO_THIRDS, by=world.bo)
    assert articles(world.hill) == ["2.2"]
    assert [each.depth for each in clauses_in_force(world.harbour, TODAY)] == [1, 3]


def test_what_is_said_for_other_kinds_of_unit_binds_no_local_rule(world: World) -> None:
    entered(world, bylaws(world), unit_kinds=["region"])
    own = bylaws(world, unit=world.harbour, by=world.bo)
    entered(world, own, clause=THIRD, unit_kinds=["local"], by=world.bo)


def test_what_takes_the_place_of_a_clause_leaves_what_it_asked_before(world: World) -> None:
    decision = bylaws(world)
    first = entered(world, decision)
    world.at += timedelta(days=10)
    second = entered(world, decision, clause=THIRD, former_id=first)
    changed_on = TODAY + timedelta(days=10)
    assert [(each.id, each.since, each.until) for each in provisions_over(world.hill, since=date.min)] == [
        (first, TODAY, changed_on),
        (second, changed_on, None),
    ]
    with pytest.raises(Refused, match="is over, or stands in another text"):
        entered(world, decision, clause=TWO_THIRDS, former_id=first)


def test_a_clause_ends_today_and_not_before(world: World) -> None:
    pk = entered(world, bylaws(world))
    world.at += timedelta(days=1)
    do(world, end_clause, by=world.max, provision_id=pk)
    assert [articles(world.hill, TODAY + timedelta(days=n)) for n in (0, 1)] == [["2.2"], []]
    assert entries()[-1][0] == "ProvisionEnded"
    with pytest.raises(Refused, match="This is over already"):
        do(world, end_clause, by=world.max, provision_id=pk)


def test_a_clause_that_ends_on_its_first_day_never_held(world: World) -> None:
    pk = entered(world, bylaws(world))
    do(world, end_clause, by=world.max, provision_id=pk)
    assert provisions_over(world.hill, since=date.min) == []


def test_clauses_end_with_the_decision_in_which_they_stand(world: World) -> None:
    decision = bylaws(world)
    entered(world, decision)
    world.at += timedelta(days=3)
    do(world, repeal_decision, by=world.max, decision_id=decision.pk)
    repealed_on = TODAY + timedelta(days=3)
    assert [each.until for each in provisions_over(world.hill, since=date.min)] == [repealed_on]
    assert [articles(world.hill, day) for day in (TODAY, repealed_on)] == [["2.2"], []]
    with pytest.raises(Refused, match="was repealed"):
        entered(world, decision, "3", MONTHLY)
    entered(world, bylaws(world, title="New bylaws"), clause=THIRD)


def test_a_draft_and_what_is_over_take_no_clauses(world: World) -> None:
    with pytest.raises(Refused, match="This is still a draft"):
        entered(world, drafted(world))
    over = bylaws(world, in_force_to=date(2026, 4, 1))
    world.at += timedelta(days=60)
    with pytest.raises(Refused, match="no longer in force"):
        entered(world, over)


def test_an_article_says_what_of_it_cannot_be_checked(world: World) -> None:
    decision = bylaws(world)
    given = {"decision_id": decision.pk, "article": "1"}
    pk = do(world, remark_article, by=world.max, remark=" What a union is,\n a court says. ", **given)
    row = Provision.objects.get(pk=pk)
    assert (row.kind, row.clause, row.remark) == ("", None, "What a union is, a court says.")
    assert provisions_over(world.hill, since=date.min) == []
    assert (entries()[-1][0], "court" in entries()[-1][1]) == ("ArticleRemarked", False)
    for remark in ("  ", "x" * 1_001):
        with pytest.raises(Refused):
            do(world, remark_article, by=world.max, remark=remark, **given)
    with pytest.raises(Refused, match="There is no such decision"):
        do(world, remark_article, by=world.cy, remark="No.", **given)


def test_bylaws_have_no_more_clauses_than_a_page_shows(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.bylaws.actions.entering.MOST", 1)
    decision = bylaws(world)
    entered(world, decision)
    with pytest.raises(Refused, match=r"^These bylaws have 1 clauses already\."):
        entered(world, decision, "2.1", MONTHLY)
    assert MOST == 300


def test_a_clause_is_entered_ahead_on_an_amendment_that_is_still_to_come(world: World) -> None:
    decision = bylaws(world)
    first = entered(world, decision)
    later = date(2026, 5, 1)
    body = BODY.replace("Half", "A third")
    change = amendment(world, decision, body, in_force_from=later)
    entered(world, decision, clause=THIRD, former_id=first)
    shown = [(each.since, each.until) for each in provisions_over(world.hill, since=date.min)]
    assert shown == [(TODAY, later), (later, None)]
    # The amendment never came into force, so neither did what was entered on it.
    do(world, repeal_decision, by=world.max, decision_id=change.pk)
    assert [(each.since, each.until) for each in provisions_over(world.hill, since=date.min)] == [
        (TODAY, None)
    ]


def test_days_are_those_of_the_body(world: World) -> None:
    world.union.time_zone = "Pacific/Auckland"
    world.union.save()
    draft = drafted(world, body="1. We meet.\n")
    world.at = datetime(2026, 3, 2, 18, tzinfo=UTC)
    do(world, adopt_decision, by=world.max, decision_id=draft.pk, revision=1, adopted_on=date(2026, 3, 3))
    entered(world, draft, "1")
    assert [each.since for each in provisions_over(world.hill, since=date.min)] == [date(2026, 3, 3)]


def test_other_decisions_have_nothing_to_do_with_it(world: World) -> None:
    adopted(world)
    assert provisions_over(world.hill, since=date.min) == []
