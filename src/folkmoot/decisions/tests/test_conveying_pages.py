import re
from datetime import timedelta

import pytest

from conftest import World
from folkmoot.decisions.actions.drafting import revise_draft
from folkmoot.decisions.actions.repealing import repeal_decision
from folkmoot.decisions.models import Audience, Deadline, Decision, State
from folkmoot.decisions.tests.pages import fields, texts_of
from folkmoot.decisions.tests.papers import adopted, conveyed, do, drafted
from folkmoot.kernel.clock import now
from folkmoot.membership.tests.paging import as_, cost, links, refusals
from folkmoot.units.models import Sector, Unit

STRANGERS = ["una", "ada", "bo", "cy", "dee", "eve", "stan"]


def state_of(decision: Decision) -> State:
    decision.refresh_from_db()
    return decision.state


def in_days(world: World, days: int) -> str:
    return str(world.union.local(now()).date() + timedelta(days=days))


def test_a_newcomer_writes_adopts_and_conveys_a_decision_by_following_the_first_button_of_each_page(
    world: World, client
) -> None:
    max_ = as_(client, world.max)
    written = fields(max_.get("/publish/new/"))
    written |= {"texts-0-title": "Meet monthly", "texts-0-body": "1. Meet.", "step": "continue"}
    adoption = str(max_.post("/publish/new/", written).headers["Location"])
    conveyance = max_.post(adoption, fields(max_.get(adoption))).headers["Location"]
    looked_over = max_.post(conveyance, {**fields(max_.get(conveyance)), "step": "look"})
    assert texts_of(looked_over, "h1") == ["Convey 2026/1?"]
    answer = max_.post(conveyance, {**fields(looked_over), "step": "convey"})
    assert answer.headers["Location"] == "/publish/"
    decision = Decision.objects.get()
    assert (decision.state, decision.audience.unit_id) == (State.CONVEYED, world.union.pk)
    assert list(Deadline.objects.order_by("kind__rank").values_list("kind__code", flat=True)) == [
        "region",
        "local",
    ]
    assert [each.pk for each in Decision.objects.addressed_to(world.cy, now())] == [decision.pk]


def test_the_page_of_adoption_shows_what_is_adopted_and_today_as_its_day(world: World, client) -> None:
    decision = drafted(world, body="1. Meet.\n2. Speak.")
    page = as_(client, world.max).get(f"/publish/{decision.pk}/adoption/")
    assert texts_of(page, "article p") == ["Meet.", "Speak."]
    assert {name: fields(page)[name] for name in ("revision", "adopted_on", "in_force_from")} == {
        "revision": "1",
        "adopted_on": in_days(world, 0),
        "in_force_from": in_days(world, 0),
    }


def test_an_adoption_that_is_refused_says_why_beside_the_day(world: World, client) -> None:
    decision = drafted(world)
    given = {"revision": 1, "adopted_on": in_days(world, 1), "in_force_from": in_days(world, 0)}
    page = as_(client, world.max).post(f"/publish/{decision.pk}/adoption/", given)
    assert page.status_code == 422
    assert [said.partition(" on ")[0] for said in refusals(page)] == ["Adopted"]
    assert "which is still to come" in refusals(page)[0]
    assert state_of(decision) is State.DRAFT


def test_a_text_that_is_not_in_order_is_sent_back_to_its_writers(world: World, client) -> None:
    decision = drafted(world, body="# 1. One\n\n# 1. One again\n")
    page = as_(client, world.max).get(f"/publish/{decision.pk}/adoption/")
    assert links(page)["Put the text right"] == f"/publish/{decision.pk}/"
    assert "adopted_on" not in fields(page)


def test_a_text_that_changed_since_the_page_was_opened_is_read_again_before_it_is_adopted(
    world: World, client
) -> None:
    decision = drafted(world)
    max_ = as_(client, world.max)
    address = f"/publish/{decision.pk}/adoption/"
    given = fields(max_.get(address))
    texts = [{"language": "en", "title": "Other", "body": "1. Other words."}]
    do(world, revise_draft, by=world.max, decision_id=decision.pk, revision=1, texts=texts)
    assert max_.post(address, given).headers["Location"] == address
    page = max_.get(address)
    assert texts_of(page, "article p") == ["Other words."]
    assert texts_of(page, "p.notice") == [
        "Somebody saved this draft since you opened the page. Read it again below."
    ]
    assert state_of(decision) is State.DRAFT
    assert max_.post(address, fields(page)).status_code == 302
    assert state_of(decision) is State.ADOPTED


def test_the_page_of_conveying_offers_everybody_and_a_day_for_each_level(world: World, client) -> None:
    decision = adopted(world)
    page = as_(client, world.max).get(f"/publish/{decision.pk}/conveyance/")
    assert texts_of(page, "h2")[0] == "For everybody in Union and below"
    days = {name: day for name, day in fields(page).items() if name.startswith("deadlines.")}
    assert days == {
        "deadlines.union": "",
        "deadlines.region": in_days(world, 7),
        "deadlines.local": in_days(world, 30),
    }
    assert page.content.count(b"button-primary") == 1


def test_a_unit_is_chosen_from_the_nearest_or_found_by_name_or_code(world: World, client) -> None:
    decision = adopted(world)
    max_ = as_(client, world.max)
    address = f"/publish/{decision.pk}/conveyance/"
    given = {**fields(max_.get(address)), "step": "search"}
    assert chosen_from(max_.get(address))[:2] == ["North", "South"]
    assert chosen_from(max_.post(address, {**given, "q": "arb"})) == ["Harbour"]
    assert chosen_from(max_.post(address, {**given, "q": "VALE"})) == ["Vale"]
    assert chosen_from(max_.post(address, {**given, "q": "nowhere"})) == []
    page = max_.post(address, {**given, "choose": str(world.harbour.pk)})
    assert texts_of(page, "h2")[0] == "For everybody in Harbour"
    assert fields(page)["unit"] == str(world.harbour.pk)
    assert "deadlines.region" not in fields(page)


def chosen_from(page) -> list[str]:
    return texts_of(page, "li button.button")


def test_choosing_another_unit_keeps_all_that_was_set_and_says_what_the_other_has_not(
    world: World, client
) -> None:
    Sector.objects.create(code="health", name="health")
    decision = adopted(world)
    max_, address = as_(client, world.max), f"/publish/{decision.pk}/conveyance/"
    days = {"deadlines.region": in_days(world, 20), "deadlines.local": in_days(world, 40)}
    chosen = {"sectors": "health", "kinds": ["region", "local"], "rhythm": "yearly", **days}
    given = {**fields(max_.get(address)), **chosen, "step": "search", "q": "arb"}
    kept = {name: days.get(name, one) for name, one in {**chosen, "kinds": "local"}.items()}
    found = fields(max_.post(address, given))
    assert {name: found[name] for name in kept} == kept
    page = max_.post(address, {**given, "choose": str(world.harbour.pk)})
    del kept["deadlines.region"]
    assert {name: fields(page)[name] for name in kept} == kept
    said = "What you had set for regions is left out: there are none in Harbour. All else is as you set it."
    assert said in texts_of(page, "p")
    back = max_.post(address, {**fields(page), "choose": str(world.union.pk)})
    assert fields(back)["deadlines.region"] == in_days(world, 7)
    assert fields(back)["deadlines.local"] == in_days(world, 40)
    assert "left out" not in back.content.decode()
    assert Audience.objects.count() == 0


def test_a_club_is_asked_for_no_day_of_a_level_that_it_has_not(world: World, client) -> None:
    Unit.objects.filter(kind__code="region").update(closed_at=now())
    decision = adopted(world)
    max_, address = as_(client, world.max), f"/publish/{decision.pk}/conveyance/"
    assert [name for name in fields(max_.get(address)) if name.startswith("deadlines.")] == [
        "deadlines.union",
        "deadlines.local",
    ]
    alone = fields(max_.get(f"{address}?unit={world.harbour.pk}"))
    assert [name for name in alone if name.startswith("deadlines.")] == ["deadlines.local"]


def test_a_day_that_is_refused_is_marked_and_named_in_the_summary(world: World, client) -> None:
    decision = adopted(world)
    max_, address = as_(client, world.max), f"/publish/{decision.pk}/conveyance/"
    given = {**fields(max_.get(address)), "deadlines.local": in_days(world, 3), "step": "look"}
    page = max_.post(address, given)
    (said,) = refusals(page)
    assert said.startswith("Last day for locals – The last day for locals is before that for regions")
    assert links(page)[said] == "#id_deadlines.local"
    marked = re.findall(r"<input[^>]*aria-invalid=[^>]*>", page.content.decode())
    assert ["deadlines.local" in each for each in marked] == [True]


@pytest.mark.parametrize("unit", ["south", "union"])
def test_a_unit_that_is_not_below_the_body_is_refused(world: World, client, unit: str) -> None:
    decision = adopted(world, by=world.ada, unit=world.north)
    page = as_(client, world.ada).get(f"/publish/{decision.pk}/conveyance/?unit={world.units[unit].pk}")
    assert refusals(page) == [
        f"{unit.title()} is not part of North, which can decide only for itself and the units below it."
    ]


def test_before_it_is_conveyed_one_sees_how_many_will_receive_it(world: World, client) -> None:
    health = Sector.objects.create(code="health", name="health")
    world.hill.sectors.add(health)
    decision = adopted(world)
    max_ = as_(client, world.max)
    address = f"/publish/{decision.pk}/conveyance/"
    everybody = max_.post(address, {**fields(max_.get(address)), "step": "look"})
    assert "7 people will find it on their first page. They are in 3 units." in texts_of(everybody, "p")[2]
    narrowed = {**fields(max_.get(address)), "sectors": "health", "step": "look"}
    page = max_.post(address, narrowed)
    assert "4 people will find it on their first page. They are in 1 unit." in " ".join(texts_of(page, "p"))
    assert "Only in the sectors: health" in texts_of(page, "p")
    assert Audience.objects.count() == 0
    assert max_.post(address, {**fields(page), "step": "convey"}).status_code == 302
    assert Audience.objects.get().narrows_sectors


def test_what_was_looked_over_can_be_changed(world: World, client) -> None:
    decision = adopted(world)
    max_ = as_(client, world.max)
    address = f"/publish/{decision.pk}/conveyance/"
    given = {**fields(max_.get(address)), "deadlines.local": in_days(world, 99), "step": "look"}
    page = max_.post(address, {**fields(max_.post(address, given)), "step": "change"})
    assert page.status_code == 200
    assert fields(page)["deadlines.local"] == in_days(world, 99)
    assert Audience.objects.count() == 0


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"kinds": "region"}, "Members have no home in units of the kind region"),
        ({"offices": "treasurer"}, "Nobody would receive this"),
        (
            {"deadlines.local": "2020-01-01"},
            "The last day for locals leaves no day to read it. Choose a later one.",
        ),
        ({"deadlines.local": "soon"}, "Enter a valid date"),
    ],
)
@pytest.mark.parametrize("step", ["look", "convey"])
def test_an_audience_that_cannot_be_is_refused_with_the_form_as_it_was(
    world: World, client, changed: dict[str, str], said: str, step: str
) -> None:
    decision = adopted(world)
    max_ = as_(client, world.max)
    address = f"/publish/{decision.pk}/conveyance/"
    page = max_.post(address, {**fields(max_.get(address)), **changed, "step": step})
    assert page.status_code == 422
    assert said in page.content.decode()
    assert fields(page)["unit"] == str(world.union.pk)
    assert state_of(decision) is State.ADOPTED


def test_a_click_sent_twice_conveys_once(world: World, client) -> None:
    decision = adopted(world)
    max_ = as_(client, world.max)
    address = f"/publish/{decision.pk}/conveyance/"
    looked_over = max_.post(address, {**fields(max_.get(address)), "step": "look"})
    assert max_.post(address, {**fields(looked_over), "step": "convey"}).status_code == 302
    again = max_.post(address, {**fields(looked_over), "step": "convey"})
    assert again.headers["Location"] == f"/decisions/{decision.pk}/"
    assert Audience.objects.count() == 1


PAGES = ("", "discarding/", "adoption/", "conveyance/", "repeal/")
MOVED = {
    "draft": {"conveyance/": "", "repeal/": ""},
    "adopted": dict.fromkeys(("", "discarding/", "adoption/"), "conveyance/"),
    "conveyed": dict.fromkeys(("", "discarding/", "adoption/", "conveyance/"), "decision"),
    "repealed": dict.fromkeys(("", "discarding/", "adoption/", "conveyance/"), "decision"),
}


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("stage", MOVED)
def test_every_page_that_a_decision_has_left_leads_to_where_it_is_now(
    world: World, client, stage: str, method: str
) -> None:
    decision = {"draft": drafted, "adopted": adopted}.get(stage, conveyed)(world)
    if stage == "repealed":
        do(world, repeal_decision, by=world.max, decision_id=decision.pk)
    max_, address = as_(client, world.max), f"/publish/{decision.pk}/"
    left = [page for page in PAGES if page in MOVED[stage]]
    for page in left:
        answer = getattr(max_, method)(f"{address}{page}", follow=True)
        now_at = MOVED[stage][page]
        expected = f"/decisions/{decision.pk}/" if now_at == "decision" else f"{address}{now_at}"
        assert ([where for where, _status in answer.redirect_chain], answer.status_code) == ([expected], 200)
        assert len(texts_of(answer, "p.notice")) == 1
    for page in set(PAGES) - set(left):
        assert max_.get(f"{address}{page}").status_code == 200
    assert as_(client, world.ada).get(f"{address}{left[0]}").status_code == 404


def test_a_page_of_a_reading_leads_to_the_decision_once_that_is_repealed(world: World, client) -> None:
    decision = conveyed(world)
    address = f"/decisions/{decision.pk}/readings/{world.harbour.pk}/"
    do(world, repeal_decision, by=world.max, decision_id=decision.pk)
    assert as_(client, world.bo).get(address).headers["Location"] == f"/decisions/{decision.pk}/"
    assert as_(client, world.eve).get(address).status_code == 404


@pytest.mark.parametrize("who", STRANGERS)
def test_strangers_find_no_page_of_conveying_or_repeal(world: World, client, who: str) -> None:
    waiting, sent = adopted(world), conveyed(world)
    stranger = as_(client, world.people[who])
    for address in (f"/publish/{waiting.pk}/conveyance/", f"/publish/{sent.pk}/repeal/"):
        assert stranger.get(address).status_code == 404
        assert stranger.post(address, {"step": "convey"}).status_code == 404
    assert (state_of(waiting), state_of(sent)) == (State.ADOPTED, State.CONVEYED)


def test_a_decision_is_repealed_only_after_a_question(world: World, client) -> None:
    decision = conveyed(world)
    max_ = as_(client, world.max)
    address = f"/publish/{decision.pk}/repeal/"
    assert texts_of(max_.get(address), "h1") == ["Repeal 2026/1?"]
    assert state_of(decision) is State.CONVEYED
    unsaid = max_.post(address, fields(max_.get(address)))
    assert (unsaid.status_code, state_of(decision)) == (422, State.CONVEYED)
    given = {**fields(max_.get(address)), "reason": "It was tried for a year."}
    assert max_.post(address, given).headers["Location"] == "/publish/"
    assert state_of(decision) is State.REPEALED
    again = max_.post(address, {"reason": "Once more."})
    assert again.status_code == 422
    assert refusals(again) == ["Decision 2026/1 was repealed. Write a new decision if it should hold again."]


def test_the_pages_of_one_decision_cost_the_same_however_many_units_there_are(world: World, client) -> None:
    max_ = as_(client, world.max)
    draft, waiting = drafted(world), adopted(world)
    adoption, conveyance = f"/publish/{draft.pk}/adoption/", f"/publish/{waiting.pk}/conveyance/"
    assert cost(max_, adoption) <= 12
    assert cost(max_, conveyance) <= 12
    assert cost(max_, f"/publish/{draft.pk}/") <= 12
