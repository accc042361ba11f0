"""Which columns of the database refer to a table."""

import django
from django.apps import apps


def references_to(label: str) -> set[str]:
    """Return the columns that refer to the model called `label`, such as "units.Unit", as app.Model.field."""
    django.setup()
    return {
        f"{model._meta.app_label}.{model.__name__}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model is apps.get_model(label)
    }
