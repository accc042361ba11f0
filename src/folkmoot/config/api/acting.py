"""The door by which acts come in: `POST /api/acts/<act>`."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from uuid import UUID

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from folkmoot.access.requests import moment
from folkmoot.config.api.answers import Done, NotAnswered, answered, not_answered, refused
from folkmoot.config.api.callers import who_asks
from folkmoot.config.api.offered import offered
from folkmoot.kernel.acts import Act, run
from folkmoot.kernel.errors import Refused
from folkmoot.meetings.queries.late import acts_within

# No database keeps these: the null character, and halves of what UTF-16 writes as pairs.
_NO_TEXT = re.compile("[\0\ud800-\udfff]")
# What an act may be told that takes no whole texts, and how it may be put together.
MOST_BYTES = 256 * 1024
MOST_PIECES = 50_000
DEEPEST = 12


@csrf_exempt
def do_act(request: HttpRequest, name: str) -> HttpResponse:
    """Do the act `name` for whoever asks, once for each `Idempotency-Key`."""
    try:
        return answered(Done(id=str(_done(request, name))))
    except NotAnswered as why:
        return not_answered(why)
    except Refused as refusal:
        return refused(refusal)


def _done(request: HttpRequest, name: str) -> UUID:
    chosen = _act_called(name)
    if request.method != "POST":
        raise NotAnswered(405, _("Send an act with the method POST."))
    caller = who_asks(request)
    caller.must_be_let_do(name)
    body = _body_of(request, chosen)
    for within in acts_within(name, body):
        caller.must_be_let_do(within)
    return run(
        chosen,
        body,
        act_id=_key_of(request),
        by=caller.person,
        at=moment,
        via=caller.via,
    )


def _act_called(name: str) -> Act:
    acts = offered()
    if name not in acts:
        raise NotAnswered(
            404, _("There is no act called “%(name)s” here.") % {"name": name}, known=sorted(acts)
        )
    return acts[name]


def _key_of(request: HttpRequest) -> UUID:
    try:
        return UUID(request.headers.get("Idempotency-Key", ""))
    except ValueError as error:
        raise NotAnswered(
            400,
            _(
                "Send a new UUID in the header Idempotency-Key. If an answer got lost, send the same again: it is done once."
            ),
            field="Idempotency-Key",
        ) from error


def _body_of(request: HttpRequest, chosen: Act) -> Mapping[str, object]:
    try:
        said = request.body
    except RequestDataTooBig as error:
        raise _too_large() from error
    # Whole texts in several languages are models of their own; nothing else that an act is told is long.
    if len(said) > MOST_BYTES and not _takes_models(chosen):
        raise _too_large()
    try:
        body = json.loads(said)
    except (ValueError, RecursionError) as error:
        raise NotAnswered(400, _("The body is not JSON. Send one object with the act’s input.")) from error
    if not isinstance(body, dict):
        raise NotAnswered(400, _("The body is not an object. Send one object with the act’s input."))
    if any(_NO_TEXT.search(text) for text in _texts(body)):
        raise NotAnswered(400, _("A text has U+0000 or half a character in it. Send it as UTF-8."))
    return body


def _takes_models(chosen: Act) -> bool:
    return "$defs" in chosen.input_model.model_json_schema()


def _too_large() -> NotAnswered:
    return NotAnswered(413, _("This is more than one act may carry. Import large files instead."))


def _texts(body: Mapping[str, object]) -> Iterator[str]:
    """Yield every text in a body, level by level: no act is told anything that lies deep, or in so many pieces."""
    level: list[object] = [body]
    pieces = 0
    for _depth in range(DEEPEST):
        pieces += len(level)
        if pieces > MOST_PIECES:
            break
        yield from (each for each in level if isinstance(each, str))
        level = [part for each in level for part in _parts(each)]
        if not level:
            return
    raise NotAnswered(
        400, _("The body has too many parts, or parts too deep within others. See the act’s page.")
    )


def _parts(value: object) -> Iterable[object]:
    if isinstance(value, Mapping):
        return (*value, *value.values())
    return value if isinstance(value, list) else ()
