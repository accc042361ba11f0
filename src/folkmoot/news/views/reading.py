from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.kernel.ids import as_id
from folkmoot.news.queries.items import item_page, news_page
from folkmoot.news.queries.letters import letters_about
from folkmoot.news.screens import number_asked, older_url


@signed_in
def news(request: SignedInRequest) -> HttpResponse:
    words, body = request.GET.get("q", ""), as_id(request.GET.get("body", ""))
    page = news_page(
        request.person, words=words, body=body, after=request.GET.get("after", ""), at=request.at
    )
    shown = {"page": page, "words": words, "body": body, "older": older_url(request, page.items.following)}
    return render(request, "news/news.html", shown)


@signed_in
def item(request: SignedInRequest, item_id: UUID) -> HttpResponse:
    language, version = request.GET.get("language", ""), number_asked(request.GET.get("version", ""))
    page = item_page(item_id, request.person, language=language, version=version, at=request.at)
    if page is None:
        raise Http404
    return render(
        request, "news/item.html", {"page": page, "letters": letters_about(page.item, at=request.at)}
    )
