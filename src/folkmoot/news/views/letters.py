from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from folkmoot.access.answering import is_done, pressed, status_of
from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.kernel.ids import as_id
from folkmoot.news.actions.letters import (
    agree_to_shorten,
    answer_letter,
    decline_letter,
    publish_letter,
    send_letter,
    shorten_letter,
    withdraw_letter,
)
from folkmoot.news.forms_letters import EditForm, LetterForm
from folkmoot.news.models import Item
from folkmoot.news.queries.letters import (
    bodies_to_write_to,
    count_waiting,
    edits_letters,
    item_to_write_about,
    letter_to_edit,
    letters_at_large,
    letters_waiting,
    own_letters,
)
from folkmoot.news.rules.letters import monday_of
from folkmoot.news.screens import older_url

# What each button of the editors does, and which of the boxes it sends: what it needs, then what it takes along.
STEPS: dict[str, tuple[Callable[..., UUID], tuple[str, ...], tuple[str, ...]]] = {
    "publish": (publish_letter, (), ("answer",)),
    "shorten": (shorten_letter, ("offered",), ("answer",)),
    "answer": (answer_letter, ("answer",), ()),
    "decline": (decline_letter, ("reason",), ("answer",)),
}


@signed_in
def letters(request: SignedInRequest) -> HttpResponse:
    found, following = letters_at_large(request.person, after=request.GET.get("after", ""), at=request.at)
    waiting = count_waiting(request.person, at=request.at)
    shown = {"letters": found, "older": older_url(request, following), "waiting": waiting}
    return render(request, "news/letters.html", shown)


@signed_in
def new_letter(request: SignedInRequest) -> HttpResponse:
    item = _item_asked_for(request)
    bodies = None if item else bodies_to_write_to(request.person, at=request.at)
    form = LetterForm(request.POST or None, bodies=bodies, initial={"is_named": "yes"})
    given = {"letter_id": _letter_id(request.act_id), "item_id": item.pk if item else None}
    if form.is_valid() and is_done(request, form, send_letter, **given, **form.cleaned_data):
        messages.success(request, _("Your letter is sent. Here you see what becomes of it."))
        return redirect("news:own_letters")
    comes_on = monday_of(request.at, since=item.published_at if item else None)
    shown = {"form": form, "item": item, "comes_on": comes_on}
    return render(request, "news/new_letter.html", shown, status=status_of(form))


def _letter_id(act_id: UUID) -> UUID:
    """Return the same id for the same form, which tells nothing of when it was opened: the ledger names letters by it."""
    return UUID(bytes=salted_hmac(__name__, str(act_id), algorithm="sha256").digest()[:16], version=4)


@signed_in
def own(request: SignedInRequest) -> HttpResponse:
    return render(request, "news/own_letters.html", {"letters": own_letters(request.person, at=request.at)})


@require_POST
@signed_in
def withdrawal(request: SignedInRequest, letter_id: UUID) -> HttpResponse:
    said, to = _("The letter is withdrawn, and nothing is left of it."), reverse("news:own_letters")
    return pressed(request, withdraw_letter, letter_id=letter_id, said=said, to=to)


@require_POST
@signed_in
def agreement(request: SignedInRequest, letter_id: UUID) -> HttpResponse:
    said, to = _("You agreed. Here you see what becomes of it."), reverse("news:own_letters")
    return pressed(request, agree_to_shorten, letter_id=letter_id, said=said, to=to)


@signed_in
def waiting(request: SignedInRequest) -> HttpResponse:
    found = letters_waiting(request.person, at=request.at)
    if not found and not edits_letters(request.person, at=request.at):
        raise Http404
    return render(request, "news/letters_waiting.html", {"letters": found})


@signed_in
def letter(request: SignedInRequest, letter_id: UUID) -> HttpResponse:
    sent = letter_to_edit(letter_id, request.person, at=request.at)
    if sent is None:
        raise Http404
    written = {"offered": sent.letter.offered or sent.letter.text, "answer": sent.letter.answer}
    form = EditForm(request.POST or None, initial=written)
    act, needed, along = STEPS.get(request.POST.get("step", ""), STEPS["answer"])
    given = form.given(needed, along)
    if form.is_valid() and is_done(request, form, act, letter_id=letter_id, **given):
        messages.success(request, _("It is done, and its writer sees it."))
        return redirect("news:letters_waiting")
    return render(request, "news/letter.html", {"sent": sent, "form": form}, status=status_of(form))


def _item_asked_for(request: SignedInRequest) -> Item | None:
    asked = request.GET.get("about", "")
    if not asked:
        return None
    item_id = as_id(asked)
    item = item_to_write_about(item_id, request.person, at=request.at) if item_id else None
    if item is None:
        raise Http404
    return item
