from django.forms import BaseForm

from folkmoot.kernel.errors import Refused
from folkmoot.membership.queries.choosing import member_called
from folkmoot.people.models import Person
from folkmoot.ui.forms import show_refusal


def member_named(form: BaseForm) -> Person | None:
    try:
        return member_called(form.cleaned_data["member_number"], form.cleaned_data["name"])
    except Refused as refusal:
        show_refusal(form, refusal)
        return None
