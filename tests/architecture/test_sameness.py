"""What becomes of all that refers to somebody who was entered twice is said in one table, held against the schema."""

import pytest

from tests.architecture.references import references_to

pytestmark = pytest.mark.django_db(databases=[])


def test_every_reference_to_a_person_has_its_fate_when_two_entries_are_merged() -> None:
    found = references_to("people.Person")
    from folkmoot.membership.rules.sameness import FATES  # noqa: PLC0415  -- models exist only now

    assert set(FATES) == found
