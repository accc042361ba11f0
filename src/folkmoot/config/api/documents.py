"""What `docs/acts/` and `docs/permissions.md` say, made from the acts and the table of permissions."""

import json
import re
import shlex
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields

from folkmoot.access.grants import GRANTS, OFFICES
from folkmoot.config.api.example import Example, written
from folkmoot.config.api.examples import EXAMPLES
from folkmoot.config.api.offered import BY_NOBODY, offered
from folkmoot.config.api.tracing import events_of, permissions_of
from folkmoot.config.api.wording import (
    PERSON_FIELDS,
    UNIT_FIELDS,
    fields_of,
    type_in_words,
    wording_of,
)
from folkmoot.kernel.acts import ACTS, Act
from folkmoot.kernel.ledger import Event

_MADE = "<!-- Made by `python -m folkmoot.config.api.write_documents`; change the act, not this page. -->"


def documents() -> Mapping[str, str]:
    """Return every page that is made, by its path below `docs/`."""
    return {
        "acts/README.md": _page(_index()),
        "permissions.md": _page(_permissions()),
        **{f"acts/{name}.md": _page(_act_page(act)) for name, act in sorted(ACTS.items())},
    }


def _page(lines: Iterable[str]) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join([*lines, "", _MADE])) + "\n"


def _index() -> Iterator[str]:
    yield "# Acts"
    yield ""
    yield "Everything that changes something, with a page for each. Pages, the API, the command line, imports and the"
    yield "worker are doors to the same acts, so what one of them refuses, all of them refuse."
    for feature in dict.fromkeys(name.partition(".")[0] for name in sorted(ACTS)):
        yield f"\n## {feature.title()}\n"
        yield from _table(
            ("act", "what it does"),
            (
                (f"[`{name}`]({name}.md)", wording_of(act).summary)
                for name, act in sorted(ACTS.items())
                if name.startswith(f"{feature}.")
            ),
        )


def _act_page(act: Act) -> Iterator[str]:
    words = wording_of(act)
    yield f"# `{act.name}`"
    yield f"\n{words.summary}"
    yield f"\n{words.more}"
    yield f"\n{_doors(act)}"
    yield "\n## Input\n"
    rows = [(f"`{name}`", kind, "yes" if required else "") for name, kind, required in fields_of(act)]
    yield from _table(("name", "type", "required"), rows)
    yield from _parts(act)
    yield "\n## Who may\n"
    yield from _who_may(act)
    yield "\n## What the ledger gets\n"
    yield from _entered(act)
    yield "\n## When it refuses\n"
    yield f"Refused {words.refusals}" if words.refusals else "Only for a malformed input."
    if act.name in EXAMPLES:
        yield "\n## Example\n"
        yield from _example(act, EXAMPLES[act.name])


def _parts(act: Act) -> Iterator[str]:
    for name, schema in act.input_model.model_json_schema().get("$defs", {}).items():
        described = " ".join(str(schema.get("description", "")).split())
        if choices := schema.get("enum"):
            yield f"\n`{name}`: one of {', '.join(f'`{each}`' for each in choices)}. {described}"
            continue
        inside = (f"`{part}` {type_in_words(of_type)}" for part, of_type in schema["properties"].items())
        yield f"\n`{name}`: {', '.join(inside)}. {described}"


def _doors(act: Act) -> str:
    if act.is_bulk:
        return (
            "It takes a batch, and is done by imports, intakes and the worker; it has no address in the API."
        )
    if act.name in BY_NOBODY:
        return "Nobody in particular does it, so it has no address in the API."
    if act.is_private:
        return "It is private: only the member does it, never the operator or a token that the operator made."
    if act.name not in offered():
        return "It is done on a page that first makes sure who is there; it has no address in the API."
    return "It is done on pages, over the API and with `folkmoot act`."


def _who_may(act: Act) -> Iterator[str]:
    asked = permissions_of(act)
    if not asked:
        yield "It asks for no permission of the table: see above for whose it is to do."
        return
    rows = ((f"`{permission}`", *_holders(permission)) for permission in asked)
    head = ("permission", "held in the unit and below by", "in the unit itself by", "there if a member of it")
    yield from _table(head, rows)


def _entered(act: Act) -> Iterator[str]:
    if act.is_private:
        yield "Nothing: private acts are only counted, in batches."
    events = events_of(act)
    yield from (_in_words(event) for event in events)
    if not events and not act.is_private:
        yield "One entry a batch."


def _in_words(event: type[Event]) -> str:
    names = ", ".join(f"`{field.name}`" for field in fields(event))
    return f"- `{event.__name__}`" + (f" with {names}" if names else "")


def _example(act: Act, example: Example) -> Iterator[str]:
    body = json.dumps(written(example.given), indent=2, ensure_ascii=False)
    if act.name in offered():
        yield "```http"
        yield f"POST /api/acts/{act.name}"
        yield "Idempotency-Key: 0198c5a1-4b6e-7d21-9c0f-3f5a6b7c8d9e"
        yield "Authorization: Bearer folkmoot_…"
        yield f"\n{body}"
        yield "```\n"
    if not act.is_private:
        yield "```sh"
        yield _command(act, example)
        yield "```"
    elif act.name not in offered():
        yield f"```json\n{body}\n```"


def _command(act: Act, example: Example) -> str:
    words = ["folkmoot act", act.name, *([f"--by {example.by}@example.org"] if example.by else [])]
    return " \\\n    ".join(
        [" ".join(words), *(_typed(name, value) for name, value in example.given.items())]
    )


def _typed(field: str, value: object) -> str:
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return shlex.quote(f"{field}={','.join(_said(field, each) for each in value)}")
    if isinstance(value, str):
        return shlex.quote(f"{field}={_said(field, value)}")
    return shlex.quote(f"{field}={json.dumps(written(value), ensure_ascii=False)}")


def _said(field: str, word: str) -> str:
    if word.startswith("@") and field in UNIT_FIELDS and word[1:] not in EXAMPLES:
        return word
    if word.startswith("@") and field in PERSON_FIELDS and word[1:] not in EXAMPLES:
        return f"{word}@example.org"
    return str(written(word))


def _permissions() -> Iterator[str]:
    yield "# Permissions"
    yield ""
    yield "An office gives permissions in its unit and in all units below it, or in its unit alone; some of these only to those"
    yield "whose home is there and whom somebody else appointed, so that nobody reads a cell's names by giving themselves an"
    yield "office in it. What every member has, they have in their cell and in the units above it. There is no other way to a"
    yield "permission."
    yield "\n## Offices\n"
    yield from _table(
        ("office", "what it is for"), ((f"`{code}`", str(what)) for code, what in OFFICES.items())
    )
    yield "\n## Who may do and see what\n"
    yield from _table(
        (
            "permission",
            "in the unit and below",
            "in the unit itself",
            "there, if a member of it",
            "every member",
            "acts that ask for it",
        ),
        (
            (f"`{name}`", *_holders(name), "yes" if grant.members else "", _asking(name))
            for name, grant in GRANTS.items()
        ),
    )


def _holders(permission: str) -> tuple[str, ...]:
    grant = GRANTS[permission]
    below, here, own = (", ".join(sorted(offices)) for offices in (grant.below, grant.here, grant.own))
    return below, f"{here} (if somebody else appointed them)" if grant.by_others else here, own


def _asking(permission: str) -> str:
    asking = (name for name, act in sorted(ACTS.items()) if permission in permissions_of(act))
    return ", ".join(f"[`{name}`](acts/{name}.md)" for name in asking)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"
