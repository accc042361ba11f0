"""One example of each act by which an office is offered."""

from collections.abc import Mapping

from folkmoot.config.api.example import Example

OFFICES: Mapping[str, Example] = {
    "membership.offer_office": Example(
        "ada",
        {"office": "editor", "unit_id": "@hill", "person_id": "@dee", "member_number": "M-Dee"},
        on="north",
    ),
    "membership.accept_office": Example("dee", {"offer_id": "@membership.offer_office"}),
    "membership.decline_office": Example("dee", {"offer_id": "@membership.offer_office"}),
    "membership.withdraw_office_offer": Example("ada", {"offer_id": "@membership.offer_office"}, on="north"),
}
