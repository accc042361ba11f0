"""One example of each act on units, and on files that bring them."""

from collections.abc import Mapping

from folkmoot.config.api.example import Example
from folkmoot.kernel.acts import Via

UNITS: Mapping[str, Example] = {
    "structure.found_organisation": Example(
        "",
        {"name": "Union", "code": "union", "kind_set": "union", "time_zone": "Europe/Paris"},
        via=Via.OPERATOR,
    ),
    "structure.found_unit": Example(
        "ada", {"parent_id": "@north", "kind": "local", "name": "Lighthouse", "code": "light"}, on="north"
    ),
    "structure.rename_unit": Example(
        "bo", {"unit_id": "@harbour", "name": "Old Harbour", "code": "old-harbour"}, on="harbour"
    ),
    "structure.move_unit": Example("una", {"unit_id": "@harbour", "to_parent_id": "@south"}, on="union"),
    "structure.close_unit": Example("ada", {"unit_id": "@structure.found_unit"}, on="north"),
    "structure.refound_unit": Example("ada", {"unit_id": "@structure.close_unit"}, on="north"),
    "structure.offer_twinning": Example("bo", {"unit_id": "@harbour", "code": "vale"}, on="harbour"),
    "structure.accept_twinning": Example(
        "una", {"unit_id": "@vale", "other_id": "@harbour"}, on="vale", before=("structure.offer_twinning",)
    ),
    "structure.end_twinning": Example(
        "bo", {"unit_id": "@harbour", "other_id": "@vale"}, on="harbour", before=("structure.offer_twinning",)
    ),
    "structure.affiliate_unit": Example(
        "una",
        {"unit_id": "@structure.found_unit", "admits": "anybody", "condition": "aged 14 to 30"},
        on="north",
    ),
    "structure.end_affiliation": Example("una", {"unit_id": "@structure.affiliate_unit"}, on="north"),
    "structure.merge_units": Example("una", {"unit_id": "@harbour", "into_unit_id": "@hill"}, on="north"),
    "structure.split_unit": Example(
        "una",
        {"unit_id": "@harbour", "name": "Quay", "code": "quay", "members": ["@eve"], "units": []},
        on="north",
    ),
    "structure.resume_reorganisation": Example("una", {"reorganisation_id": "@stopped_merge"}, on="north"),
    "structure.set_sectors": Example(
        "bo", {"unit_id": "@harbour", "sectors": ["rail"]}, on="harbour", before=("structure.add_sector",)
    ),
    "structure.set_time_zone": Example(
        "bo", {"unit_id": "@harbour", "time_zone": "Europe/Lisbon"}, on="harbour"
    ),
    "structure.add_sector": Example("una", {"code": "rail", "name": "Rail"}, on="union"),
    "structure.add_kind": Example(
        "una",
        {"code": "district", "name": "district", "plural": "districts", "is_cell": False, "below": "region"},
        on="union",
    ),
    "structure.change_kind": Example(
        "ada",
        {"unit_id": "@structure.found_unit", "kind": "district"},
        on="north",
        before=("structure.add_kind",),
    ),
    "structure.choose_columns": Example(
        "una", {"job_id": "@staged_import", "columns": [{"field": "name", "column": 1}]}, on="union"
    ),
    "structure.start_import": Example("una", {"job_id": "@checked_import", "attempt": 1}, on="union"),
    "structure.take_back_import": Example("una", {"job_id": "@imported_members"}, on="union"),
    "structure.drop_import": Example("una", {"job_id": "@staged_import"}, on="union"),
}
