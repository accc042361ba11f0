from __future__ import annotations

from django.forms import BaseForm, CheckboxSelectMultiple
from django.forms.renderers import DjangoTemplates

from folkmoot.kernel.errors import Refused


class FormRenderer(DjangoTemplates):
    """Makes `{{ form }}` good by default: set as FORM_RENDERER."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"
    formset_template_name = "ui/forms/formset.html"


class GroupedTicks(CheckboxSelectMultiple):
    """Boxes to tick, in groups that have names: a long list is read by its parts."""

    template_name = "ui/forms/ticks.html"


def show_refusal(form: BaseForm, refusal: Refused) -> None:
    """Put the refusal beside the field it names, or at the top of the form."""
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, str(refusal))
