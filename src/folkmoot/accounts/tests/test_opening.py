from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from conftest import World
from folkmoot.accounts.actions.opening import open_account, open_accounts
from folkmoot.accounts.models import ContactChange
from folkmoot.kernel.acts import ACTS, Via, act, run
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.models import Entry
from folkmoot.people.models import Account, ContactChannel, Person

NEW = "Fay@Example.org"


@pytest.fixture(autouse=True)
def acts_that_open() -> Iterator[None]:
    @act("accounts.open_one")
    def open_one(*, person_id: UUID, email: str, by: Person | None, at: datetime) -> UUID:
        open_account(Person.objects.get(pk=person_id), email, by=by, at=at)
        return person_id

    @act("accounts.open_many", bulk=True)
    def open_many(*, addresses: dict[UUID, str], by: Person | None, at: datetime) -> UUID:
        open_accounts(addresses, by=by, at=at)
        return new_id()

    yield
    del ACTS["accounts.open_one"], ACTS["accounts.open_many"]


def person(world: World, name: str, *, created_at: datetime | None = None) -> Person:
    return Person.objects.create(name=name, sort_name=name, created_at=created_at or world.at)


def open_one(world: World, who: Person, email: str = NEW) -> None:
    given = {"person_id": who.pk, "email": email}
    run(ACTS["accounts.open_one"], given, act_id=new_id(), by=world.una, at=world.at, via=Via.WEB)


def open_many(world: World, addresses: dict[UUID, str]) -> None:
    given = {"addresses": addresses}
    run(ACTS["accounts.open_many"], given, act_id=new_id(), by=world.una, at=world.at, via=Via.WEB)


def opened(who: Person) -> tuple[object, ...]:
    account = Account.objects.get(person=who)
    channel = ContactChannel.objects.get(person=who)
    return (
        account.email,
        account.has_usable_password(),
        account.is_active,
        channel.value,
        channel.entered_by_other,
        channel.entered_at,
        channel.usable_at,
        channel.ended_at,
    )


def test_who_is_entered_now_can_sign_in_at_once(world: World) -> None:
    fay = person(world, "Fay")
    open_one(world, fay)
    assert opened(fay) == ("fay@example.org", False, True, "fay@example.org", True, world.at, world.at, None)
    assert list(Entry.objects.values_list("event", "by")) == [("AccountOpened", world.una.pk)]


def test_in_bulk_is_as_one_by_one(world: World) -> None:
    one, many = person(world, "Fay"), person(world, "Gil")
    open_one(world, one)
    open_many(world, {many.pk: "Gil@Example.org"})
    assert [part for part in opened(one) if part != "fay@example.org"] == [
        part for part in opened(many) if part != "gil@example.org"
    ]


def test_an_address_that_is_written_down_already_is_not_written_twice(world: World) -> None:
    people = [person(world, name) for name in ("Fay", "Gil")]
    for who, value in zip(people, ("fay@example.org", "gil@example.org"), strict=True):
        ContactChannel.objects.create(
            person=who,
            kind="email",
            value=value,
            entered_at=world.at,
            entered_by_other=True,
            usable_at=world.at,
        )
    open_one(world, people[0])
    open_many(world, {people[1].pk: "gil@example.org"})
    assert ContactChannel.objects.count() == 2


def test_somebody_known_before_waits(world: World) -> None:
    # Else whoever may admit could give a member who has no account an address of their own.
    fay = person(world, "Fay", created_at=world.at - timedelta(seconds=1))
    open_one(world, fay)
    assert not Account.objects.filter(person=fay).exists()
    assert ContactChange.objects.get().entered_at == world.at


def test_a_batch_with_somebody_known_before_is_refused(world: World) -> None:
    new, known = person(world, "Fay"), person(world, "Gil", created_at=world.at - timedelta(seconds=1))
    with pytest.raises(Refused, match="was known before"):
        open_many(world, {new.pk: NEW, known.pk: "gil@example.org"})
    assert not Account.objects.filter(person=new).exists()


@pytest.mark.parametrize(
    ("emails", "sentence"),
    [
        (("fay@example.org", "FAY@example.org"), "fay@example.org is there twice"),
        (("fay@example.org", "CY@example.org"), "Somebody signs in with cy@example.org already"),
        (("fay@example.org", "gil"), "“gil” is not an e-mail address"),
    ],
)
def test_a_batch_with_an_address_that_will_not_do_is_refused_in_words(
    world: World, emails: tuple[str, str], sentence: str
) -> None:
    people = [person(world, name) for name in ("Fay", "Gil")]
    with pytest.raises(Refused, match=sentence):
        open_many(world, {who.pk: email for who, email in zip(people, emails, strict=True)})
    assert Account.objects.count() == 8
