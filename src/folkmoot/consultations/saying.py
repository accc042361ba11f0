"""Keeping what somebody says of a point with one button: their comment and their opinion, each by its own act."""

from uuid import UUID

from django.contrib import messages
from django.utils.translation import gettext as _

from folkmoot.access.answering import is_done
from folkmoot.access.requests import SignedInRequest
from folkmoot.consultations.actions.opining import give_opinion
from folkmoot.consultations.actions.speaking import leave_comment, withdraw_comment
from folkmoot.consultations.forms import SayingForm


def is_said(request: SignedInRequest, form: SayingForm, consultation_id: UUID, point: str) -> bool:
    """Keep the comment, then the opinion, and return whether all that was given is kept; a refusal stands in the form.

    The comment goes first, as it is refused for more reasons: what is refused is shown with all that was typed, and
    sending it again does the same again.
    """
    given = {"consultation_id": consultation_id, "point": point}
    if not (_is_comment_done(request, form, given) and _is_opinion_done(request, form, given)):
        return False
    messages.success(request, _kept(form))
    return True


def _is_comment_done(request: SignedInRequest, form: SayingForm, given: dict[str, object]) -> bool:
    if form.takes_back:
        return is_done(request, form, withdraw_comment, **given)
    words = {name: form.cleaned_data[name] for name in ("text", "is_signed")}
    return not words["text"] or is_done(request, form, leave_comment, **given, **words)


def _is_opinion_done(request: SignedInRequest, form: SayingForm, given: dict[str, object]) -> bool:
    opinion = form.cleaned_data["opinion"]
    return not opinion or is_done(request, form, give_opinion, **given, opinion=opinion)


def _kept(form: SayingForm) -> str:
    if form.takes_back:
        return _("Your comment is taken back.")
    match bool(form.cleaned_data["opinion"]), bool(form.cleaned_data["text"]):
        case True, True:
            return _("Your opinion and your comment are kept. You can change them or take them back.")
        case True, False:
            return _("Your opinion is kept. You can change it or take it back.")
    return _("Your comment is kept. You can change it or take it back.")
