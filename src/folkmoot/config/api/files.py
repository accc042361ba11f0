"""The two doors of files: one is fetched from a decision, or brought for a draft, to which an act then attaches it."""

from functools import partial
from typing import Any, cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from pydantic import BaseModel, Field

from folkmoot.access.requests import SignedInRequest
from folkmoot.config.api.answers import NotAnswered, answered, not_answered, not_found, refused
from folkmoot.config.api.callers import who_asks
from folkmoot.decisions.queries.files import draft_written_by, file_for
from folkmoot.documents.actions.bringing import take_in_from
from folkmoot.documents.actions.taking_in import token_for
from folkmoot.documents.giving_out import given_out
from folkmoot.kernel.errors import Refused

_BLOCK = 1 << 16
_FORMS = {"multipart/form-data", "application/x-www-form-urlencoded"}


class Brought(BaseModel):
    """A file that was brought, and hangs nowhere yet."""

    upload: str = Field(
        description="What the act decisions.attach_file is told. It is good for a day at least, and for you alone."
    )
    name: str
    media_type: str
    size: int
    sha256: str = Field(description="Of what is kept: pictures lose what cameras write into them.")


def fetch(request: HttpRequest, decision_id: UUID, attachment_id: UUID) -> HttpResponseBase:
    """Answer with a file that hangs on a decision which whoever asks may read."""
    try:
        return _fetched(request, decision_id, attachment_id)
    except NotAnswered as why:
        return not_answered(why)
    except Http404:
        return not_answered(not_found())


@csrf_exempt
@never_cache
def bring(request: HttpRequest, decision_id: UUID) -> HttpResponseBase:
    """Keep the file that is the body of a request, for whoever may draft this decision."""
    try:
        return answered(_brought(request, decision_id))
    except NotAnswered as why:
        return not_answered(why)
    except Refused as refusal:
        return refused(refusal)


def _fetched(request: HttpRequest, decision_id: UUID, attachment_id: UUID) -> HttpResponseBase:
    if request.method not in {"GET", "HEAD"}:
        raise NotAnswered(405, _("A file is fetched with the method GET."))
    caller = who_asks(request)
    caller.must_be_let_read("decisions", is_private=False)
    found = file_for(decision_id, attachment_id, caller.person, at=cast("SignedInRequest", request).at)
    if found is None:
        raise not_found()
    return given_out(request, found)


def _brought(request: HttpRequest, decision_id: UUID) -> Brought:
    if request.method != "POST":
        raise NotAnswered(405, _("A file is brought with the method POST."))
    if request.content_type in _FORMS:
        raise NotAnswered(
            400, _("Send the file itself as the body, with Content-Type: application/octet-stream.")
        )
    caller = who_asks(request)
    caller.must_be_let_do("decisions.attach_file")
    if draft_written_by(decision_id, caller.person, at=cast("SignedInRequest", request).at) is None:
        raise not_found()
    blocks = iter(partial(request.read, _BLOCK), b"")
    taken = take_in_from(caller.person.pk, blocks, request.GET.get("name", ""))
    return Brought(
        upload=token_for(taken, caller.person.pk),
        name=taken.name,
        media_type=taken.media_type,
        size=taken.size,
        sha256=taken.sha256,
    )


_DECISION = "/api/decisions/{decision_id}"
_BYTES: dict[str, Any] = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}


def described(parameter: Any, answer: dict[str, Any], refusals: dict[str, Any]) -> dict[str, Any]:  # noqa: ANN401  -- a function of three texts
    """Return the two doors as OpenAPI describes them, with what it says of answers and refusals elsewhere."""
    key = parameter("decision_id", "path", "The id.")
    attachment = parameter("attachment_id", "path", "The id under which it hangs there.")
    return {
        f"{_DECISION}/files/{{attachment_id}}": {
            "get": {
                "operationId": "decisions.one.files.one",
                "tags": ["nouns"],
                "summary": "A file of a decision, or a part of it",
                "parameters": [key, attachment],
                "responses": {"200": {"description": "The file.", "content": _BYTES}, **refusals},
            }
        },
        f"{_DECISION}/uploads": {
            "post": {
                "operationId": "decisions.one.uploads",
                "tags": ["decisions"],
                "summary": "Bring a file for the act decisions.attach_file",
                "parameters": [key, parameter("name", "query", "What the file is called.")],
                "requestBody": {"required": True, "content": _BYTES},
                "responses": {"200": {"description": "It is kept for a day.", "content": answer}, **refusals},
            }
        },
    }
