"""What becomes of all that refers to a unit is said in one table; here it is held against the schema."""

import pytest

from tests.architecture.references import references_to

pytestmark = pytest.mark.django_db(databases=[])


def test_every_reference_to_a_unit_has_its_fate_when_the_unit_is_merged() -> None:
    found = references_to("units.Unit")
    from folkmoot.structure.rules.succession import FATES  # noqa: PLC0415  -- models exist only now

    assert set(FATES) == found
