"""What an act's docstring says, part by part: it is the text of the API, the command line and the documentation."""

import re
from dataclasses import dataclass

from folkmoot.kernel.acts import Act

# What inputs that name a unit or a person are called: there the command line takes a code or an address as well.
UNIT_FIELDS = frozenset(
    {"cell_id", "into_unit_id", "other_id", "parent_id", "to_parent_id", "to_unit_id", "unit_id", "units"}
)
PERSON_FIELDS = frozenset(
    {
        "aside",
        "chair_id",
        "counted_by",
        "first_id",
        "gone_id",
        "kept_id",
        "members",
        "minute_taker_id",
        "people",
        "person_id",
        "present",
        "second_id",
    }
)
DECISION_FIELDS = frozenset({"decision_id", "target_id", "repeals", "replaces", "implements"})
_REFUSALS = re.compile(r"^:raises (?:Some)?Refused:", re.MULTILINE)


@dataclass(frozen=True)
class Wording:
    """What an act does in one sentence, what more there is to know, and when it refuses."""

    summary: str
    more: str
    refusals: str


def wording_of(act: Act) -> Wording:
    """Return the docstring of an act, taken apart."""
    text, _mark, refusals = _REFUSALS.sub("\0", act.docstring, count=1).partition("\0")
    summary, _gap, more = text.strip().partition("\n\n")
    return Wording(_one_line(summary), more.strip(), _one_line(refusals))


def fields_of(act: Act) -> list[tuple[str, str, bool]]:
    """Return the inputs of an act: each name, its type in words, and whether it has to be given."""
    properties = act.input_model.model_json_schema().get("properties", {})
    required = {name for name, field in act.input_model.model_fields.items() if field.is_required()}
    return [(name, type_in_words(schema), name in required) for name, schema in properties.items()]


def type_in_words(schema: dict[str, object]) -> str:
    """Return what a value has to be, from its JSON Schema."""
    if isinstance(choices := schema.get("anyOf"), list):
        return " or ".join(type_in_words(choice) for choice in choices if choice.get("type") != "null")
    if isinstance(reference := schema.get("$ref"), str):
        return reference.rpartition("/")[2]
    if schema.get("type") == "array":
        items = schema.get("items", {})
        return f"list of {type_in_words(items)}" if isinstance(items, dict) else "list"
    return str(schema.get("format") or schema.get("type") or "anything")


def _one_line(text: str) -> str:
    return " ".join(text.split())
