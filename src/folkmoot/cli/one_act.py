"""Carrying out one act that an operator typed; imported once Django has started."""

import json
import sys
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.accounts.commands import person_by
from folkmoot.cli.calling import called
from folkmoot.config.api.examples import EXAMPLES
from folkmoot.config.api.offered import BY_NOBODY, single
from folkmoot.config.api.wording import fields_of, wording_of
from folkmoot.kernel.acts import Act, Via, run
from folkmoot.kernel.clock import now
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.people.models import Person

DONE, REFUSED, MISUSED = 0, 1, 2


class Misused(Exception):
    """What was typed is no act, or no input of one."""


def carry_out(name: str, inputs: Sequence[str], *, as_json: str, by: str, act_id: UUID | None) -> int:
    """Do the act `name` for `by`, print its answer, and return the exit code."""
    try:
        chosen = _act_called(name)
        person, given = _person_of(chosen, by), _given(chosen, inputs, as_json)
        answer = run(chosen, given, act_id=act_id or new_id(), by=person, at=now, via=Via.OPERATOR)
    except Misused as why:
        return misused(str(why))
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return REFUSED
    print(answer)
    return DONE


def explain(name: str) -> int:
    """Print what an act does and what it takes."""
    try:
        chosen = _act_called(name)
    except Misused as why:
        return misused(str(why))
    words = wording_of(chosen)
    print("\n\n".join(filter(None, (words.summary, words.more))))
    print("\n" + "\n".join(_fields(chosen)))
    if words.refusals:
        print("\n" + _("Refused %(when)s") % {"when": words.refusals})
    return DONE


def listed() -> str:
    """Return every act that takes one thing, each with what it does."""
    widest = max(map(len, single()))
    return "\n".join(f"{name:<{widest}}  {wording_of(each).summary}" for name, each in single().items())


def misused(sentence: str) -> int:
    """Say on the error stream what was typed wrongly."""
    print(sentence, file=sys.stderr)
    return MISUSED


def _act_called(name: str) -> Act:
    if name not in single():
        raise Misused(
            _("There is no act called “%(name)s”. `folkmoot act --list` shows them.") % {"name": name}
        )
    return single()[name]


def _person_of(chosen: Act, by: str) -> Person | None:
    if by:
        return person_by(by)
    if chosen.name not in BY_NOBODY:
        raise Misused(_("Say for whom, with --by and an e-mail address or member number."))
    return None


def _given(chosen: Act, inputs: Sequence[str], as_json: str) -> Mapping[str, object]:
    given = _object(as_json)
    types = {name: in_words for name, in_words, _is_required in fields_of(chosen)}
    for pair in inputs:
        name, sign, text = pair.partition("=")
        if not sign or name not in types:
            raise Misused(
                _("“%(pair)s” is no input of this act. It takes: %(names)s.")
                % {"pair": pair, "names": ", ".join(types)}
            )
        given[name] = _value(name, text, types[name])
    return given


def _value(name: str, text: str, in_words: str) -> object:
    if in_words.startswith("list of "):
        if text.startswith("["):
            return _from_json(name, text)
        return [_value(name, part, in_words.removeprefix("list of ")) for part in text.split(",") if part]
    return called(name, text[1:]) if in_words == "uuid" and text.startswith("@") else text


def _from_json(name: str, text: str) -> object:
    try:
        return json.loads(text)
    except ValueError as error:
        raise Misused(
            _("“%(pair)s” is not JSON. Write the list with commas, or as JSON.") % {"pair": f"{name}={text}"}
        ) from error


def _object(as_json: str) -> dict[str, object]:
    try:
        given = json.loads(as_json)
    except ValueError as error:
        raise Misused(_("What follows --json is not JSON: %(why)s.") % {"why": error}) from error
    if not isinstance(given, dict):
        raise Misused(_("What follows --json is not an object."))
    return given


def _fields(chosen: Act) -> list[str]:
    fields = fields_of(chosen)
    width = max((len(name) for name, _type, _is_required in fields), default=0)
    example = EXAMPLES[chosen.name].given
    return [
        f"  {name:<{width}}  {in_words}{'' if is_required else _(', may be left out')}"
        + (f"   {name}={json.dumps(example[name], ensure_ascii=False)}" if name in example else "")
        for name, in_words, is_required in fields
    ]
