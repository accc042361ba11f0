"""What the API says: JSON, and always a sentence when it says no."""

from django.http import HttpResponse, JsonResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from pydantic import BaseModel, Field

from folkmoot.kernel.errors import Refused


class NotAnswered(Exception):
    """A request that goes no further: the status, the sentence and what else the answer carries."""

    def __init__(self, status: int, sentence: str | Promise, **more: object) -> None:
        """Keep what the answer will say."""
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence
        self.more = more


class Done(BaseModel):
    """An act was done."""

    id: str = Field(description="What it made or changed.", examples=["01980000-0000-7000-8000-000000000000"])


class Refusal(BaseModel):
    """Nothing was done, and why."""

    refusal: str = Field(description="What was wrong and what to do, for a person to read.")
    field: str = Field(default="", description="The input that is to blame, if it is one.")
    known: list[str] = Field(default_factory=list, description="What could have been named instead.")


def answered(body: BaseModel) -> HttpResponse:
    """Return `body` as the answer."""
    return HttpResponse(body.model_dump_json(), content_type="application/json")


def refused(refusal: Refused) -> HttpResponse:
    """Return the sentence with which an act refused."""
    return _said(422, Refusal(refusal=str(refusal), field=refusal.field))


def not_answered(why: NotAnswered) -> HttpResponse:
    """Return the sentence with which a request was turned away."""
    response = _said(why.status, Refusal.model_validate({"refusal": str(why.sentence), **why.more}))
    if why.status == 401:  # noqa: PLR2004  -- RFC 9110 §11.6.1 asks for the header with this status
        response["WWW-Authenticate"] = 'Bearer realm="folkmoot"'
    return response


def not_found(sentence: str = "") -> NotAnswered:
    """Return the answer for what is not there, and for what whoever asks may not see: they cannot tell which."""
    return NotAnswered(404, sentence or _("There is nothing here that you may see. Check the address."))


def _said(status: int, refusal: Refusal) -> JsonResponse:
    return JsonResponse(refusal.model_dump(exclude_defaults=True), status=status)
