"""How these tests act, and a slip as they go through it: printed, confirmed, entered at the door."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.test import Client

from conftest import World
from folkmoot.accounts.actions.slips import confirm_slip, new_code, print_slip
from folkmoot.accounts.models import Slip
from folkmoot.accounts.queries.tokens import secret_hash
from folkmoot.accounts.rules.slips import normal_code
from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.clock import now
from folkmoot.kernel.ids import new_id
from folkmoot.people.models import Account, Person

PIN = "271828"


def do(
    world: World, act, by: str, *, via: Via = Via.WEB, at: datetime | None = None, **given: object
) -> UUID:
    who = getattr(world, by) if by else None
    return run(act, given, act_id=new_id(), by=who, at=at or world.at, via=via)


@dataclass
class Paper:
    """A slip for Eve of Harbour, who has no mailbox; Bo, its secretary, prints and Una, the registrar, confirms."""

    world: World
    member: str = "eve"
    code: str = field(default_factory=new_code)
    id: UUID = field(default_factory=new_id)

    def print(self, by: str = "bo", via: Via = Via.WEB) -> "Paper":
        self.id = self.do(
            print_slip, by, via, person_id=self.world.people[self.member].pk, code_hash=hashed(self.code)
        )
        return self

    def confirm(self, by: str = "una", pin: str = PIN, via: Via = Via.WEB) -> "Paper":
        self.do(confirm_slip, by, via, slip_id=self.id, pin=pin)
        return self

    def do(self, act, by: str, via: Via = Via.WEB, **given: object) -> UUID:
        return run(act, given, act_id=new_id(), by=getattr(self.world, by), at=now(), via=via)

    @property
    def slip(self) -> Slip:
        found: Slip = Slip.objects.get(pk=self.id)
        return found


def hashed(code: str) -> str:
    return secret_hash(normal_code(code))


def paper_for_eve(world: World) -> Paper:
    """Take Eve's account away, who has no mailbox then, and return the paper that she is to get."""
    Account.objects.filter(person=world.eve).delete()
    return Paper(world)


def enter(client: Client, code: str, pin: str = PIN) -> int:
    return client.post("/sign-in/slip/", {"code": code, "pin": pin}).status_code


def is_signed_in_as(client: Client, person: Person) -> bool:
    page = client.get("/account/")
    return page.status_code == 200 and page.context["account"].person == person
