"""Acts: the only door for writes.

Pages, the API, the command line, imports and intakes are doors to the same act, so the permission is
checked, the id claimed and the transaction opened here and nowhere else.
"""

import inspect
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol, TypeVar
from uuid import UUID

import structlog
from django.db import IntegrityError, OperationalError, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, ValidationError, create_model

from folkmoot.kernel.canonical import canonical_json
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.input_ids import must_be_found
from folkmoot.kernel.models import ActClaim
from folkmoot.kernel.outcomes import telling
from folkmoot.kernel.sight import Seen, as_seen


class Via(StrEnum):
    """The door through which an act came."""

    WEB = "web"
    API = "api"
    OPERATOR = "operator"
    WORKER = "worker"


class Actor(Protocol):
    """Whoever acts; the kernel knows people only as ids."""

    @property
    def pk(self) -> Any: ...  # noqa: ANN401  -- Django types primary keys so


class PlainInput(BaseModel):
    """The base of every act's input: no unknown names, nothing changed after it was checked."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


@dataclass(frozen=True)
class Act:
    """One act as the doors see it: its name, its function and the shape of its input."""

    name: str
    function: Callable[..., UUID]
    input_model: type[PlainInput]
    is_private: bool
    is_bulk: bool
    before: Callable[..., None] | None = None

    @property
    def docstring(self) -> str:
        """What the act does, in the words of its function."""
        return inspect.getdoc(self.function) or ""


@dataclass(frozen=True)
class Running:
    """The act that is being done now: what `record` writes beside each event."""

    act: str
    act_id: UUID
    via: Via
    is_private: bool


# serialization_failure and deadlock_detected, as PostgreSQL numbers them.
_IN_EACH_OTHERS_WAY = {"40001", "40P01"}
log = structlog.get_logger()
Function = TypeVar("Function", bound=Callable[..., UUID])

# A moment that stands, as that of a run of the worker, or for a door of the present the clock itself.
Moment = datetime | Callable[[], datetime]

ACTS: dict[str, Act] = {}
_ACT_OF: dict[Callable[..., UUID], Act] = {}
# An entry needs the act's id and door. These name the envelope of the call, not who acts or when, which stay arguments.
_running: ContextVar[Running | None] = ContextVar("running", default=None)


def act(
    name: str, *, private: bool = False, bulk: bool = False, before: Callable[..., None] | None = None
) -> Callable[[Function], Function]:
    """Register a function as the act `name` ("app.verb_noun").

    The function takes keyword arguments of plain types, and `by` and `at`; it returns the id of what it made or changed.
    A private act (a receipt, a vote) is never done by an operator and leaves neither claim nor entry: it must be
    repeatable by its own key. A bulk act takes a batch and is called by imports and intakes, not by people.

    What takes long and writes nothing can be worked out by `before`, which is given the same, ahead of the transaction: so
    nobody who writes waits for it. The act has to come to the same without it.
    """

    def register(function: Function) -> Function:
        if name in ACTS:
            message = f"two acts are called {name}"
            raise ValueError(message)
        input_model = _input_model(name, function)
        # A bulk act is given ids as they were written, and asks by itself.
        for field in () if bulk else input_model.model_fields.values():
            must_be_found(field.annotation)
        ACTS[name] = Act(name, function, input_model, private, bulk, before)
        _ACT_OF[function] = ACTS[name]
        return function

    return register


def act_of(function: Callable[..., UUID]) -> Act:
    """Return the act that `function` was registered as."""
    return _ACT_OF[function]


def running() -> Running:
    """Return the act that is being done.

    :raises LookupError: if code that writes is called from outside `run`, which is a fault of the program.
    """
    current = _running.get()
    if current is None:
        message = "nothing may be written outside an act: call it through run()"
        raise LookupError(message)
    return current


def run(
    function: Callable[..., UUID] | Act,
    given: Mapping[str, object],
    *,
    act_id: UUID,
    by: Actor | None,
    at: Moment,
    via: Via,
) -> UUID:
    """Do an act once: check its input, claim its id, open the transaction, call it and keep its answer.

    The same `act_id` with the same input returns the first answer and does nothing. A clock as `at` is asked when the
    transaction begins: whatever a request waited for until then, nobody acts with the rights of a moment that has passed.

    :raises Refused: if the input is malformed, the act refuses, the id was used with other content, or somebody else
        changed the same thing at the same moment.
    """
    chosen = function if isinstance(function, Act) else act_of(function)
    with telling(chosen.name, is_private=chosen.is_private):
        return _run(chosen, given, act_id=act_id, by=by, at=at, via=via)


def changed_meanwhile() -> Refused:
    """Return the refusal of an act that somebody else's got ahead of."""
    return Refused(
        _(
            "Somebody else changed the same thing at the same moment. Open the page again and look before you repeat it."
        )
    )


def check_input(chosen: Act, given: Mapping[str, object]) -> PlainInput:
    """Return `given` as the act's own input.

    :raises Refused: if a value is missing, unknown or of the wrong form; the sentence names it.
    """
    try:
        content = chosen.input_model.model_validate(dict(given))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        raise Refused(
            _("%(field)s: %(why)s.") % {"field": field, "why": first["msg"]}, field=field
        ) from error
    # What a batch holds was read from a file, which is refused for this by its row.
    spoilt = None if chosen.is_bulk else _with_null(content)
    if spoilt:
        raise Refused(
            _("The text holds a character that is none. Paste it again as plain text."), field=spoilt
        )
    return content


def _with_null(content: PlainInput) -> str | None:
    """Name the input that holds the null character: SQLite keeps it, and PostgreSQL fails."""
    return next((name for name, value in content.model_dump().items() if _has_null(value)), None)


def _has_null(value: object) -> bool:
    if isinstance(value, Mapping):
        return any(_has_null(each) for each in value.values())
    if isinstance(value, (list, tuple)):
        return any(_has_null(each) for each in value)
    return isinstance(value, str) and "\0" in value


def _run(
    chosen: Act, given: Mapping[str, object], *, act_id: UUID, by: Actor | None, at: Moment, via: Via
) -> UUID:
    _must_be_theirs_to_do(chosen, by=by, via=via)
    content = check_input(chosen, given)
    token = _running.set(Running(chosen.name, act_id, via, chosen.is_private))
    try:
        seen = _seen(chosen, content, by=by, at=_read(at))
        if chosen.before is not None:
            chosen.before(**seen.inputs, by=by, at=_read(at))
        return _in_turn(lambda: _once(chosen, content, seen, act_id=act_id, by=by, at=_read(at)))
    except (IntegrityError, OperationalError) as error:
        # The worker tries again by itself.
        if via is Via.WORKER or not (isinstance(error, IntegrityError) or _was_in_each_others_way(error)):
            raise
        # Constraints are the last guard against two who write the same thing at once. A fault of the program would be
        # stopped by them too, so it is logged.
        log.exception("stopped by a constraint, or twice by others", act=chosen.name)
        raise changed_meanwhile() from error
    finally:
        _running.reset(token)


def _in_turn(work: Callable[[], UUID]) -> UUID:
    # On SQLite this waits for whoever else writes.
    try:
        with transaction.atomic(durable=True):
            return work()
    except OperationalError as error:
        if not _was_in_each_others_way(error):
            raise
        log.warning("begun anew", why=str(error.__cause__).partition("\n")[0])
    # Nothing of it was kept, and whoever it waited for has what they waited for.
    with transaction.atomic(durable=True):
        return work()


def _was_in_each_others_way(error: Exception) -> bool:
    """Whether PostgreSQL ended this because two waited for each other, or wrote what the other had read."""
    return getattr(error.__cause__, "sqlstate", "") in _IN_EACH_OTHERS_WAY


def _read(at: Moment) -> datetime:
    return at if isinstance(at, datetime) else at()


def _must_be_theirs_to_do(chosen: Act, *, by: Actor | None, via: Via) -> None:
    # Nobody can act as a member: private acts are done by the one they concern, or taken in by an intake of our own
    # that established who each of them was.
    if not chosen.is_private:
        return
    is_intake = chosen.is_bulk and by is None and via is Via.WORKER
    is_member = not chosen.is_bulk and by is not None and via in {Via.WEB, Via.API}
    if not (is_intake or is_member):
        raise Refused(_("Only the member can do this, signed in as themselves."))


def _seen(chosen: Act, content: PlainInput, *, by: Actor | None, at: datetime) -> Seen:
    """Return what the act is given: what `by` may not know of is an id of nothing, whichever the door is.

    The operator in person sees everything. Bulk acts go on with what was asked for while it could be seen, and say by
    themselves that this is over.
    """
    inputs = _inputs(content)
    return Seen(inputs, {}) if by is None or chosen.is_bulk else as_seen(inputs, by=by, at=at)


def _once(
    chosen: Act, content: PlainInput, seen: Seen, *, act_id: UUID, by: Actor | None, at: datetime
) -> UUID:
    if chosen.is_private:
        return _call(chosen, seen, by=by, at=at)
    # Keyed, so that a copy of the database tells nothing of what was asked: who was present can be guessed from a plain
    # hash in a cell of twenty.
    said = canonical_json([chosen.name, None if by is None else by.pk, content])
    digest = salted_hmac("folkmoot.kernel.claim", said, algorithm="sha256").hexdigest()
    earlier = _claim(chosen, digest, act_id=act_id, at=at)
    if earlier is not None:
        return _same_answer(earlier, digest)
    answer = _call(chosen, seen, by=by, at=at)
    ActClaim.objects.filter(act_id=act_id).update(answer=answer)
    return answer


def _claim(chosen: Act, digest: str, *, act_id: UUID, at: datetime) -> ActClaim | None:
    # Inserting first lets two senders of one act meet at the primary key: the later one waits, then finds the answer.
    try:
        with transaction.atomic():
            ActClaim.objects.create(
                act_id=act_id, act=chosen.name, digest=digest, answer=act_id, claimed_at=at
            )
    except IntegrityError:
        return ActClaim.objects.get(act_id=act_id)
    return None


def _same_answer(earlier: ActClaim, digest: str) -> UUID:
    if earlier.digest != digest:
        raise Refused(
            _(
                "This was already sent with other content. Open the page again and repeat what you wanted to change."
            )
        )
    return earlier.answer


def _call(chosen: Act, seen: Seen, *, by: Actor | None, at: datetime) -> UUID:
    return seen.named(chosen.function(**seen.inputs, by=by, at=at))


def _inputs(content: PlainInput) -> dict[str, Any]:
    return {name: getattr(content, name) for name in type(content).model_fields}


def _input_model(name: str, function: Callable[..., UUID]) -> type[PlainInput]:
    fields: dict[str, Any] = {
        parameter.name: (
            parameter.annotation,
            ... if parameter.default is inspect.Parameter.empty else parameter.default,
        )
        for parameter in inspect.signature(function, eval_str=True).parameters.values()
        if parameter.name not in {"by", "at"}
    }
    title = "".join(part.title() for part in name.replace(".", "_").split("_"))
    return create_model(title, __base__=PlainInput, **fields)
