from django.forms import BaseForm

from folkmoot.access.requests import SignedInRequest
from folkmoot.kernel.errors import Refused
from folkmoot.membership.actions.naming import Named, name_member
from folkmoot.ui.forms import show_refusal


def member_named(request: SignedInRequest, form: BaseForm) -> Named | None:
    number, name = form.cleaned_data["member_number"], form.cleaned_data["name"]
    try:
        return name_member(number, name, by=request.person, at=request.at)
    except Refused as refusal:
        show_refusal(form, refusal)
        return None
