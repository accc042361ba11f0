from collections.abc import Callable, Mapping
from uuid import UUID

from django.forms import BaseForm

from folkmoot.access.requests import SignedInRequest, do
from folkmoot.kernel.errors import Refused
from folkmoot.ui.forms import show_refusal


def done(
    request: SignedInRequest, function: Callable[..., UUID], given: Mapping[str, object], form: BaseForm
) -> UUID | None:
    try:
        return do(request, function, **given)
    except Refused as refusal:
        show_refusal(form, refusal)
        return None


def status_of(form: BaseForm) -> int:
    return 422 if form.errors else 200
