import json
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from conftest import World, make_unit
from folkmoot.decisions.tests.pages import fields, texts_of
from folkmoot.decisions.tests.papers import do
from folkmoot.kernel.errors import Refused
from folkmoot.membership.actions.counting import count_members
from folkmoot.membership.tests.paging import as_, cost, links
from folkmoot.people.models import Office, Term
from folkmoot.reports.models import Form
from folkmoot.reports.tests.forms import opened, sent
from folkmoot.reports.tests.planning import adopted, aimed, drafted, fresh, rolled, visits
from folkmoot.structure.tests.acting import entries
from folkmoot.units.models import Unit
from folkmoot.work.actions.answering_shares import accept_share, ask_for_share, settle_share
from folkmoot.work.actions.planning import revise_plan
from folkmoot.work.actions.sharing import share_target
from folkmoot.work.models import Plan, ShareAnswer, ShareOut, SharePiece, ShareWord, Target
from folkmoot.work.queries.share_pages import Sums, shares_page
from folkmoot.work.queries.sharing import shares_in, shares_waiting


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


@pytest.fixture
def form(world: World) -> Form:
    return opened(world)


@pytest.fixture
def target(world: World, form: Form) -> Target:
    plan = drafted(world)
    made = aimed(world, plan, **visits(form))
    adopted(world, plan)
    return made


def shared(world: World, target: Target, *, rule: str = "members", **given: Any) -> ShareOut:
    pk = do(world, share_target, by=world.ada, plan_target_id=target.pk, rule=rule, **given)
    return ShareOut.objects.get(pk=pk)


def got(share_out: ShareOut) -> dict[str, int]:
    units = {each.pk: each.name for each in Unit.objects.all()}
    return {units[pk]: each.share for pk, each in shares_in(share_out.pk, list(units)).items()}


def accept(world: World, share_out: ShareOut, share: int, **given: Any) -> Plan:
    asked = {"share_out_id": share_out.pk, "unit_id": world.harbour.pk, "share": share} | given
    return fresh(do(world, accept_share, by=world.bo, **asked))


def ask(world: World, share_out: ShareOut, amount: str = "30") -> UUID:
    asked = {"share_out_id": share_out.pk, "unit_id": world.harbour.pk, "amount": amount}
    return do(world, ask_for_share, by=world.bo, words="Half of us are at sea.", **asked)


def settle(world: World, share_out: ShareOut, *, is_taken: bool, by: Any = None) -> UUID:
    asked = {"share_out_id": share_out.pk, "unit_id": world.harbour.pk, "is_taken": is_taken}
    return do(world, settle_share, by=by or world.ada, words="The Hill has more hands.", **asked)


def sums(world: World, target: Target) -> Sums | None:
    page = shares_page(target.pk, world.ada, at=world.at)
    return page.sums if page else None


def test_a_target_is_shared_out_by_members_with_one_row_for_up_to_1024_units(
    world: World, target: Target
) -> None:
    share_out = shared(world, target)
    # Harbour has two members, Hill four.
    assert got(share_out) == {"Harbour": 40, "Hill": 80}
    assert (SharePiece.objects.count(), ShareAnswer.objects.count()) == (1, 0)
    event, payload = entries()[-1]
    assert (event, json.loads(payload)) == (
        "TargetSharedOut",
        {"share_out_id": str(share_out.pk), "unit_id": str(world.north.pk), "rule": "members", "units": 2},
    )


def test_shares_stay_as_they_are_when_members_move(world: World, target: Target) -> None:
    share_out = shared(world, target)
    count_members({world.harbour.pk: 40})
    assert got(share_out) == {"Harbour": 40, "Hill": 80}
    assert got(shared(world, target)) == {"Harbour": 110, "Hill": 10}


def test_a_target_is_shared_out_by_last_year_where_missing_figures_are_the_mean(world: World) -> None:
    form = opened(world)
    plan = drafted(world, kind="month", first=date(2027, 2, 1))
    target = aimed(world, plan, **visits(form))
    adopted(world, plan)
    make_unit("Quay", world.harbour.kind, world.north)
    sent(world, form, values={"visits": "30"})
    rolled(world)
    share_out = shared(world, target, rule="last", exceptions=[{"unit_id": world.hill.pk, "amount": "20"}])
    assert got(share_out) == {"Harbour": 50, "Hill": 20, "Quay": 50}


def test_a_target_is_shared_out_equally_with_exceptions_and_by_hand(world: World, target: Target) -> None:
    one = [{"unit_id": world.hill.pk, "amount": "100"}]
    assert got(shared(world, target, rule="equally")) == {"Harbour": 60, "Hill": 60}
    assert got(shared(world, target, rule="equally", exceptions=one)) == {"Harbour": 20, "Hill": 100}
    with pytest.raises(Refused, match=r"Something is left over, and by this rule nobody would get it\."):
        shared(world, target, rule="hand", exceptions=one)
    both = [*one, {"unit_id": world.harbour.pk, "amount": "20"}]
    assert got(shared(world, target, rule="hand", exceptions=both)) == {"Harbour": 20, "Hill": 100}


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"rule": "luck"}, "rule", "Choose by what it is shared out."),
        ({"exceptions": [("vale", "3")]}, "exceptions", "An exception is for no unit right below."),
        ({"exceptions": [("hill", "many")]}, "exceptions", "Enter a number, such as 120."),
        ({"exceptions": [("hill", "121")]}, "exceptions", "What is fixed by hand is more than the target."),
    ],
)
def test_a_share_out_that_is_not_in_order_is_refused_beside_its_field(
    world: World, target: Target, given: dict[str, Any], field: str, sentence: str
) -> None:
    fixed = [
        {"unit_id": world.units[name].pk, "amount": amount} for name, amount in given.pop("exceptions", [])
    ]
    with pytest.raises(Refused) as refusal:
        shared(world, target, exceptions=fixed, **given)
    assert (refusal.value.field, str(refusal.value).startswith(sentence)) == (field, True)


def test_only_targets_in_force_are_shared_out_each_by_its_rules_by_officers_of_the_unit(
    world: World, target: Target, form: Form
) -> None:
    draft = drafted(world)
    with pytest.raises(Refused, match=r"Only targets of a plan that is in force are shared out\."):
        shared(world, aimed(world, draft, **visits(form)))
    words = aimed(world, draft)
    adopted(world, draft)
    with pytest.raises(Refused, match=r"A target in words is shared out to each unit alike\."):
        shared(world, words)
    fixed = [{"unit_id": world.hill.pk, "amount": "1"}]
    with pytest.raises(Refused, match=r"A target in words is shared out to each unit alike\."):
        shared(world, words, rule="each", exceptions=fixed)
    with pytest.raises(Refused, match=r"Choose by what it is shared out\."):
        shared(world, target, rule="each")
    with pytest.raises(Refused, match=r"You hold no office that may do this in North"):
        do(world, share_target, by=world.bo, plan_target_id=target.pk, rule="equally")


def test_nothing_binds_a_unit_before_it_adopted_its_share_into_its_own_plan(
    world: World, target: Target
) -> None:
    share_out = shared(world, target)
    assert not Plan.objects.filter(unit=world.harbour).exists()
    assert list(shares_waiting(world.harbour, at=world.at)) == [share_out]
    plan = accept(world, share_out, 40)
    own = plan.targets.get()
    assert (plan.unit, plan.title, plan.first, plan.until, plan.state, plan.version) == (
        world.harbour, "Open doors", date(2026, 1, 1), date(2027, 1, 1), "adopted", 1,
    )  # fmt: skip
    assert (own.title, own.amount, own.key, own.due_on) == ("Visits", 40, target.key, target.due_on)
    answer = ShareAnswer.objects.get()
    assert (answer.state, answer.share, answer.accepted_as) == ("accepted", 40, own)
    assert [each[0] for each in entries()[-2:]] == ["PlanAdopted", "ShareAccepted"]
    assert list(shares_waiting(world.harbour, at=world.at)) == []
    assert sums(world, target) == Sums(120, 2, 120, 40, 1, 0, 0, 0)


def test_a_share_goes_into_a_new_version_of_the_plan_that_the_unit_has(world: World, target: Target) -> None:
    own = drafted(world, unit=world.harbour, by=world.bo, title="Our year")
    aimed(world, own, by=world.bo, title="Mend the boat")
    adopted(world, own, by=world.bo)
    plan = accept(world, shared(world, target), 40)
    assert (plan.follows, plan.version, fresh(own.pk).state) == (own, 2, "replaced")
    assert list(plan.targets.in_order().values_list("title", "amount")) == [
        ("Mend the boat", None),
        ("Visits", 40),
    ]


def test_what_was_looked_at_is_accepted_and_nothing_else_and_once(world: World, target: Target) -> None:
    share_out = shared(world, target)
    with pytest.raises(Refused, match=r"This share is another one by now\."):
        accept(world, share_out, 39)
    accept(world, share_out, 40)
    with pytest.raises(Refused, match=r"This share is “accepted” by now\."):
        accept(world, share_out, 40)


def test_a_unit_asks_for_less_is_answered_and_accepts_and_the_gap_is_seen(
    world: World, target: Target
) -> None:
    share_out = shared(world, target)
    with pytest.raises(Refused, match=r"This is the share that was proposed\."):
        ask(world, share_out, "40")
    ask(world, share_out)
    assert sums(world, target) == Sums(120, 2, 120, 0, 0, 30, 40, 1)
    assert entries()[-1][0] == "ShareChangeAsked"
    with pytest.raises(Refused, match=r"You hold no office that may do this in North"):
        settle(world, share_out, is_taken=True, by=world.bo)
    settle(world, share_out, is_taken=True)
    answer = ShareAnswer.objects.get()
    assert (answer.state, answer.share, answer.original) == ("changed", 30, 40)
    assert sums(world, target) == Sums(120, 2, 110, 0, 0, 0, 0, 0)
    accept(world, share_out, 30)
    assert sums(world, target) == Sums(120, 2, 110, 30, 1, 0, 0, 0)
    said = answer.words.order_by("said_at", "pk").values_list("from_above", "amount", "words")
    assert list(said) == [(False, 30, "Half of us are at sea."), (True, None, "The Hill has more hands.")]


def test_a_body_keeps_its_own_share_and_the_unit_may_ask_again_or_propose_more(
    world: World, target: Target
) -> None:
    share_out = shared(world, target)
    ask(world, share_out)
    settle(world, share_out, is_taken=False)
    assert (ShareAnswer.objects.get().state, ShareAnswer.objects.get().share) == ("kept", 40)
    assert list(shares_waiting(world.harbour, at=world.at)) == [share_out]
    ask(world, share_out, "55")
    settle(world, share_out, is_taken=True)
    accept(world, share_out, 55)
    found = sums(world, target)
    assert found is not None
    assert (found.shared, found.accepted, found.gap) == (135, 55, 65)


def test_what_nobody_has_answered_yet_is_said_anew_and_not_beside_it(world: World, target: Target) -> None:
    share_out = shared(world, target)
    for amount in ("30", "20"):
        ask(world, share_out, amount)
    assert list(ShareWord.objects.values_list("from_above", "amount")) == [(False, 20)]
    settle(world, share_out, is_taken=False)
    ask(world, share_out, "25")
    said = ShareWord.objects.order_by("pk").values_list("from_above", "amount")
    assert list(said) == [(False, 20), (True, None), (False, 25)]


def test_a_share_out_goes_on_through_new_versions_of_the_plan(world: World, target: Target) -> None:
    share_out = shared(world, target)
    adopted(world, fresh(do(world, revise_plan, by=world.ada, plan_id=target.plan_id)))
    assert list(shares_waiting(world.harbour, at=world.at)) == [share_out]
    accept(world, share_out, 40)


def test_a_target_is_shared_out_answered_and_settled_in_the_browser(
    world: World, client, target: Target
) -> None:
    page = as_(client, world.ada).get(f"/plans/{target.plan_id}/")
    page = client.get(links(page)["Share it out"])
    page = client.post(page.request["PATH_INFO"], {**fields(page), "rule": "members"}, follow=True)
    assert texts_of(page, "dd") == ["120", "120 (2 units)", "0 (0 units)", "2", "120"]
    assert texts_of(page, "ul.tasks p") == ["not answered 40", "not answered 80"]
    page = as_(client, world.bo).get(f"/units/{world.harbour.pk}/plans/")
    page = client.get(links(page)["Visits"])
    page = client.get(links(page)["Ask for another share"])
    client.post(
        page.request["PATH_INFO"], {**fields(page), "amount": "30", "words": "Half of us are at sea."}
    )
    page = as_(client, world.ada).get(f"/targets/{target.pk}/shares/")
    lines = ["waits for your answer 30 instead of 40", "asks for a change 40, asks for 30", "not answered 80"]
    assert texts_of(page, "ul.tasks p") == lines
    page = client.get(links(page)["Answer them"])
    assert texts_of(page, "div.prose") == ["Half of us are at sea."]
    client.post(page.request["PATH_INFO"], {**fields(page), "is_taken": "yes", "words": "Yes."})
    share_out = ShareOut.objects.get()
    address = f"/shares/{share_out.pk}/units/{world.harbour.pk}/"
    page = as_(client, world.bo).get(f"{address}adoption/")
    page = client.post(page.request["PATH_INFO"], fields(page), follow=True)
    # No other share waits: the plan is shown in which this one stands, and leads back to it.
    assert texts_of(page, "h1") == ["Open doors"]
    assert links(page)["A share of what North wants to reach"] == address
    page = client.get(f"/targets/{target.pk}/shares/")
    assert texts_of(page, "dd") == ["120", "110 (2 units)", "30 (1 unit)", "1", "10", "90"]


def box(unit: Unit) -> str:
    return f"exceptions-{unit.pk}"


def test_what_each_would_get_is_seen_before_it_is_shared_out(world: World, client, target: Target) -> None:
    page = as_(client, world.ada).get(f"/targets/{target.pk}/shares/new/")
    assert texts_of(page, "div.box label") == ["Harbour", "Hill"]
    sent = {**fields(page), "rule": "members", box(world.harbour): "30", "foresee": "1"}
    page = client.post(page.request["PATH_INFO"], sent)
    assert (page.status_code, texts_of(page, "tbody td")) == (200, ["30", "90"])
    assert not ShareOut.objects.exists()
    # What was fixed still stands in its box.
    assert fields(page)[box(world.harbour)] == "30"
    page = client.post(page.request["PATH_INFO"], {**fields(page), "rule": "members"}, follow=True)
    assert got(ShareOut.objects.get()) == {"Harbour": 30, "Hill": 90}


def test_what_cannot_be_shared_out_so_is_said_beside_its_field(world: World, client, target: Target) -> None:
    page = as_(client, world.ada).get(f"/targets/{target.pk}/shares/new/")
    for foresee in ({"foresee": "1"}, {}):
        sent = {**fields(page), "rule": "members", box(world.harbour): "300", **foresee}
        answer = client.post(page.request["PATH_INFO"], sent)
        assert (answer.status_code, texts_of(answer, "div.field-error")) == (
            422,
            ["What is fixed by hand is more than the target. Fix less."],
        )
    assert not ShareOut.objects.exists()


def test_of_many_units_those_that_differ_are_named_by_their_codes(
    world: World, client, target: Target, monkeypatch
) -> None:
    monkeypatch.setattr("folkmoot.work.views.sharing.BOXES", 1)
    page = as_(client, world.ada).get(f"/targets/{target.pk}/shares/new/")
    sent = {**fields(page), "rule": "members", "foresee": "1"}
    answer = client.post(page.request["PATH_INFO"], {**sent, "exceptions": "quay 3"})
    said = ["No unit right below has the code “quay”."]
    assert (answer.status_code, texts_of(answer, "div.field-error")) == (422, said)
    page = client.post(page.request["PATH_INFO"], {**sent, "exceptions": "harbour  30\n\n"})
    assert (page.status_code, texts_of(page, "tbody td")) == (200, ["30"])


@pytest.mark.parametrize(
    ("who", "status"), [("ada", 200), ("cy", 200), ("max", 200), ("dee", 404), ("stan", 404)]
)
def test_who_sees_the_plan_sees_its_shares_and_only_officers_answer(
    world: World, client, target: Target, who: str, status: int
) -> None:
    share_out = shared(world, target)
    as_(client, world.people[who])
    share = f"/shares/{share_out.pk}/units/{world.harbour.pk}/"
    assert client.get(f"/targets/{target.pk}/shares/").status_code == status
    assert client.get(share).status_code == status
    for page in ("adoption/", "asking/", "answer/"):
        assert client.get(share + page).status_code == 404
    assert client.get(f"/targets/{target.pk}/shares/new/").status_code == (200 if who == "ada" else 404)


def test_shares_ask_no_more_however_many_units_have_one(world: World, client, target: Target) -> None:
    share_out = shared(world, target)
    ask(world, share_out)
    as_(client, world.ada)
    few = cost(client, f"/targets/{target.pk}/shares/")
    for number in range(3):
        make_unit(f"Quay {number}", world.harbour.kind, world.north)
    shared(world, target, rule="equally")
    assert cost(client, f"/targets/{target.pk}/shares/") == few
    plans = f"/units/{world.harbour.pk}/plans/"
    assert (few <= 14, cost(client, plans) <= 12) == (True, True)


def named(page) -> list[str]:
    """The units whose shares stand on a page."""
    return [each.removesuffix(": its share") for each in texts_of(page, "h3")]


def test_many_units_are_a_row_for_each_piece_and_found_by_name_page_by_page(
    world: World, client, target: Target
) -> None:
    kind = world.harbour.kind
    for number in range(60):
        make_unit(f"Quay {number:02}", kind, world.north)
    world.at += timedelta(days=1)
    shared(world, target, rule="equally")
    page = as_(client, world.ada).get(f"/targets/{target.pk}/shares/")
    rest = client.get(page.request["PATH_INFO"] + links(page)["Further units"])
    names = named(page) + named(rest)
    assert names == ["Harbour", "Hill", *(f"Quay {number:02}" for number in range(60))]
    found = client.get(page.request["PATH_INFO"] + "?q=quay+07")
    assert named(found) == ["Quay 07"]


def test_units_of_one_name_are_all_shown_where_a_page_ends_among_them(
    world: World, client, target: Target
) -> None:
    for number in range(55):
        unit = make_unit(f"Quay {number:02}", world.harbour.kind, world.north)
        Unit.objects.filter(pk=unit.pk).update(name="Quay", search_name="quay")
    shared(world, target, rule="equally")
    page = as_(client, world.ada).get(f"/targets/{target.pk}/shares/")
    rest = client.get(page.request["PATH_INFO"] + links(page)["Further units"])
    assert named(page) + named(rest) == ["Harbour", "Hill", *["Quay"] * 55]


def test_a_unit_shares_its_accepted_target_further_down(world: World, form: Form) -> None:
    office = Office.objects.get(code="chair")
    Term.objects.create(person=world.max, office=office, unit=world.union, started_at=world.at)
    plan = drafted(world, unit=world.union, by=world.max)
    top = aimed(world, plan, by=world.max, **visits(form, "700"))
    adopted(world, plan, by=world.max)
    share_out = ShareOut.objects.get(
        pk=do(world, share_target, by=world.max, plan_target_id=top.pk, rule="members")
    )
    assert got(share_out) == {"North": 600, "South": 100}
    asked = {"share_out_id": share_out.pk, "unit_id": world.north.pk, "share": 600}
    below = fresh(do(world, accept_share, by=world.ada, **asked))
    assert got(shared(world, below.targets.get())) == {"Harbour": 200, "Hill": 400}
