"""The OpenAPI 3.1 description, made from the acts and the nouns; nothing in it is written twice."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from folkmoot.config.api import exchanging, files
from folkmoot.config.api.answers import Done, Refusal
from folkmoot.config.api.catalogue import NOUNS, PARAMETERS, Noun
from folkmoot.config.api.example import written
from folkmoot.config.api.examples import EXAMPLES
from folkmoot.config.api.nouns import page_of
from folkmoot.config.api.offered import offered
from folkmoot.config.api.wording import wording_of
from folkmoot.kernel.acts import Act

Json = dict[str, Any]
_KEY = re.compile(r"<uuid:(\w+)>")
_TURNED_AWAY = {
    "400": "The request is not well formed.",
    "401": "It does not say who asks.",
    "403": "The token was not made for this, or the browser did not mean it.",
}


def description() -> Json:
    """Return the whole description."""
    acts = offered()
    references, schemas = _schemas(acts.values())
    return {
        "openapi": "3.1.0",
        "info": {"title": "Folkmoot", "version": "1", "description": _introduction()},
        "servers": [{"url": "/"}],
        "security": [{"token": []}, {"session": []}],
        "tags": [
            {"name": tag} for tag in dict.fromkeys([*(name.partition(".")[0] for name in acts), "nouns"])
        ],
        "paths": {
            **{f"/api/acts/{name}": {"post": _act(act, references)} for name, act in acts.items()},
            **{_address(noun): {"get": _noun(noun, references)} for noun in NOUNS},
            **files.described(
                _parameter,
                _json(references[files.Brought, "serialization"]),
                _refusals(references, {**_TURNED_AWAY, "404": "It is not there, or not for you."}),
            ),
            **exchanging.described(
                _parameter,
                _json(references[exchanging.DataValueSet, "validation"]),
                _json(references[exchanging.ImportSummary, "serialization"]),
                _refusals(references, {**_TURNED_AWAY, "404": "It is not there, or not for you."}),
            ),
        },
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": "Made on one’s account page."},
                "session": {"type": "apiKey", "in": "cookie", "name": "sessionid"},
            },
        },
    }


def _address(noun: Noun) -> str:
    return "/api/" + _KEY.sub(r"{\1}", noun.path)


def answer_model(noun: Noun) -> type[BaseModel]:
    """Return the shape of what a noun answers."""
    return page_of(noun.model) if noun.is_list else noun.model


Shape = tuple[type[Any], JsonSchemaMode]
References = Mapping[Shape, Json]


def _schemas(acts: Iterable[Act]) -> tuple[References, Json]:
    answers: dict[type[BaseModel], None] = dict.fromkeys(
        [Done, Refusal, files.Brought, exchanging.ImportSummary, *map(answer_model, NOUNS)]
    )
    shapes: list[Shape] = [(act.input_model, "validation") for act in acts]
    shapes.append((exchanging.DataValueSet, "validation"))
    shapes += [(model, "serialization") for model in answers]
    references, whole = models_json_schema(shapes, ref_template="#/components/schemas/{model}")
    return references, whole["$defs"]


def _act(act: Act, references: References) -> Json:
    words = wording_of(act)
    return {
        "operationId": act.name,
        "tags": [act.name.partition(".")[0]],
        "summary": words.summary,
        "description": "\n\n".join(filter(None, (words.more, _PRIVATE if act.is_private else ""))),
        "parameters": [_IDEMPOTENCY],
        "requestBody": {
            "required": True,
            "content": _json(references[act.input_model, "validation"], written(EXAMPLES[act.name].given)),
        },
        "responses": {
            "200": {
                "description": "Done, once for each key.",
                "content": _json(references[Done, "serialization"]),
            },
            **_refusals(
                references, {**_TURNED_AWAY, "422": f"Refused: {words.refusals or 'see the sentence.'}"}
            ),
        },
    }


def _noun(noun: Noun, references: References) -> Json:
    answer = references[answer_model(noun), "serialization"]
    missing = {} if noun.is_list and "<" not in noun.path else {"404": "It is not there, or not for you."}
    return {
        "operationId": _KEY.sub("one", noun.path).replace("/", "."),
        "tags": ["nouns"],
        "summary": noun.summary,
        "parameters": [
            *(_parameter(key, "path", "The id.") for key in _KEY.findall(noun.path)),
            *(_parameter(name, "query", str(PARAMETERS[name])) for name in noun.filters),
        ],
        "responses": {
            "200": {"description": noun.model.__doc__ or "", "content": _json(answer)},
            **_refusals(references, {**_TURNED_AWAY, **missing}),
        },
    }


_PRIVATE = "Private: only the member does this, and the ledger has no entry of it."
_IDEMPOTENCY: Json = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "A new UUID for each act. Sent again with the same content it gives the first answer.",
    "schema": {"type": "string", "format": "uuid"},
}


def _parameter(name: str, place: str, description: str) -> Json:
    of_type: Json = {"type": "string"}
    if place == "path":
        of_type = {"type": "string", "format": "uuid"}
    if name == "limit":
        of_type = {"type": "integer", "minimum": 1, "maximum": 500, "default": 100}
    return {
        "name": name,
        "in": place,
        "required": place == "path",
        "description": description,
        "schema": of_type,
    }


def _refusals(references: References, sentences: dict[str, str]) -> Json:
    content = _json(references[Refusal, "serialization"])
    return {status: {"description": sentence, "content": content} for status, sentence in sentences.items()}


def _json(schema: Json, example: object = None) -> Json:
    return {"application/json": {"schema": schema, **({} if example is None else {"example": example})}}


def _introduction() -> str:
    return _(
        "Every change is an act: POST /api/acts/<act> with its input and a new Idempotency-Key. Everything else is read. "
        "What you may not see is not there; what may not happen is refused in a sentence."
    )
