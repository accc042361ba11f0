"""The door by which acts come in: `POST /api/acts/<act>`."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import cast
from uuid import UUID

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from folkmoot.access.requests import SignedInRequest
from folkmoot.config.api.answers import Done, NotAnswered, answered, not_answered, refused
from folkmoot.config.api.callers import who_asks
from folkmoot.config.api.offered import offered
from folkmoot.kernel.acts import Act, run
from folkmoot.kernel.errors import Refused

# No database keeps these: the null character, and halves of what UTF-16 writes as pairs.
_NO_TEXT = re.compile("[\0\ud800-\udfff]")


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
    return run(
        chosen,
        _body_of(request),
        act_id=_key_of(request),
        by=caller.person,
        at=cast("SignedInRequest", request).at,
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


def _body_of(request: HttpRequest) -> Mapping[str, object]:
    try:
        body = json.loads(request.body)
    except RequestDataTooBig as error:
        raise NotAnswered(
            413, _("This is more than one act may carry. Import large files instead.")
        ) from error
    except (ValueError, RecursionError) as error:
        raise NotAnswered(400, _("The body is not JSON. Send one object with the act’s input.")) from error
    if not isinstance(body, dict):
        raise NotAnswered(400, _("The body is not an object. Send one object with the act’s input."))
    if any(_NO_TEXT.search(text) for text in _texts(body)):
        raise NotAnswered(400, _("A text has U+0000 or half a character in it. Send it as UTF-8."))
    return body


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in (*value, *value.values()):
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
