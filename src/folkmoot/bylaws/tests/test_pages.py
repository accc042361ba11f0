from datetime import timedelta
from fractions import Fraction

import pytest

from conftest import World
from folkmoot.bylaws.actions.entering import remark_article
from folkmoot.bylaws.forms import _FIELDS
from folkmoot.bylaws.jobs import follow_amendments_job
from folkmoot.bylaws.models import Provision
from folkmoot.bylaws.rules.kinds import Kind
from folkmoot.bylaws.rules.words import share_in_words
from folkmoot.bylaws.tests.clauses import WRITTEN
from folkmoot.bylaws.tests.papers import BODY, HALF, MONTHLY, TWO_THIRDS, bylaws, entered
from folkmoot.decisions.actions.conveying import convey_decision
from folkmoot.decisions.tests.pages import fields, texts_of
from folkmoot.decisions.tests.papers import amendment, conveyed, do
from folkmoot.membership.tests.paging import as_, cost, links, refusals, table_rows
from folkmoot.people.models import Membership, Term


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


def page_of(unit) -> str:
    return f"/units/{unit.pk}/bylaws/"


def test_a_member_reads_what_the_articles_ask_and_what_is_quoted(world: World, client) -> None:
    decision = bylaws(world)
    entered(world, decision, "2.2", HALF)
    entered(world, decision, "2.1", MONTHLY, unit_kinds=["local"])
    entered(world, decision, "3", {"kind": "notice", "days": 7})
    entered(world, decision, "3", {"kind": "majority", "share": "33/50", "matter": "bylaws", "of": "members"})
    do(
        world,
        remark_article,
        by=world.max,
        decision_id=decision.pk,
        article="1",
        remark="No clause says this.",
    )
    page = as_(client, world.cy).get(page_of(world.hill))
    assert texts_of(page, "h1")[0].endswith("Bylaws")
    assert table_rows(page) == [
        ["1", "No clause says this.", "from 2 March 2026, not checked"],
        ["2.1", "A general meeting is held at least once every month.", "from 2 March 2026, for locals"],
        [
            "2.2",
            "Quorum, any meeting, any matter: at least half of the members, present.",
            "from 2 March 2026",
        ],
        [
            "3",
            "Notice, any meeting: at least 7 full days between the call and the meeting.",
            "from 2 March 2026",
        ],
        ["3", "Majority, changing the bylaws: at least 66 % of all members.", "from 2 March 2026"],
    ]
    quoted = [each for each in texts_of(page, "li") if "article" in each]
    assert quoted == [
        "Quorum 2 of 4: article 2.2",
        "Notice 7 full days: article 3",
        "Majority, changing the bylaws: at least 66 % of all members: article 3",
    ]


def test_a_text_is_named_to_whoever_may_read_it(world: World, client) -> None:
    decision = bylaws(world)
    entered(world, decision)
    page = as_(client, world.cy).get(page_of(world.hill))
    assert "A decision of Union" in texts_of(page, "h2")
    do(world, convey_decision, by=world.max, decision_id=decision.pk, unit_id=world.union.pk)
    page = client.get(page_of(world.hill))
    assert links(page)["Bylaws"] == f"/decisions/{decision.pk}/"
    assert links(page)["2.2"] == f"/decisions/{decision.pk}/#point-2.2"


def test_what_is_for_other_kinds_of_unit_is_left_out_below(world: World, client) -> None:
    entered(world, bylaws(world), "2.1", MONTHLY, unit_kinds=["local"])
    assert table_rows(as_(client, world.ada).get(page_of(world.north))) == []
    assert "No article has a clause yet" in texts_of(client.get(page_of(world.north)), "h2")
    assert len(table_rows(as_(client, world.max).get(page_of(world.union)))) == 1


@pytest.mark.parametrize("who", ["dee", "stan", "eve"])
def test_bylaws_of_a_cell_are_not_there_for_strangers(world: World, client, who: str) -> None:
    entered(world, bylaws(world))
    assert as_(client, world.cy).get(page_of(world.hill)).status_code == 200
    assert as_(client, world.people[who]).get(page_of(world.hill)).status_code == 404


def test_a_clause_is_entered_by_choosing_article_and_kind_first(world: World, client) -> None:
    decision = bylaws(world)
    page = as_(client, world.max).get(f"/decisions/{decision.pk}/")
    assert links(page)["Say what its articles ask"] == f"/decisions/{decision.pk}/clauses/"
    page = client.get(f"/decisions/{decision.pk}/clauses/")
    assert fields(page)["article"] == "1"
    address = f"/decisions/{decision.pk}/clauses/new/?article=2.2&kind=quorum"
    given = fields(client.get(address)) | {
        "meeting": "any",
        "present_as": "share",
        "present": "1/2",
        "unit_kinds": ["local"],
    }
    page = client.post(address, given, follow=True)
    assert page.request["PATH_INFO"] == f"/decisions/{decision.pk}/clauses/"
    assert "Quorum, any meeting, any matter: at least half of the members, present." in texts_of(page, "h3")
    row = Provision.objects.get()
    assert (row.article, row.clause, row.unit_kinds) == (
        "2.2",
        HALF | {"meeting": "any", "matter": "any", "counted": "present"},
        ["local"],
    )


def test_each_wrong_entry_is_refused_beside_its_field(world: World, client) -> None:
    decision = bylaws(world)
    address = f"/decisions/{decision.pk}/clauses/new/?article=2.1&kind=frequency"
    given = fields(as_(client, world.max).get(address)) | {"times": "often", "meeting": "any"}
    page = client.post(address, given)
    assert page.status_code == 422
    assert texts_of(page, "div.field-error") == [
        "Say which kind of meeting is held so often.",
        "“often” is no whole number from 1 to 366.",
    ]
    assert Provision.objects.count() == 0


def test_a_refusal_of_the_act_is_shown_on_the_form(world: World, client) -> None:
    decision = bylaws(world)
    entered(world, decision)
    address = f"/decisions/{decision.pk}/clauses/new/?article=3&kind=quorum"
    page = client.post(
        address,
        fields(as_(client, world.max).get(address))
        | {"meeting": "any", "present_as": "share", "present": "1/3"},
    )
    assert page.status_code == 422
    assert refusals(page)[0].startswith("Article 2.2 already says about the same")


def test_a_clause_is_changed_from_what_it_says_now(world: World, client) -> None:
    decision = bylaws(world)
    entered(world, decision, unit_kinds=["local"])
    as_(client, world.max)
    world.at += timedelta(days=1)
    address = links(client.get(f"/decisions/{decision.pk}/clauses/"))["Change"]
    given = fields(client.get(address))
    assert (given["present"], given["present_as"]) == ("1/2", "share")
    client.post(address, given | {"present": "2/3"}, follow=True)
    rows = Provision.objects.order_by("since")
    assert [(row.clause["present"], row.former_id) for row in rows] == [("1/2", None), ("2/3", rows[0].pk)]
    page = client.get(f"/decisions/{decision.pk}/clauses/")
    assert len(texts_of(page, "h3")) == 1


def test_a_clause_is_ended_after_a_question(world: World, client) -> None:
    decision = bylaws(world)
    pk = entered(world, decision)
    address = f"/decisions/{decision.pk}/clauses/{pk}/ending/"
    assert texts_of(as_(client, world.max).get(address), "h1") == ["End this at article 2.2?"]
    client.post(address, follow=True)
    assert Provision.objects.get().until is not None
    assert client.get(address).status_code == 404


def test_what_cannot_be_checked_is_said(world: World, client) -> None:
    decision = bylaws(world)
    address = f"/decisions/{decision.pk}/clauses/remark/"
    given = fields(as_(client, world.max).get(address))
    page = client.post(address, given | {"article": "1", "remark": "A court says it."}, follow=True)
    assert texts_of(page, "h3") == ["A court says it."]
    assert client.post(address, given | {"article": "1", "remark": " "}).status_code == 422


def test_a_clause_whose_article_was_changed_asks_to_be_looked_at(world: World, client) -> None:
    decision = bylaws(world)
    pk = entered(world, decision)
    amendment(world, decision, BODY.replace("Half", "A full half"))
    follow_amendments_job(world.at)
    page = as_(client, world.max).get(f"/decisions/{decision.pk}/clauses/")
    assert any("The words of the article were changed" in each for each in texts_of(page, "p.meta"))
    page = client.post(f"/decisions/{decision.pk}/clauses/{pk}/confirmation/", follow=True)
    assert not any("The words of the article were changed" in each for each in texts_of(page, "p.meta"))


@pytest.mark.parametrize("who", ["una", "ada", "bo", "cy", "dee", "stan"])
@pytest.mark.parametrize("place", ["", "new/?article=3&kind=notice", "remark/", "{}/ending/"])
def test_who_does_not_lead_the_body_finds_no_page_to_enter_clauses(
    world: World, client, who: str, place: str
) -> None:
    decision = bylaws(world)
    address = f"/decisions/{decision.pk}/clauses/" + place.format(entered(world, decision))
    assert as_(client, world.max).get(address).status_code == 200
    assert as_(client, world.people[who]).get(address).status_code == 404


def test_without_an_article_or_a_kind_one_chooses_them_first(world: World, client) -> None:
    decision = bylaws(world)
    as_(client, world.max)
    for query in ("", "?article=9&kind=quorum", "?article=3&kind=dance", "?former=x"):
        page = client.get(f"/decisions/{decision.pk}/clauses/new/{query}")
        assert page.headers["Location"] == f"/decisions/{decision.pk}/clauses/"


@pytest.mark.parametrize("kind", sorted(Kind))
def test_every_kind_of_clause_has_a_form_with_all_it_takes(world: World, client, kind: Kind) -> None:
    decision = bylaws(world)
    page = as_(client, world.max).get(f"/decisions/{decision.pk}/clauses/new/?article=3&kind={kind}")
    assert page.status_code == 200
    assert set(_FIELDS[kind]()) <= set(page.context["form"].fields)
    assert kind.value in WRITTEN


@pytest.mark.parametrize("count", [1, 3])
def test_pages_cost_the_same_however_many_clauses_there_are(world: World, client, count: int) -> None:
    union, own = bylaws(world), bylaws(world, unit=world.harbour, by=world.bo)
    do(world, convey_decision, by=world.max, decision_id=union.pk, unit_id=world.union.pk)
    as_(client, world.max)
    client.get(f"/decisions/{union.pk}/")
    without = cost(client, f"/decisions/{union.pk}/")
    for number in range(count):
        kinds = ["union", "region", "local"][number : number + 1]
        entered(world, union, unit_kinds=kinds)
        entered(world, own, clause=TWO_THIRDS, unit_kinds=kinds, by=world.bo)
    as_(client, world.bo)
    assert cost(client, page_of(world.harbour)) <= 12
    assert cost(client, f"/decisions/{own.pk}/clauses/") <= 12
    as_(client, world.max)
    assert cost(client, f"/decisions/{union.pk}/") == without
    assert cost(client, f"/decisions/{union.pk}/clauses/new/?article=3&kind=quorum") <= 12


def test_nothing_is_chosen_before_whoever_enters_a_clause_chose_it(world: World, client) -> None:
    address = f"/decisions/{bylaws(world).pk}/clauses/new/?article=2.2&kind=quorum"
    page = as_(client, world.max).get(address)
    given = fields(page)
    assert (given["meeting"], "How much? (optional)" in page.content.decode()) == ("", False)
    page = client.post(address, given)
    assert page.status_code == 422
    assert [each.split(" – ")[0] for each in refusals(page)] == ["Meeting", "How much?"]


def test_bylaws_are_found_from_the_decision_and_from_the_library(world: World, client) -> None:
    decision = conveyed(world)
    entered(world, decision, "1", MONTHLY)
    as_(client, world.cy)
    page = client.get(f"/decisions/{decision.pk}/")
    assert links(page)["What its articles ask of your unit"] == "/units/bylaws/"
    assert links(client.get("/library/"))["Bylaws"] == "/units/bylaws/"
    assert client.get("/units/bylaws/").headers["Location"] == page_of(world.hill)
    other = conveyed(world)
    assert [name for name in links(client.get(f"/decisions/{other.pk}/")) if "articles ask" in name] == []


def test_who_belongs_nowhere_is_told_so_where_the_library_leads(world: World, client) -> None:
    Term.objects.filter(person=world.una).delete()
    Membership.objects.filter(person=world.una).delete()
    address = links(as_(client, world.una).get("/library/"))["Bylaws"]
    page = client.get(address)
    assert (page.status_code, "You belong to no unit" in page.content.decode()) == (200, True)


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (Fraction(1, 2), "half"),
        (Fraction(2, 3), "two thirds"),
        (Fraction(33, 50), "66 %"),
        (Fraction(1), "100 %"),
        (Fraction(5, 7), "5/7"),
    ],
)
def test_a_share_is_put_as_people_say_it(share: Fraction, words: str) -> None:
    assert share_in_words(share) == words
