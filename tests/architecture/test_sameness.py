"""What becomes of all that refers to somebody who was entered twice is said in one table, held against the schema."""

import django
import pytest
from django.apps import apps

pytestmark = pytest.mark.django_db(databases=[])


def references_to_people() -> set[str]:
    django.setup()
    from folkmoot.people.models import Person  # noqa: PLC0415  -- models exist only now

    return {
        f"{model._meta.app_label}.{model.__name__}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model is Person
    }


def test_every_reference_to_a_person_has_its_fate_when_two_entries_are_merged() -> None:
    from folkmoot.membership.rules.sameness import FATES  # noqa: PLC0415  -- as above

    assert set(FATES) == references_to_people()
