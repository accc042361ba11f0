from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from folkmoot.kernel.clock import now
from folkmoot.news.feeds import address, atom_of
from folkmoot.news.openness import changed, for_everybody, languages_asked, page
from folkmoot.news.queries.openly import (
    IN_A_FEED,
    PublicList,
    organisation,
    public_list,
    public_page,
    words_of,
)
from folkmoot.news.screens import older_url


@for_everybody
def public(request: HttpRequest, body_id: UUID | None = None) -> HttpResponse:
    found = _listed(request, body_id, after=request.GET.get("after", ""))
    feed = reverse("public:body_feed", args=[body_id]) if body_id else reverse("public:feed")
    shown = {"page": found, "older": older_url(request, found.following), "feed_url": feed}
    return changed(page("public/list.html", {**shown, "canonical": address(request.path)}), found.changed_at)


@for_everybody
def feed(request: HttpRequest, body_id: UUID | None = None) -> HttpResponse:
    found = _listed(request, body_id, size=IN_A_FEED)
    words = words_of(found.lines, languages_asked(request))
    content = atom_of(found.lines, words, organisation=organisation(), body=found.body)
    return changed(
        HttpResponse(content, content_type="application/atom+xml; charset=utf-8"), found.changed_at
    )


@for_everybody
def paper(request: HttpRequest, paper_id: UUID, number: int | None = None) -> HttpResponse:
    found = public_page(paper_id, languages_asked(request), number=number, at=now())
    if found is None:
        raise Http404
    shown = {"page": found, "line": found.line, "decision": found.decision, "shown": found.shown}
    response = page("public/paper.html", {**shown, "canonical": address(request.path)})
    return changed(response, found.line.updated_at)


def _listed(request: HttpRequest, body_id: UUID | None, **given: object) -> PublicList:
    found = public_list(body_id, languages_asked(request), at=now(), **given)  # type: ignore[arg-type]  # a key or a size
    if found is None:
        raise Http404
    return found
