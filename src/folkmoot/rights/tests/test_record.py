import json
import re
from datetime import timedelta
from importlib import import_module

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.apps import apps
from django.test import Client
from django.utils.module_loading import module_has_submodule

from conftest import START, World, give_passkey
from folkmoot.access.holdings import Field, Holding, holdings
from folkmoot.accounts.actions.changing import change_contact
from folkmoot.accounts.actions.recovering import ask_for_recovery
from folkmoot.accounts.actions.tokens import make_token
from folkmoot.accounts.models import Device, Slip, Token
from folkmoot.accounts.session_keys import row_key
from folkmoot.decisions.models import Receipt
from folkmoot.decisions.tests.papers import conveyed
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.ledger import Event
from folkmoot.membership.actions.admitting import admit_member
from folkmoot.membership.actions.correcting import correct_person
from folkmoot.membership.tests.paging import as_, cost
from folkmoot.people.models import Membership, Person
from folkmoot.rights import listing
from folkmoot.rights.queries.record import Part
from folkmoot.rights.rules.happenings import happened, known_events
from folkmoot.rights.tests.acting import chain_and_note, do

OF_PASSKEY, OF_APP = "the key of a passkey", "JBSWY3DPEHPK3PXP"
OF_SLIP, OF_PIN = "a" * 64, "b" * 64
SECRET = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


def taken(person):
    answer = as_(Client(), person).get("/account/record.json")
    assert answer["Content-Type"] == "application/json"
    return json.loads(b"".join(answer.streaming_content))


def live_a_little(world: World) -> None:
    """Give Eve something in every table."""
    do(world, correct_person, "bo", person_id=world.eve.pk, name="Eve Ferry", languages=("fr",))
    do(world, change_contact, "bo", person_id=world.eve.pk, email="eve.ferry@example.org")
    given = {"name": "my reader", "secret_hash": SECRET, "acts": [], "reads": ["inbox"], "days": 9}
    do(world, make_token, "eve", **given)
    decision = conveyed(world)
    Receipt.objects.create(
        decision=decision, person=world.eve, origin=world.harbour, acknowledged_at=world.at
    )
    as_(Client(), world.bo).get(f"/people/{world.eve.pk}/")
    give_ways_in(world)
    chain_and_note(world)


def give_ways_in(world: World) -> None:
    """Give Eve a passkey, an app, a linked identity, a slip, a removal of passkeys and a device."""
    give_passkey(world.eve)
    Authenticator.objects.filter(user=world.eve.account).update(
        data={"name": "Phone", "credential": OF_PASSKEY}
    )
    TOTP.activate(world.eve.account, OF_APP)
    RecoveryCodes.activate(world.eve.account)
    SocialAccount.objects.create(user=world.eve.account, provider="organisation", uid="eve-7")
    Slip.objects.create(
        person=world.eve,
        code_hash=OF_SLIP,
        pin_hash=OF_PIN,
        printed_by=world.bo,
        printed_at=world.at,
        expires_at=world.at + timedelta(days=7),
        seen_by=world.una,
        seen_at=world.at,
    )
    do(world, ask_for_recovery, "una", person_id=world.eve.pk)
    Device.objects.create(
        account=world.eve.account, family="Firefox, Android", first_seen_on=world.at.date(), is_told=True
    )


def test_a_member_takes_everything_along_as_json(world: World) -> None:
    live_a_little(world)
    told = taken(world.eve)
    assert list(told) == ["exported_at", *(holding.table for holding in holdings())]
    assert told["people_person"][0]["name"] == "Eve Ferry"
    assert told["people_membership"][0]["unit_id"] == "Harbour"
    assert told["people_term"][0]["office_id"] == "secretary"
    assert told["accounts_contactchange"][0]["channel_id"] == "eve.ferry@example.org"
    assert told["accounts_contactchange"][0]["entered_by_id"] == "Bo"
    assert told["accounts_token"][0]["name"] == "my reader"
    assert told["usersessions_usersession"][0]["user_id"] == "Eve Ferry"
    factors = [(row["type"], row["data"]) for row in told["mfa_authenticator"]]
    assert factors == [("webauthn", "Phone"), ("totp", None), ("recovery_codes", None)]
    assert told["socialaccount_socialaccount"][0]["uid"] == "eve-7"
    assert (told["accounts_slip"][0]["printed_by_id"], told["accounts_slip"][0]["seen_by_id"]) == (
        "Bo",
        "Una",
    )
    assert told["accounts_recovery"][0]["asked_by_id"] == "Una"
    assert "Firefox, Android" in {row["family"] for row in told["accounts_device"]}
    assert told["decisions_receipt"][0]["origin_id"] == "Harbour"
    assert told["rights_opening"][0]["what"] == "page"
    assert told["kernel_personalpayload"][0]["payload"]["earlier_name"] == "Eve"
    events = {(row["event"], row["by"]) for row in told["kernel_entry"]}
    assert events == {
        ("PersonCorrected", "an officer"),
        ("ContactChangeEntered", "an officer"),
        ("TokenMade", "myself"),
        ("RecoveryAsked", "an officer"),
    }


def test_no_secret_is_ever_in_the_export(world: World) -> None:
    live_a_little(world)
    eve = as_(Client(), world.eve)
    texts = [b"".join(eve.get("/account/record.json").streaming_content).decode()]
    texts += [eve.get(url).content.decode() for url in ("/account/record/", "/account/record.vcf")]
    factors = Authenticator.objects.filter(user=world.eve.account)
    kept = [str(text) for data in factors.values_list("data", flat=True) for text in data.values()]
    codes = factors.get(type=Authenticator.Type.RECOVERY_CODES).wrap().get_unused_codes()
    of_factors = [OF_APP, *codes, *(text for text in kept if len(text) > len("Phone"))]
    assert OF_PASSKEY in of_factors
    cookie = str(eve.session.session_key)
    of_session = [cookie, row_key(cookie)]
    keys = [SECRET, *of_factors, OF_SLIP, OF_PIN, *of_session, world.eve.account.password + '"']
    assert Token.objects.filter(secret_hash=SECRET).exists()
    assert [key for key in keys for text in texts if key in text] == []


def test_nothing_of_anybody_else_is_in_the_export(world: World) -> None:
    flo = do(world, admit_member, "bo", unit_id=world.harbour.pk, name="Flo Fisher", email="flo@example.org")
    live_a_little(world)
    text = json.dumps([taken(world.bo), taken(world.eve)])
    # Bo admitted Flo, and that is in his record; who she is, is not.
    assert "MemberAdmitted" in text
    for foreign in (str(flo), "Flo Fisher", "flo@example.org", str(world.una.pk)):
        assert foreign not in text
    assert "Flo Fisher" in json.dumps(taken(Person.objects.get(pk=flo)))


def test_everything_is_a_page_to_read(world: World) -> None:
    live_a_little(world)
    said = as_(Client(), world.eve).get("/account/record/").content.decode()
    for holding in holdings():
        assert str(holding.title) in said
    for words in (
        "Eve Ferry",
        "eve.ferry@example.org",
        "my reader",
        "What is kept of a person was put right",
        "Harbour",
    ):
        assert words in said
    assert ("PersonCorrected" in said, "Français" in said) == (False, True)
    # No moment as programs write it.
    assert re.findall(r">[^<]*\d{4}-\d\d-\d\dT[^<]*<", said) == []


def test_the_page_costs_the_same_however_much_is_held_and_shows_the_first_of_it(world: World) -> None:
    live_a_little(world)
    eve = as_(Client(), world.eve)
    with_few = cost(eve, "/account/record/")
    for day in range(30):
        times = {"started_at": START - timedelta(days=day + 2), "ended_at": START - timedelta(days=day + 1)}
        Membership.objects.create(person=world.eve, unit=world.vale, **times)
    page = eve.get("/account/record/")
    assert "There is more than is shown here" in page.content.decode()
    # One question for each table, and a few for what the ledger names: it is an export, and grows with the product.
    assert cost(eve, "/account/record/") == with_few <= 12 + len(holdings())
    assert len(taken(world.eve)["people_membership"]) == 31


def test_an_address_book_is_given_a_card(world: World) -> None:
    answer = as_(Client(), world.eve).get("/account/record.vcf")
    assert answer["Content-Type"] == "text/vcard; charset=utf-8"
    lines = answer.content.decode().split("\r\n")
    assert {"FN:Eve", "ORG:Union;Harbour", "LANG:en", f"UID:urn:uuid:{world.eve.pk}"} <= set(lines)


def test_what_a_person_wrote_is_escaped_on_the_page(world: World) -> None:
    do(world, correct_person, "eve", person_id=world.eve.pk, name='<b>E</b>","x":"1')
    chain_and_note(world)
    assert taken(world.eve)["people_person"][0]["name"] == '<b>E</b>","x":"1'
    assert b"<b>E</b>" not in as_(Client(), world.eve).get("/account/record/").content


def test_every_event_has_words() -> None:
    for app in apps.get_app_configs():
        if app.name.startswith("folkmoot.") and module_has_submodule(app.module, "events"):
            import_module(f"{app.name}.events")
    recorded = {each.__name__ for each in Event.__subclasses__() if ".tests." not in each.__module__}
    assert known_events() == recorded
    assert happened("SomethingNew") == "SomethingNew"


def test_days_and_moments_in_what_the_ledger_says_are_said_as_people_say_them() -> None:
    told = {
        "read_on": "2026-03-02",
        "at": "2026-03-02T18:30:00.123456+00:00",
        "languages": ["fr"],
        "parts": ["a", "b"],
    }
    said = listing._in_words(told)
    assert said == "at: 2 March 2026, 18:30; languages: Français; parts: a, b; read on: 2 March 2026"


def test_the_page_leaves_out_columns_in_which_nothing_is_held_and_says_kinds_in_words() -> None:
    fields = (Field("kind", "Kind"), Field("value", "Address"), Field("ended_at", "Until"))
    holding = Holding(
        "people_contactchannel", "How I am reached", "to write", fields, lambda _person, _paths: iter(()), {}
    )
    table = listing.part_table(
        Part(holding, [("email", "cy@example.org", None), ("phone", "+331", None)], has_more=False)
    )
    assert [column.label for column in table.columns] == ["Kind", "Address"]
    assert [list(row) for row in table.rows] == [["e-mail", "cy@example.org"], ["telephone", "+331"]]


def test_no_row_begins_with_an_id_or_says_that_it_is_about_its_reader() -> None:
    fields = (Field("id", "Id"), Field("person_id", "Whose"), Field("made_at", "Made"))
    holding = Holding(
        "notices_calendaraddress", "Calendar", "why", fields, lambda _person, _paths: iter(()), {}
    )
    own, other = (new_id(), "Cy", "today"), (new_id(), "Dee", "today")
    told = [
        listing.part_table(Part(holding, rows, has_more=False), own="Cy") for rows in ([own], [own, other])
    ]
    assert [[column.label for column in each.columns] for each in told] == [
        ["Made", "Id"],
        ["Whose", "Made", "Id"],
    ]
