"""Motions, amendments and votes made as people make them, for tests that need some."""

from typing import Any

from conftest import World
from folkmoot.decisions.tests.papers import do
from folkmoot.kernel.acts import Actor
from folkmoot.meetings.models import Meeting
from folkmoot.meetings.motions.actions.amendments import propose_amendment
from folkmoot.meetings.motions.actions.counting import enter_count
from folkmoot.meetings.motions.actions.motions import submit_motion
from folkmoot.meetings.motions.actions.voting import put_to_vote
from folkmoot.meetings.motions.models import Amendment, Motion, Vote
from folkmoot.meetings.motions.queries.translations import words_there
from folkmoot.meetings.tests.held import going_on
from folkmoot.people.models import Person

BODY = "1. The loft is painted white.\n2. Bo buys the paint."
BLUE = BODY.replace("white", "blue")


def moved(world: World, *, unit: Actor | None = None, by: Actor | None = None, **given: Any) -> Motion:
    words = {"language": "en", "title": "Paint the loft", "body": BODY} | given
    pk = do(world, submit_motion, by=by or world.eve, unit_id=(unit or world.harbour).pk, **words)
    return Motion.objects.get(pk=pk)


def moved_there(world: World, **given: Any) -> Motion:
    """Move something that Eve moved in the room, as Bo writes it down afterwards."""
    return moved(world, by=world.bo, person_id=world.eve.pk, **given)


def amended(
    world: World, motion: Motion, body: str = BLUE, *, by: Actor | None = None, **given: Any
) -> Amendment:
    words = {"on_revision": motion.revision, "title": motion.title, "body": body} | given
    pk = do(world, propose_amendment, by=by or world.eve, motion_id=motion.pk, **words)
    return Amendment.objects.get(pk=pk)


def amended_there(world: World, motion: Motion, body: str = BLUE, **given: Any) -> Amendment:
    """Amend what Eve amended in the room, as Bo writes it down afterwards."""
    return amended(world, motion, body, by=world.bo, person_id=world.eve.pk, **given)


def put(
    world: World, meeting: Meeting, *, by: Actor | None = None, method: str = "hands", **given: Any
) -> Vote:
    pk = do(world, put_to_vote, by=by or world.bo, meeting_id=meeting.pk, method=method, **given)
    return Vote.objects.get(pk=pk)


def counted(
    world: World, meeting: Meeting, in_favour: int, against: int, *, by: Actor | None = None, **given: Any
) -> Vote:
    """Return a vote by hands that was put and counted."""
    vote = put(world, meeting, by=by, **given)
    figures = {"in_favour": in_favour, "against": against}
    do(world, enter_count, by=by or world.bo, vote_id=vote.pk, **figures)
    vote.refresh_from_db()
    return vote


def looked_at(motion: Motion) -> dict[str, Any]:
    """Return what is sent by whoever looked at the words of a motion as they are now."""
    there = words_there(motion)
    revision = there.pop(motion.language)
    return {
        "revision": revision,
        "translations": [{"language": code, "revision": there[code]} for code in there],
    }


def carried(world: World, *people: Person, by: Actor | None = None, **given: Any) -> Motion:
    """Return a motion that a meeting, at which these people were, carried."""
    meeting = going_on(world, *people, by=by or world.bo, unit=given.get("unit"))
    motion = moved(world, meeting_id=meeting.pk, by=by or world.bo, **given)
    counted(world, meeting, len(people), 0, motion_id=motion.pk, by=by)
    motion.refresh_from_db()
    return motion
