from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.test import Client
from django.utils.formats import date_format
from hypothesis import given
from hypothesis import strategies as st

from conftest import World, give_passkey
from folkmoot.accounts.actions.slips import end_slip, new_code, use_slip
from folkmoot.accounts.jobs import end_slips
from folkmoot.accounts.models import Slip
from folkmoot.accounts.rules.slips import TRIES, is_easily_guessed, is_pin, normal_code
from folkmoot.accounts.tests.paper import PIN, Paper, enter, hashed, is_signed_in_as, paper_for_eve
from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.clock import now
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.models import Entry
from folkmoot.people.models import Account, Term


@pytest.fixture
def paper(world: World) -> Paper:
    return paper_for_eve(world)


def events() -> list[str]:
    return [
        event for event in Entry.objects.order_by("id").values_list("event", flat=True) if "Slip" in event
    ]


def test_a_member_without_a_mailbox_comes_in_by_paper_and_pin(paper: Paper, client: Client) -> None:
    paper.print().confirm()
    typed = f" {paper.code.lower().replace('-', ' ')}"
    response = client.post("/sign-in/slip/", {"code": typed, "pin": PIN})
    assert response.headers["Location"] == "/account/second/"
    assert is_signed_in_as(client, paper.world.eve)
    assert (paper.slip.outcome, paper.slip.pin_hash) == ("used", "")
    assert events() == ["SlipPrinted", "SlipConfirmed", "SlipEnded"]


def test_a_slip_is_used_once(paper: Paper, client: Client) -> None:
    paper.print().confirm()
    act_id = str(new_id())
    sent = {"code": paper.code, "pin": PIN, "act_id": act_id}
    assert client.post("/sign-in/slip/", sent).status_code == 302
    client.post("/sign-out/")
    assert client.post("/sign-in/slip/", sent).status_code == 422
    assert not is_signed_in_as(client, paper.world.eve)


def test_the_officer_who_printed_it_cannot_use_it_before_the_second_saw_the_member(
    paper: Paper, client: Client
) -> None:
    paper.print()
    assert [enter(client, paper.code, pin) for pin in ("", PIN)] == [422, 422]


def test_the_officer_who_printed_it_does_not_know_the_pin(paper: Paper, client: Client) -> None:
    paper.print().confirm()
    assert enter(client, paper.code, "000001") == 422
    assert not is_signed_in_as(client, paper.world.eve)


def test_the_second_officer_does_not_know_the_code(paper: Paper, client: Client) -> None:
    paper.print().confirm()
    kept = paper.slip
    assert {len(kept.code_hash), len(kept.pin_hash)} == {64}
    assert enter(client, kept.code_hash) == 422
    page = Client()
    page.force_login(paper.world.una.account)
    assert paper.code not in page.get(f"/people/{paper.world.eve.pk}/slip/").content.decode()


@pytest.mark.parametrize(
    ("by", "via", "sentence"),
    [
        ("bo", Via.WEB, "It takes two officers."),
        ("cy", Via.WEB, "This slip is over"),
        ("ada", Via.WEB, "This slip is over"),
        ("eve", Via.WEB, "Nobody can do this for themselves."),
        ("una", Via.OPERATOR, "Only an officer can do this, signed in as themselves on a page."),
        ("una", Via.API, "Only an officer can do this, signed in as themselves on a page."),
    ],
)
def test_who_cannot_be_the_second_officer(paper: Paper, by: str, via: Via, sentence: str) -> None:
    paper.print()
    with pytest.raises(Refused, match=sentence):
        paper.confirm(by=by, via=via)
    assert paper.slip.seen_by is None


@pytest.mark.parametrize(
    ("by", "via"), [("ada", Via.WEB), ("eve", Via.WEB), ("bo", Via.OPERATOR), ("bo", Via.API)]
)
def test_who_cannot_print_one(paper: Paper, by: str, via: Via) -> None:
    with pytest.raises(Refused):
        paper.print(by=by, via=via)
    assert Slip.objects.count() == 0


def test_no_slip_is_printed_for_somebody_with_an_address(world: World) -> None:
    with pytest.raises(Refused, match="They have an e-mail address and sign in with it"):
        Paper(world).print()


@pytest.mark.parametrize(
    ("pin", "sentence"),
    [
        ("12345", "A PIN is six to twelve digits."),
        ("12345a", "A PIN is six to twelve digits."),
        ("٣٤٥٦٧٨", "A PIN is six to twelve digits."),
        ("123456", "This PIN is among the first that anybody tries."),
        ("777777", "This PIN is among the first that anybody tries."),
        ("135135", "This PIN is among the first that anybody tries."),
    ],
)
def test_which_pins_are_refused(paper: Paper, pin: str, sentence: str) -> None:
    paper.print()
    with pytest.raises(Refused, match=sentence):
        paper.confirm(pin=pin)
    assert paper.slip.pin_hash == ""


def test_five_wrong_pins_end_the_paper_and_the_right_one_no_longer_helps(
    paper: Paper, client: Client
) -> None:
    paper.print().confirm()
    for _ in range(TRIES):
        assert enter(client, paper.code, "314159") == 422
    assert enter(client, paper.code) == 422
    assert paper.slip.tries == TRIES


def test_the_door_says_the_same_of_every_slip_that_opens_nothing(paper: Paper, client: Client) -> None:
    paper.print().confirm()
    said = [
        str(client.post("/sign-in/slip/", {"code": code, "pin": pin}).context["form"].non_field_errors())
        for code, pin in ((paper.code, "314159"), (new_code(), PIN), ("x", "y"))
    ]
    assert said[0] == said[1] == said[2] != ""


def test_a_slip_is_good_for_seven_days_and_then_keeps_no_pin(paper: Paper) -> None:
    paper.print().confirm()
    later = now() + timedelta(days=7)
    given = {"slip_id": paper.id, "code": paper.code, "pin": PIN}
    with pytest.raises(Refused, match="open nothing"):
        run(use_slip, given, act_id=new_id(), by=paper.world.eve, at=later, via=Via.WEB)
    assert end_slips(later) is False
    assert (paper.slip.outcome, paper.slip.pin_hash) == ("expired", "")


def test_nobody_uses_the_slip_of_another(paper: Paper) -> None:
    paper.print().confirm()
    given = {"slip_id": paper.id, "code": paper.code, "pin": PIN}
    with pytest.raises(Refused, match="Only the member can do this"):
        run(use_slip, given, act_id=new_id(), by=paper.world.bo, at=now(), via=Via.WEB)
    with pytest.raises(Refused, match="Only the member can do this"):
        run(use_slip, given, act_id=new_id(), by=paper.world.eve, at=now(), via=Via.OPERATOR)


def test_a_slip_is_taken_back(paper: Paper, client: Client) -> None:
    paper.print().confirm()
    paper.do(end_slip, "bo", slip_id=paper.id)
    assert enter(client, paper.code) == 422
    assert events()[-1] == "SlipEnded"


@pytest.mark.parametrize(("ending", "words"), [("used", "used"), ("ended", "taken back")])
def test_the_page_says_what_became_of_the_last_slip(
    paper: Paper, client: Client, ending: str, words: str
) -> None:
    paper.print().confirm()
    client.force_login(paper.world.bo.account)
    address = f"/people/{paper.world.eve.pk}/slip/"
    assert "What became of the last one" not in client.get(address).content.decode()
    if ending == "used":
        enter(Client(), paper.code)
    else:
        paper.do(end_slip, "bo", slip_id=paper.id)
    printed = date_format(paper.slip.printed_at)
    assert f"the last one, printed on {printed}: {words}." in client.get(address).content.decode()


def test_another_slip_takes_the_place_of_the_first(paper: Paper, client: Client) -> None:
    paper.print().confirm()
    first = paper.code
    again = Paper(paper.world).print().confirm()
    assert enter(client, first) == 422
    assert enter(client, again.code) == 302


def test_the_database_itself_asks_for_two_officers(paper: Paper) -> None:
    paper.print()
    with pytest.raises((IntegrityError, ValidationError)):
        Slip.objects.filter(pk=paper.id).update(seen_by=paper.world.bo)


def test_neither_the_pin_nor_the_code_stands_in_the_ledger_or_in_the_claims(
    paper: Paper, client: Client
) -> None:
    paper.print().confirm()
    enter(client, paper.code)
    payloads = " ".join(Entry.objects.values_list("payload", flat=True))
    assert PIN not in payloads
    assert hashed(paper.code) not in payloads


def test_a_slip_does_not_go_round_a_passkey(paper: Paper, client: Client) -> None:
    paper.print().confirm()
    # Signed in on another device meanwhile, and a passkey added there.
    Account.objects.create(person=paper.world.eve, email=None, password="!")
    give_passkey(paper.world.eve)
    response = client.post("/sign-in/slip/", {"code": paper.code, "pin": PIN})
    assert response.headers["Location"] == "/sign-in/second/"
    assert not is_signed_in_as(client, paper.world.eve)


def test_no_slip_is_printed_for_somebody_with_a_passkey(paper: Paper) -> None:
    Account.objects.create(person=paper.world.eve, email=None, password="!")
    give_passkey(paper.world.eve)
    with pytest.raises(Refused, match="If it is lost, have it removed first"):
        paper.print()


# Pages


def test_a_secretary_prints_and_a_registrar_confirms_on_their_pages(paper: Paper, client: Client) -> None:
    address = f"/people/{paper.world.eve.pk}/slip/"
    client.force_login(paper.world.bo.account)
    printed = client.post(address, {"act_id": str(new_id())})
    code = printed.context["code"]
    assert code in printed.content.decode()
    assert "no-store" in printed.headers["Cache-Control"]
    assert "The member is here with me" not in client.get(address).content.decode()
    client.force_login(paper.world.una.account)
    assert "The member is here with me" in client.get(address).content.decode()
    refused = client.post(f"{address}confirmation/", {"pin": PIN, "pin_again": "x"})
    assert refused.status_code == 422
    done = client.post(f"{address}confirmation/", {"pin": PIN, "pin_again": PIN})
    assert done.headers["Location"] == address
    client.logout()
    assert enter(client, code) == 302


def test_whoever_sends_the_form_again_is_shown_no_other_code(paper: Paper, client: Client) -> None:
    client.force_login(paper.world.bo.account)
    sent = {"act_id": str(new_id())}
    address = f"/people/{paper.world.eve.pk}/slip/"
    assert client.post(address, sent).status_code == 200
    assert client.post(address, sent).status_code == 422
    assert Slip.objects.count() == 1


@pytest.mark.parametrize("name", ["cy", "ada", "dee"])
def test_strangers_find_no_slip_page(paper: Paper, client: Client, name: str) -> None:
    client.force_login(getattr(paper.world, name).account)
    for end in ("slip/", "slip/confirmation/"):
        assert client.get(f"/people/{paper.world.eve.pk}/{end}").status_code == 404


# Rules


@given(st.text("0123456789", min_size=6, max_size=12))
def test_a_pin_of_equal_steps_is_easily_guessed_whichever_digit_it_begins_with(pin: str) -> None:
    moved = "".join(str((int(digit) + 1) % 10) for digit in pin)
    assert is_pin(pin)
    assert is_easily_guessed(pin) == is_easily_guessed(moved)
    assert is_easily_guessed(pin[0] * len(pin))


@given(st.text("BCDFGHJKLMNPQRSTVWXZ", min_size=16, max_size=16), st.sampled_from(["-", " ", "", " - "]))
def test_a_code_is_the_same_however_it_is_written(code: str, gap: str) -> None:
    written = gap.join(code[start : start + 4] for start in range(0, 16, 4))
    assert normal_code(written.lower()) == code


@pytest.mark.parametrize(("days", "is_kept"), [(29, False), (31, True)])
def test_whoever_was_appointed_lately_confirms_no_slip(paper: Paper, days: int, is_kept: bool) -> None:
    entered = {"entered_at": now() - timedelta(days=days), "entered_by": paper.world.max}
    Term.objects.filter(person=paper.world.una).update(**entered)
    paper.print()
    if is_kept:
        paper.confirm()
    else:
        with pytest.raises(Refused, match="Una has not held an office that may do this for a month yet"):
            paper.confirm()
    assert (paper.slip.seen_by == paper.world.una) is is_kept


def test_whoever_was_appointed_lately_prints_none(paper: Paper) -> None:
    Term.objects.filter(person=paper.world.bo).update(entered_at=now(), entered_by=paper.world.max)
    with pytest.raises(Refused, match="Bo has not held an office that may do this for a month yet"):
        paper.print()


def test_whoever_appointed_the_one_who_printed_it_confirms_no_slip(paper: Paper) -> None:
    Term.objects.filter(person=paper.world.bo).update(entered_by=paper.world.una)
    paper.print()
    with pytest.raises(Refused, match="One of you two was entered or appointed by the other"):
        paper.confirm()


def test_who_can_be_the_second_officer_is_told_before_a_slip_is_printed(paper: Paper, client: Client) -> None:
    address = f"/people/{paper.world.eve.pk}/slip/"
    client.force_login(paper.world.bo.account)
    page = client.get(address).content.decode()
    assert ("<li>Una, registrar of Union</li>" in page, "Print a slip" in page) == (True, True)
    Term.objects.filter(person=paper.world.bo).update(entered_by=paper.world.una)
    page = client.get(address).content.decode()
    assert ("Una, registrar of Union" in page, "Print a slip" in page) == (False, False)
    assert "Nobody can be the second officer beside you yet" in page


def test_whoever_cannot_be_the_second_officer_lets_nobody_choose_a_pin(paper: Paper, client: Client) -> None:
    paper.print()
    client.force_login(paper.world.una.account)
    address = f"/people/{paper.world.eve.pk}/slip/confirmation/"
    assert 'name="pin"' in client.get(address).content.decode()
    Term.objects.filter(person=paper.world.bo).update(entered_by=paper.world.una)
    page = client.get(address).content.decode()
    assert 'name="pin"' not in page
    assert "You cannot be the second officer of this slip" in page
