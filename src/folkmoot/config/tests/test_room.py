import resource
from collections.abc import Callable
from typing import Any

from folkmoot.config.room import Answer, Application, in_one_room

DEPTHS, TURNS = 150, 2_000


def turn() -> bytes:
    return b""


def loops(*_asked: object) -> Answer:
    return [turn() for _turn in range(TURNS)]


def at_depth(depth: int, application: Application) -> Answer:
    return at_depth(depth - 1, application) if depth else application({}, print)


def pages_taken_from_the_system(application: Application) -> int:
    """Count them at as many depths of the call as lie between two edges of what Python takes for frames."""
    before = resource.getrusage(resource.RUSAGE_THREAD).ru_minflt
    for depth in range(DEPTHS):
        at_depth(depth, application)
    return resource.getrusage(resource.RUSAGE_THREAD).ru_minflt - before


def test_what_is_asked_and_answered_goes_through() -> None:
    asked: list[tuple[dict[str, Any], Callable[..., Any]]] = []

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Answer:
        asked.append((environ, start_response))
        return [b"answer"]

    assert in_one_room(application)({"PATH_INFO": "/"}, print) == [b"answer"]
    assert asked == [({"PATH_INFO": "/"}, print)]


def test_at_no_depth_of_the_call_do_loops_take_memory_from_the_system_at_every_turn() -> None:
    bare, roomy = pages_taken_from_the_system(loops), pages_taken_from_the_system(in_one_room(loops))
    assert bare > TURNS
    assert roomy < TURNS
