"""How these tests act and look."""

from django.conf import settings

from conftest import World
from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.relay import chain_waiting
from folkmoot.kernel.signing import HeadLog, Signer
from folkmoot.kernel.verifying import verify
from folkmoot.rights.actions.mentioning import note_all_mentions


def do(world: World, act, by: str, via=Via.WEB, at=None, **given):
    actor = world.people[by] if by else None
    return run(act, given, act_id=new_id(), by=actor, at=at or world.at, via=via)


def chain_and_note(world: World) -> None:
    """Do what the worker does with new entries."""
    while chain_waiting(at=world.at, signer=Signer.kept_in(settings.DATA), heads=heads()):
        pass
    note_all_mentions()


def faults() -> list[str]:
    return verify(signer=Signer.kept_in(settings.DATA), heads=heads()).faults


def heads() -> HeadLog:
    return HeadLog(settings.DATA / "ledger-heads.jsonl")
