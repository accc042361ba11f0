"""A file that comes with a form, for the pages on which one is brought."""

from uuid import UUID

from django.forms import Form

from folkmoot.documents.actions.bringing import take_in_from
from folkmoot.documents.actions.taking_in import TakenIn
from folkmoot.kernel.errors import Refused
from folkmoot.ui.forms import show_refusal


def taken_from(form: Form, person_id: UUID) -> TakenIn | None:
    """Take in the file of a valid form and return what it is; None if it is refused, and then the form says why."""
    brought = form.cleaned_data["file"]
    try:
        return take_in_from(person_id, brought.chunks(), brought.name)
    except Refused as refusal:
        show_refusal(form, refusal)
        return None
