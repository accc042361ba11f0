"""Taking back what was just done: for any act with a way back, offered in the message after it, for ten minutes.

A feature registers for an act how it is taken back (`register_way_back`): before the act, from its input, which act with which
input would lead back; and what can be seen of the thing, so that nothing is taken back that somebody changed since. Views
know nothing of it: `requests.do` asks for every act that a page does. The way back is an act like any other, so whoever may not
do it is refused, and the ledger has both. What is offered is signed, and is of use to nobody else.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase
from django.core import signing
from django.http import HttpRequest
from django.utils.translation import gettext as _

from folkmoot.kernel.acts import ACTS, Moment, Via, run
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import keyed_id
from folkmoot.kernel.models import ActClaim
from folkmoot.people.models import Person

SECONDS = 600
# Stands for what the act answers, which is known only afterwards.
ANSWER = "@answer"
_KEY, _SALT = "undo", "folkmoot.undo"

Input = Mapping[str, Any]


@dataclass(frozen=True)
class WayBack:
    """How an act is taken back.

    `by` returns, from the act's input and before it is done, the name and plain input of the act that leads back, None if
    there is none. `state` returns, for what the act answered, in plain values all that nobody may have changed since.
    `is_offered` says whether whoever did the act is offered that input: what would surely be refused to them is not.
    """

    by: Callable[[Input], tuple[str, dict[str, Any]] | None]
    state: Callable[[UUID], object]
    is_offered: Callable[[Input, Person], bool] = lambda _back, _to: True


@dataclass(frozen=True)
class Back:
    """For an act that was done, the act and input that lead back from it."""

    did: str
    act: str
    given: dict[str, Any]


_ways: dict[str, WayBack] = {}


def register_way_back(act_name: str, way: WayBack) -> None:
    """Have an act offered to be taken back after a page has done it."""
    _ways[act_name] = way


def way_back_of(function: Callable[..., UUID], given: Input) -> Back | None:
    """Return how an act that is about to be done with this input can be taken back, None if it cannot be."""
    name = next((name for name, act in ACTS.items() if act.function is function), "")
    found = _ways[name].by(given) if name in _ways else None
    return Back(name, *found) if found else None


def offer(session: SessionBase, back: Back | None, answer: UUID, *, act_id: UUID, person: Person) -> None:
    """Keep for the next page of `session` how the act that was just done is taken back, in place of what was done before."""
    if back is None or not _ways[back.did].is_offered(back.given, person):
        if _KEY in session:
            del session[_KEY]
        return
    kept = {key: str(answer) if value == ANSWER else value for key, value in back.given.items()}
    state = {"did": back.did, "answer": str(answer), "state": _ways[back.did].state(answer)}
    # Named after what is taken back, so that a second click is the same act.
    whose = {"id": str(keyed_id(act_id, "undo")), "person": str(person.pk)}
    session[_KEY] = signing.dumps({"act": back.act, "given": kept, **state, **whose}, salt=_SALT)


def page(request: HttpRequest) -> dict[str, object]:
    """Give templates, for whoever asks for it, once, what a page sends to take back what its message tells of."""
    return {"undo_offered": lambda: _offered(request)}


def take_back(token: str, *, by: Person, at: Moment) -> None:
    """Take back what `token` was offered for.

    :raises Refused: if ten minutes have passed, it was offered to somebody else, something changed since, or the act that
        leads back refuses.
    """
    asked = _read(token)
    if asked is None or asked["person"] != str(by.pk):
        raise Refused(_("This can no longer be taken back here. Change it on its own page."))
    act_id = UUID(asked["id"])
    was_done = ActClaim.objects.filter(pk=act_id).exists()
    if not was_done and _ways[asked["did"]].state(UUID(asked["answer"])) != asked["state"]:
        raise Refused(
            _(
                "Something was changed since, so this is not taken back. Look at how it is now, and change that."
            )
        )
    back = ACTS[asked["act"]].function
    run(back, asked["given"], act_id=act_id, by=by, at=at, via=Via.WEB)


def _read(token: str) -> dict[str, Any] | None:
    try:
        read: dict[str, Any] = signing.loads(token, salt=_SALT, max_age=SECONDS)
    except signing.BadSignature:
        return None
    return read if read["did"] in _ways else None


def _offered(request: HttpRequest) -> str:
    # Without a session nobody has done anything; and one that is only looked at is not written.
    session = getattr(request, "session", None)
    return str(session.pop(_KEY)) if session is not None and _KEY in session else ""
