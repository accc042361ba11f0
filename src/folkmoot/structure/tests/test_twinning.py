"""Two units that agree are twinned: they see each other's name and officers, and nothing else."""

from datetime import datetime, timedelta

import pytest

from conftest import World
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.people.models import Membership, Office, Term
from folkmoot.structure.actions.twinning import accept_twinning, end_twinning, offer_twinning
from folkmoot.structure.models import CodeMissed, Twinning
from folkmoot.structure.queries.twins import twins_of, twins_page
from folkmoot.structure.rules.twinning import OFFERS_MOST, TWINS_MOST
from folkmoot.structure.tests.acting import do, entries
from folkmoot.structure.tests.pages import sign_in, undone, words_of
from folkmoot.units.models import Unit


@pytest.fixture
def eli(world: World):
    """Dee is Vale's secretary here."""
    Term.objects.create(
        person=world.dee,
        office=Office.objects.get(code="secretary"),
        unit=world.vale,
        started_at=world.at,
    )
    return world.dee


def offered(world: World, by=None, unit=None, code: str = "vale"):
    return do(offer_twinning, unit_id=(unit or world.harbour).pk, code=code, by=by or world.bo, at=world.at)


def twinned(world: World, eli) -> None:
    offered(world)
    do(accept_twinning, unit_id=world.vale.pk, other_id=world.harbour.pk, by=eli, at=world.at)


def facts(world: World, unit: Unit) -> list[str]:
    return [str(said) for _term, said in twins_of(unit, world.una, world.at)]


def test_one_offers_the_other_accepts_and_each_sees_the_other(world: World, eli) -> None:
    offered(world)
    assert (facts(world, world.harbour), facts(world, world.vale)) == ([], [])
    do(accept_twinning, unit_id=world.vale.pk, other_id=world.harbour.pk, by=eli, at=world.at)
    assert facts(world, world.harbour) == ["Vale (secretary: Dee)"]
    assert facts(world, world.vale) == ["Harbour (secretary: Bo)"]
    assert [event for event, *_rest in entries()] == ["TwinningOffered", "TwinningAccepted"]


@pytest.mark.parametrize("ends_it", ["harbour", "vale"])
@pytest.mark.parametrize("is_accepted", [True, False])
def test_either_ends_it_and_no_row_is_left(world: World, eli, ends_it: str, is_accepted: bool) -> None:
    twinned(world, eli) if is_accepted else offered(world)
    unit, other = (world.harbour, world.vale) if ends_it == "harbour" else (world.vale, world.harbour)
    by = world.bo if ends_it == "harbour" else eli
    do(end_twinning, unit_id=unit.pk, other_id=other.pk, by=by, at=world.at)
    assert (Twinning.objects.count(), facts(world, world.harbour)) == (0, [])
    with pytest.raises(Refused, match="Nothing is left to end"):
        do(end_twinning, unit_id=unit.pk, other_id=other.pk, by=by, at=world.at)


def test_whoever_offered_does_not_accept_for_the_other(world: World, eli) -> None:
    offered(world)
    with pytest.raises(Refused, match="No such offer waits"):
        do(accept_twinning, unit_id=world.harbour.pk, other_id=world.vale.pk, by=world.bo, at=world.at)
    with pytest.raises(Refused, match="There is no such unit"):
        do(accept_twinning, unit_id=world.vale.pk, other_id=world.harbour.pk, by=world.bo, at=world.at)
    with pytest.raises(Refused, match="There is no such unit"):
        do(end_twinning, unit_id=world.vale.pk, other_id=world.harbour.pk, by=world.bo, at=world.at)
    assert Twinning.objects.get().accepted_at is None


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("nowhere", r"There is no open unit with the code “nowhere”\."),
        ("harbour", r"Harbour and Harbour belong together already\."),
        ("north", r"Harbour and North belong together already\."),
    ],
)
def test_what_cannot_be_twinned_is_refused(world: World, code: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        offered(world, code=code)


def test_of_a_closed_unit_its_code_tells_nothing(world: World) -> None:
    Unit.objects.filter(pk=world.vale.pk).update(closed_at=world.at)
    with pytest.raises(Refused) as refusal:
        offered(world)
    assert str(refusal.value) == "There is no open unit with the code “vale”. Ask its officers for it."


def test_a_second_offer_is_refused_from_either_side(world: World, eli) -> None:
    offered(world)
    for by, unit, code in ((world.bo, world.harbour, "vale"), (eli, world.vale, "harbour")):
        with pytest.raises(Refused, match="twinned already, or one of them has offered it"):
            offered(world, by, unit, code)


def units_of_south(world: World, number: int) -> list[Unit]:
    made = [
        Unit(name=f"U{n:02}", search_name=f"u{n}", code=f"u{n}", kind=world.vale.kind, parent=world.south,
             path=f"{world.south.path}0z{n:02}", time_zone="UTC", founded_at=world.at)
        for n in range(number)
    ]  # fmt: skip
    return Unit.objects.bulk_create(made)


@pytest.mark.parametrize("full", ["harbour", "vale"])
def test_with_twenty_units_one_is_twinned_and_with_no_more(world: World, eli, full: str) -> None:
    offered(world)
    others = units_of_south(world, TWINS_MOST)
    Twinning.objects.bulk_create(
        Twinning(unit=world.units[full], other=other, offered_at=world.at, accepted_at=world.at)
        for other in others
    )
    given = {"unit_id": world.vale.pk, "other_id": world.harbour.pk, "by": eli, "at": world.at}
    with pytest.raises(Refused, match=f"{full.title()} is twinned with 20 units, and can be with no more"):
        do(accept_twinning, **given)
    Twinning.objects.filter(other=others[0]).delete()
    do(accept_twinning, **given)
    assert len(twins_page(world.units[full], at=world.at).twins) == TWINS_MOST


@pytest.mark.parametrize(("offers", "more"), [(2, False), (3, True)])
def test_of_many_offers_the_first_are_shown_and_it_is_said_that_others_wait(
    world: World, monkeypatch, client, offers: int, more: bool
) -> None:
    monkeypatch.setattr("folkmoot.structure.queries.twins.OFFERS_SHOWN", 2)
    for days, other in enumerate(units_of_south(world, offers)):
        Twinning.objects.create(unit=other, other=world.harbour, offered_at=world.at + timedelta(days=days))
    page = twins_page(world.harbour, at=world.at)
    assert ([unit.name for unit in page.received], page.has_more) == (["U00", "U01"], more)
    shown = words_of(sign_in(client, world.bo).get(f"/units/{world.harbour.pk}/twins/"))
    assert ("More offers wait behind these." in shown) is more


def test_ten_offers_wait_at_the_most(world: World) -> None:
    others = units_of_south(world, OFFERS_MOST)
    Twinning.objects.bulk_create(
        Twinning(unit=world.harbour, other=other, offered_at=world.at) for other in others
    )
    with pytest.raises(Refused, match=r"10 offers of Harbour wait for an answer\."):
        offered(world)


def test_a_unit_that_is_closed_is_no_twin_until_it_is_founded_again(world: World, eli) -> None:
    twinned(world, eli)
    Unit.objects.filter(pk=world.vale.pk).update(closed_at=world.at)
    assert facts(world, world.harbour) == []
    Unit.objects.filter(pk=world.vale.pk).update(closed_at=None)
    assert facts(world, world.harbour) == ["Vale (secretary: Dee)"]


def test_the_page_of_a_unit_names_its_twins_and_leads_nowhere_else(world: World, eli, client) -> None:
    twinned(world, eli)
    eve = sign_in(client, world.eve)
    page = eve.get(f"/units/{world.harbour.pk}/")
    assert "Twinned with Vale (secretary: Dee)" in words_of(page)
    assert str(world.vale.pk) not in page.content.decode()
    assert eve.get(f"/units/{world.vale.pk}/").status_code == 404


def test_it_is_offered_accepted_and_ended_on_pages(world: World, eli, client) -> None:
    bo = sign_in(client, world.bo)
    url = f"/units/{world.harbour.pk}/twins/"
    wrong = bo.post(url, {"code": "nowhere", "act_id": new_id()})
    assert (wrong.status_code, "There is no open unit" in words_of(wrong)) == (422, True)
    asked = bo.post(url, {"code": "vale", "act_id": new_id()}, follow=True)
    # Nobody has agreed yet, so nothing is shown but what Bo wrote.
    assert ("You wait for" in words_of(asked), "Vale" in words_of(asked)) == (True, False)
    dee = sign_in(client, eli)
    theirs = f"/units/{world.vale.pk}/twins/"
    assert "Offered to you Harbour" in words_of(dee.get(theirs))
    done = dee.post(f"{theirs}{world.harbour.pk}/acceptance/", {"act_id": new_id()}, follow=True)
    assert "The two units are twinned now." in words_of(done)
    ended = dee.post(f"{theirs}{world.harbour.pk}/end/", {"act_id": new_id()}, follow=True)
    assert "That is ended." in words_of(ended)


def test_who_twins_no_unit_finds_no_page(world: World, client) -> None:
    url = f"/units/{world.harbour.pk}/twins/"
    assert sign_in(client, world.eve).get(url).status_code == 404
    assert sign_in(client, world.dee).get(url).status_code == 404


def test_a_twin_reads_no_members_of_the_other(world: World, eli, client) -> None:
    twinned(world, eli)
    bo = sign_in(client, world.bo)
    assert Membership.objects.filter(unit=world.vale).count() == 1
    assert "Dee" not in words_of(bo.get("/members/"))


@pytest.mark.parametrize("twins", [1, 3])
def test_the_page_costs_the_same_however_many(world: World, twins: int, django_assert_num_queries) -> None:
    for other in (world.vale, world.south, world.hill)[:twins]:
        Twinning.objects.create(unit=world.harbour, other=other, offered_at=world.at, accepted_at=world.at)
    with django_assert_num_queries(3):
        assert len(twins_page(world.harbour, at=world.at).twins) == twins


def test_whoever_may_not_offer_learns_nothing_of_any_code(world: World) -> None:
    said = []
    for code in ("vale", "nowhere", "south"):
        with pytest.raises(Refused) as refusal:
            offered(world, by=world.cy, unit=world.hill, code=code)
        said.append(str(refusal.value))
    assert set(said) == {said[0]}
    assert said[0].startswith("You hold no office that may do this in Hill.")
    assert CodeMissed.objects.count() == 0


def test_codes_that_no_unit_has_are_tried_ten_times_a_day(world: World) -> None:
    def tried(at: datetime, code: str) -> str:
        try:
            do(offer_twinning, unit_id=world.harbour.pk, code=code, by=world.bo, at=at)
        except Refused as refusal:
            return str(refusal)[:12]
        return "offered"

    minutes = [world.at + timedelta(minutes=minute) for minute in range(13)]
    said = [tried(minute, f"no{number}") for number, minute in enumerate(minutes)]
    assert said == [*["There is no "] * 10, *["More than 10"] * 3]
    # Whether a code is right is not told either.
    assert tried(minutes[-1], "vale") == "More than 10"
    assert tried(world.at + timedelta(days=1), "vale") == "offered"
    assert tried(world.at + timedelta(days=2), "nowhere") == "There is no "
    assert CodeMissed.objects.count() == 1


def test_an_offer_and_its_withdrawal_are_taken_back_from_the_message_after_them(
    world: World, eli, client
) -> None:
    sign_in(client, world.bo)
    place = f"/units/{world.harbour.pk}/twins/"
    page = client.post(place, {"act_id": new_id(), "code": "vale"}, follow=True)
    undone(client, page)
    assert not Twinning.objects.exists()
    offered(world)
    end = f"{place}{world.vale.pk}/end/"
    page = client.post(end, {"act_id": new_id()}, follow=True)
    assert not Twinning.objects.exists()
    undone(client, page)
    assert list(Twinning.objects.values_list("unit__code", "other__code", "accepted_at")) == [
        ("harbour", "vale", None)
    ]


def test_what_two_agreed_to_does_not_come_back_by_the_word_of_one(world: World, eli, client) -> None:
    twinned(world, eli)
    sign_in(client, world.bo)
    page = client.post(
        f"/units/{world.harbour.pk}/twins/{world.vale.pk}/end/", {"act_id": new_id()}, follow=True
    )
    assert (Twinning.objects.exists(), 'name="undo"' in page.content.decode()) == (False, False)
