import csv
import io
from datetime import date, timedelta

import pytest

from conftest import START, World
from folkmoot.decisions.actions.attesting import attest_reading
from folkmoot.decisions.actions.receiving import acknowledge_decision
from folkmoot.decisions.actions.repealing import repeal_decision
from folkmoot.decisions.models import Receipt
from folkmoot.decisions.queries import papers
from folkmoot.decisions.queries.papers import decision_page, readable
from folkmoot.decisions.tests.pages import MARKDOWN_ATTACK, fields, texts_of
from folkmoot.decisions.tests.papers import adopted, conveyed, do, drafted
from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.clock import now
from folkmoot.kernel.ids import new_id
from folkmoot.membership.actions.admitting import admit_member
from folkmoot.membership.tests.paging import as_, cost, links, table_rows
from folkmoot.people.models import Membership, Office, Person, Term


def titles(page) -> list[str]:
    return [row[0] for row in table_rows(page)]


def test_a_member_reads_a_decision_point_by_point(world: World, client) -> None:
    soon = world.hill.local(now()).date() + timedelta(days=9)
    decision = conveyed(world, deadlines=[{"kind": "local", "read_by": date(2026, 4, 1)}])
    decision.deadlines.update(read_by=soon)
    page = as_(client, world.cy).get(f"/decisions/{decision.pk}/")
    assert texts_of(page, "h1") == ["Meet monthly"]
    assert texts_of(page, "p.kicker") == ["Decision 2026/1 of Union"]
    assert texts_of(page, "a.point-number") == ["Point 1", "Point 2"]
    assert texts_of(page, "article p") == [
        "Every local meets once a month.",
        "The secretary calls the meeting.",
    ]
    assert f"{soon.day}" in " ".join(texts_of(page, "aside li"))
    assert [words for words in texts_of(page, "p") if words.startswith("Please read it by")] != []
    assert texts_of(page, "button")[-1:] != ["Repeal it"]
    assert "Repeal it" not in links(page)


def test_a_decision_can_be_read_in_each_of_its_languages(world: World, client) -> None:
    decision = conveyed(world, title="Meeting", french="Réunion")
    cy = as_(client, world.cy)
    assert texts_of(cy.get(f"/decisions/{decision.pk}/"), "h1") == ["Meeting"]
    page = cy.get(f"/decisions/{decision.pk}/?language=fr")
    assert texts_of(page, "h1") == ["Réunion"]
    assert links(page)["English"] == "?language=en"
    assert '<article lang="fr" dir="ltr">' in page.content.decode()
    assert texts_of(cy.get(f"/decisions/{decision.pk}/?language=xx"), "h1") == ["Meeting"]


def test_a_repealed_decision_says_so_and_asks_nobody_to_read_it(world: World, client) -> None:
    decision = conveyed(world)
    do(world, repeal_decision, by=world.max, decision_id=decision.pk)
    page = as_(client, world.cy).get(f"/decisions/{decision.pk}/")
    assert "It is in force for nobody." in " ".join(texts_of(page, "p"))
    assert "act_id" not in fields(page)


@pytest.mark.parametrize(("who", "headings"), [("bo", ["2 members are not reached yet"]), ("dee", [])])
def test_only_a_secretary_who_belongs_to_the_cell_sees_who_is_not_reached(
    world: World, client, who: str, headings: list[str]
) -> None:
    secretary = Office.objects.get(code="secretary")
    Term.objects.create(person=world.dee, office=secretary, unit=world.harbour, started_at=START)
    decision = conveyed(world, deadlines=[{"kind": "local", "read_by": date(2026, 4, 1)}])
    decision.deadlines.update(read_by=world.harbour.local(now()).date() + timedelta(days=9))
    page = as_(client, world.people[who]).get(f"/decisions/{decision.pk}/readings/{world.harbour.pk}/")
    assert [words for words in texts_of(page, "h2") if words.endswith("not reached yet")] == headings


def test_once_everyone_has_it_the_page_names_nobody_who_lacks_it_and_asks_for_no_marks(
    world: World, client
) -> None:
    decision = conveyed(world, deadlines=[{"kind": "local", "read_by": date(2026, 4, 1)}])
    decision.deadlines.update(read_by=world.harbour.local(now()).date() + timedelta(days=9))
    address = f"/decisions/{decision.pk}/readings/{world.harbour.pk}/"
    bo = as_(client, world.bo)
    open_page = [
        "2 members are not reached yet",
        "It was read aloud at a meeting",
        "Or: everyone has been handed it",
    ]
    assert texts_of(bo.get(address), "h2") == open_page
    bo.post(f"{address}confirmation/")
    page = bo.get(address)
    assert (texts_of(page, "h2"), "present" in fields(page)) == ([], False)
    assert "read_on" not in fields(page)
    bo.post(f"{address}withdrawal/")
    assert texts_of(bo.get(address), "h2") == open_page
    everyone = {"decision_id": decision.pk, "unit_id": world.harbour.pk, "read_on": world.at.date()}
    do(world, attest_reading, by=world.bo, present=[world.bo.pk, world.eve.pk], **everyone)
    assert texts_of(bo.get(address), "h2") == [
        "Nobody is left to be reached",
        "You entered them as present",
    ]


def test_a_secretary_sees_whom_they_marked_and_takes_one_back(world: World, client) -> None:
    decision = conveyed(world, deadlines=[{"kind": "local", "read_by": date(2026, 4, 1)}])
    decision.deadlines.update(read_by=world.harbour.local(now()).date() + timedelta(days=9))
    address = f"/decisions/{decision.pk}/readings/{world.harbour.pk}/"
    everyone = {"decision_id": decision.pk, "unit_id": world.harbour.pk, "read_on": world.at.date()}
    do(world, attest_reading, by=world.bo, present=[world.bo.pk, world.eve.pk], **everyone)
    bo = as_(client, world.bo)
    assert texts_of(bo.get(address), "li h3") == ["Bo", "Eve"]
    page = bo.post(f"{address}marks/{world.eve.pk}/withdrawal/", follow=True)
    assert (texts_of(page, "li h3"), "1 member is not reached yet" in texts_of(page, "h2")) == (["Bo"], True)
    chair = Office.objects.get(code="chair")
    Term.objects.create(person=world.eve, office=chair, unit=world.harbour, started_at=START)
    eve = as_(client, world.eve)
    assert texts_of(eve.get(address), "li h3") == []
    assert eve.post(f"{address}marks/{world.bo.pk}/withdrawal/").status_code == 422


def test_whoever_came_to_the_cell_since_neither_sees_names_nor_is_named(world: World, client) -> None:
    decision = conveyed(world, deadlines=[{"kind": "local", "read_by": date(2026, 4, 1)}])
    decision.deadlines.update(read_by=world.harbour.local(now()).date() + timedelta(days=9))
    address = f"/decisions/{decision.pk}/readings/{world.harbour.pk}/"
    came = world.at + timedelta(hours=1)
    Membership.objects.filter(person=world.eve).update(started_at=came)
    page = as_(client, world.bo).get(address)
    assert "1 member is not reached yet" in texts_of(page, "h2")
    Membership.objects.filter(person=world.bo).update(started_at=came)
    page = as_(client, world.bo).get(address)
    assert [words for words in texts_of(page, "h2") if "not reached" in words] == []
    assert "It was read aloud at a meeting" in texts_of(page, "h2")


def test_whoever_is_entered_since_with_an_earlier_day_neither_sees_names_nor_is_named(
    world: World, client
) -> None:
    decision = conveyed(world, deadlines=[{"kind": "local", "read_by": date(2026, 4, 1)}])
    decision.deadlines.update(read_by=world.harbour.local(now()).date() + timedelta(days=9))
    address = f"/decisions/{decision.pk}/readings/{world.harbour.pk}/"
    given = {
        "unit_id": world.harbour.pk,
        "name": "Flo",
        "email": "flo@example.org",
        "joined_on": date(2026, 1, 5),
    }
    later = world.at + timedelta(hours=1)
    flo = run(admit_member, given, act_id=new_id(), by=world.bo, at=later, via=Via.WEB)
    assert "2 members are not reached yet" in texts_of(as_(client, world.bo).get(address), "h2")
    secretary = Office.objects.get(code="secretary")
    Term.objects.create(person_id=flo, office=secretary, unit=world.harbour, started_at=later)
    page = as_(client, Person.objects.get(pk=flo)).get(address)
    assert "It was read aloud at a meeting" in texts_of(page, "h2")
    assert [words for words in texts_of(page, "h2") if "not reached" in words] == []


def test_a_secretary_from_outside_says_that_it_was_handed_and_marks_nobody(world: World, client) -> None:
    secretary = Office.objects.get(code="secretary")
    Term.objects.create(person=world.dee, office=secretary, unit=world.harbour, started_at=START)
    decision = conveyed(world)
    page = as_(client, world.dee).get(f"/decisions/{decision.pk}/readings/{world.harbour.pk}/")
    assert (texts_of(page, "h2"), "present" in fields(page)) == (["Everyone has been handed it"], False)


@pytest.mark.parametrize("attack", MARKDOWN_ATTACK)
def test_a_decision_with_scripts_is_shown_harmless(world: World, client, attack: str) -> None:
    decision = conveyed(world, title=attack, body=attack)
    main = as_(client, world.cy).get(f"/decisions/{decision.pk}/").content.decode().partition("<main")[2]
    for harm in ("<script", "<img", "<iframe", "<svg onload", 'href="javascript'):
        assert harm not in main.lower()


def test_who_does_not_belong_to_the_body_finds_no_page(world: World, client) -> None:
    decision = conveyed(world, by=world.ada, unit=world.north, to=world.north)
    address = f"/decisions/{decision.pk}/"
    for who, status in (("cy", 200), ("bo", 200), ("una", 200), ("dee", 404), ("stan", 404)):
        assert as_(client, world.people[who]).get(address).status_code == status


def test_what_is_listed_as_readable_is_exactly_what_opens(world: World) -> None:
    found = [
        conveyed(world),
        adopted(world),
        conveyed(world, by=world.ada, unit=world.north, to=world.hill),
        conveyed(world, by=world.bo, unit=world.harbour, to=world.harbour, offices=["secretary"]),
        drafted(world),
    ]
    for person in world.people.values():
        opens = {each.pk for each in found if decision_page(each.pk, person, at=world.at)}
        assert opens == set(readable(person, at=world.at).values_list("pk", flat=True))


def test_who_holds_an_office_below_the_body_reads_what_is_addressed_to_it(world: World, client) -> None:
    decision = conveyed(world, by=world.ada, unit=world.north, to=world.north, offices=["secretary"])
    Membership.objects.filter(person=world.bo).update(unit=world.vale)
    page = as_(client, world.bo).get(f"/decisions/{decision.pk}/")
    assert page.status_code == 200


def test_what_is_not_conveyed_is_read_only_by_those_who_write_for_the_body(world: World, client) -> None:
    decision = adopted(world)
    address = f"/decisions/{decision.pk}/"
    for who, status in (("max", 200), ("una", 404), ("cy", 404), ("ada", 404), ("stan", 404)):
        assert as_(client, world.people[who]).get(address).status_code == status
    assert links(as_(client, world.max).get(address))["Say whom it is for"] == (
        f"/publish/{decision.pk}/conveyance/"
    )


def test_nobody_reads_anything_without_signing_in(world: World, client) -> None:
    decision = conveyed(world)
    for address in ("/decisions/", "/decisions.csv", f"/decisions/{decision.pk}/", "/publish/"):
        assert client.get(address).status_code == 302


def test_the_list_has_what_is_for_me_and_still_stands(world: World, client) -> None:
    conveyed(world, title="For all")
    conveyed(world, title="For South", to=world.south)
    conveyed(world, title="Over", in_force_to=date(2026, 3, 20))
    read = conveyed(world, title="Read")
    Receipt.objects.create(decision=read, person=world.cy, origin=world.hill, acknowledged_at=world.at)
    adopted(world, title="Not conveyed")
    drafted(world, title="Draft")
    page = as_(client, world.cy).get("/decisions/")
    assert table_rows(page) == [
        ["Read", "2026/4", "Union", "now", "Acknowledged"],
        ["For all", "2026/1", "Union", "now", "To read"],
    ]
    assert links(page)["Read"] == f"/decisions/{read.pk}/"


def test_a_member_without_decisions_is_told_what_will_happen(world: World, client) -> None:
    assert texts_of(as_(client, world.cy).get("/decisions/"), "h2") == ["No decisions yet"]


def test_the_list_is_searched_by_title_and_number(world: World, client) -> None:
    conveyed(world, title="Meet monthly")
    conveyed(world, title="Pay dues")
    cy = as_(client, world.cy)
    assert titles(cy.get("/decisions/?q=MONTHLY")) == ["Meet monthly"]
    assert titles(cy.get("/decisions/?q=2026/2")) == ["Pay dues"]
    assert titles(cy.get("/decisions/?q=nothing")) == ["No decision has these words in its title or number."]


def test_the_list_is_read_page_by_page_and_no_row_comes_twice(world: World, client, monkeypatch) -> None:
    monkeypatch.setattr(papers.decision_list, "__kwdefaults__", {"size": 2})
    for number in range(5):
        conveyed(world, title=f"Decision {number}")
    cy = as_(client, world.cy)
    seen, address = [], "/decisions/"
    while address:
        page = cy.get(address)
        seen += titles(page)
        older = links(page).get("Older", "")
        address = f"/decisions/{older}" if older else ""
    assert seen == [f"Decision {number}" for number in (4, 3, 2, 1, 0)]
    assert titles(cy.get("/decisions/?after=nonsense")) == ["Decision 4", "Decision 3"]


def test_the_list_is_exported_whole_and_holds_no_formula(world: World, client, monkeypatch) -> None:
    monkeypatch.setattr(papers, "EXPORT_PAGE", 1)
    conveyed(world, title="=HYPERLINK(1)")
    conveyed(world, title="Meet", in_force_to=date(2027, 1, 1))
    answer = as_(client, world.cy).get("/decisions.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0][:3] == ["Number", "Title", "Decided by"]
    assert [row[:6] for row in rows[1:]] == [
        ["2026/2", "Meet", "Union", "2026-03-01", "2026-03-01", "2027-01-01"],
        ["2026/1", "'=HYPERLINK(1)", "Union", "2026-03-01", "2026-03-01", ""],
    ]


def test_pages_cost_the_same_with_one_decision_and_with_three(world: World, client) -> None:
    costs = []
    for more in (1, 2):
        for _number in range(more):
            decision = conveyed(world)
        cy = as_(client, world.cy)
        costs.append((cost(cy, "/decisions/"), cost(cy, f"/decisions/{decision.pk}/")))
    assert costs[0][0] == costs[1][0]
    assert costs[0][1] == costs[1][1]
    assert max(costs[0]) <= 12


def test_who_was_marked_as_present_is_told_by_whom_and_can_withdraw_it(world: World, client) -> None:
    decision = conveyed(world)
    given = {"decision_id": decision.pk, "unit_id": world.harbour.pk, "read_on": world.at.date()}
    do(world, attest_reading, by=world.bo, present=[world.eve.pk], **given)
    eve = as_(client, world.eve)
    address = f"/decisions/{decision.pk}/"
    said = " ".join(texts_of(eve.get(address), "div.screen-only p"))
    assert "Bo, an officer of your cell, entered on 2 March 2026 that you were present" in said
    assert "You acknowledged" not in said
    assert texts_of(eve.get("/"), "span.state") == ["Entered for you"]
    assert "Entered for you" in eve.get("/decisions/").content.decode()
    do(world, acknowledge_decision, by=world.eve, decision_id=decision.pk)
    assert "You acknowledged this on" in " ".join(texts_of(eve.get(address), "div.screen-only p"))
    assert eve.post(f"{address}withdrawal/", {"act_id": str(new_id())}).status_code == 302
    assert texts_of(eve.get("/"), "span.state") == ["new"]


def test_a_reading_that_names_nobody_is_refused_with_what_to_do_instead(world: World, client) -> None:
    decision = conveyed(world)
    bo = as_(client, world.bo)
    address = f"/decisions/{decision.pk}/readings/{world.harbour.pk}/"
    page = bo.get(address)
    assert "Who was there, and agreed that you enter it for them" in page.content.decode()
    refused = bo.post(address, fields(page))
    said = " ".join(refused.content.decode().split())
    assert (refused.status_code, "press “Everyone here has it” instead" in said) == (422, True)
    assert any(each.startswith("Everyone here has it") for each in texts_of(refused, "button"))


def test_who_was_entered_as_present_is_not_offered_again(world: World, client) -> None:
    decision = conveyed(world, deadlines=[{"kind": "local", "read_by": date(2026, 4, 1)}])
    decision.deadlines.update(read_by=world.harbour.local(now()).date() + timedelta(days=9))
    address = f"/decisions/{decision.pk}/readings/{world.harbour.pk}/"
    bo = as_(client, world.bo)
    assert texts_of(bo.get(address), "fieldset label") == ["Bo", "Eve"]
    given = {"decision_id": decision.pk, "unit_id": world.harbour.pk, "read_on": world.at.date()}
    do(world, attest_reading, by=world.bo, present=[world.bo.pk], **given)
    assert texts_of(bo.get(address), "fieldset label") == ["Eve"]


def test_who_gave_themselves_the_office_is_not_told_that_they_are_no_member(world: World, client) -> None:
    decision = conveyed(world)
    office = Office.objects.get(code="secretary")
    own = {"office": office, "unit": world.hill, "person_id": world.ada.pk, "started_at": START}
    Term.objects.create(**own, entered_by_id=world.ada.pk)
    page = as_(client, world.ada).get(f"/decisions/{decision.pk}/readings/{world.hill.pk}/").content.decode()
    assert ("You put yourself into this office" in page, "You are no member of this cell" in page) == (
        True,
        False,
    )
