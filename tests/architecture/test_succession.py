"""What becomes of all that refers to a unit is said in one table; here it is held against the schema."""

import django
import pytest
from django.apps import apps

pytestmark = pytest.mark.django_db(databases=[])


def references_to_units() -> set[str]:
    django.setup()
    from folkmoot.units.models import Unit  # noqa: PLC0415  -- models exist only now

    return {
        f"{model._meta.app_label}.{model.__name__}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model is Unit
    }


def test_every_reference_to_a_unit_has_its_fate_when_the_unit_is_merged() -> None:
    from folkmoot.structure.rules.succession import FATES  # noqa: PLC0415  -- as above

    assert set(FATES) == references_to_units()
