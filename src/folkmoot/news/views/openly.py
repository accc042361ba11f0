from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from folkmoot.access.answering import pressed
from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.decisions.queries.papers import decision_read_by
from folkmoot.news.actions.openly import (
    close_public_edition,
    open_public_edition,
    publish_openly,
    take_back_paper,
)
from folkmoot.news.queries.items import papers_of
from folkmoot.news.queries.openly import (
    OPENLY,
    edition_page,
    is_edition_open,
    may_open_edition,
    paper_of,
)
from folkmoot.news.screens import older_url


@signed_in
def edition(request: SignedInRequest) -> HttpResponse:
    after = request.GET.get("after", "")
    page = edition_page(request.person, request.person.languages, after=after, at=request.at)
    if page is None:
        raise Http404
    shown = {"page": page, "older": older_url(request, page.following)}
    return render(request, "news/edition.html", shown)


@signed_in
def switching(request: SignedInRequest) -> HttpResponse:
    if not may_open_edition(request.person, at=request.at):
        raise Http404
    is_open, to = is_edition_open(), reverse("news:edition")
    if request.method == "POST":
        act, said = (
            (close_public_edition, _("It is closed.")) if is_open else (open_public_edition, _("It is open."))
        )
        return pressed(request, act, said=said, to=to)
    return render(request, "ui/confirm.html", {**_switch(is_open=is_open), "back_url": to})


@signed_in
def decision_openly(request: SignedInRequest, decision_id: UUID) -> HttpResponse:
    found = decision_read_by(decision_id, request.person, at=request.at)
    if found is None or OPENLY not in found[1]:
        raise Http404
    back_url = reverse("decisions:decision", args=[decision_id])
    return _openly(request, found[0].title, back_url, decision_id=decision_id)


@signed_in
def item_openly(request: SignedInRequest, item_id: UUID) -> HttpResponse:
    standing = papers_of(request.person, OPENLY, at=request.at).standing(request.at)
    item = get_object_or_404(standing, pk=item_id)
    return _openly(request, item.title, reverse("news:item", args=[item_id]), item_id=item_id)


@require_POST
@signed_in
def taking_back(request: SignedInRequest, paper_id: UUID) -> HttpResponse:
    said = _(
        "It is taken back. Who has just read it may be shown it for five minutes more, and copies that others made stay."
    )
    return pressed(request, take_back_paper, paper_id=paper_id, said=said, to=reverse("news:edition"))


def _openly(request: SignedInRequest, title: str, back_url: str, **which: UUID) -> HttpResponse:
    if request.method == "POST":
        said = _(
            "It is in the public edition: everybody can read it from now on. Lists that were just looked at may lack it for "
            "five minutes."
        )
        return pressed(request, publish_openly, said=said, to=reverse("news:edition"), **which)
    paper = paper_of(**which)
    shown = {"title": title, "paper": paper, "is_open": is_edition_open(), "back_url": back_url}
    return render(request, "news/openly.html", shown)


def _switch(*, is_open: bool) -> dict[str, str]:
    if is_open:
        return {
            "question": _("Close the public edition?"),
            "consequence": _(
                "Nobody but members reads it then. What is in it is kept, and shown when you open it again."
            ),
            "yes": _("Close it"),
            "kind": "danger",
        }
    return {
        "question": _("Open a public edition?"),
        "consequence": _(
            "Chairs and secretaries can then publish decisions and news of their bodies to everybody, one by one."
        ),
        "yes": _("Open it"),
        "kind": "primary",
    }
