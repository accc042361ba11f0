from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render

from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.kernel.ids import as_id
from folkmoot.news.queries.items import all_news, item_page, news_page
from folkmoot.news.queries.letters import letters_about
from folkmoot.news.screens import news_rows, number_asked, older_url
from folkmoot.ui.exports import as_file, links_to_files


@signed_in
def news(request: SignedInRequest) -> HttpResponse:
    words, body = request.GET.get("q", ""), as_id(request.GET.get("body", ""))
    page = news_page(
        request.person, words=words, body=body, after=request.GET.get("after", ""), at=request.at
    )
    shown = {"page": page, "words": words, "body": body, "older": older_url(request, page.items.following)}
    exports = links_to_files("news:news_file", query=request.GET.urlencode())
    return render(request, "news/news.html", {**shown, "exports": exports})


@signed_in
def news_file(request: SignedInRequest, form: str) -> HttpResponseBase:
    words, body = request.GET.get("q", ""), as_id(request.GET.get("body", ""))
    found = all_news(request.person, words=words, body=body, at=request.at)
    return as_file(request, news_rows(found), name="news", form=form)


@signed_in
def item(request: SignedInRequest, item_id: UUID) -> HttpResponse:
    language, version = request.GET.get("language", ""), number_asked(request.GET.get("version", ""))
    page = item_page(item_id, request.person, language=language, version=version, at=request.at)
    if page is None:
        raise Http404
    return render(
        request, "news/item.html", {"page": page, "letters": letters_about(page.item, at=request.at)}
    )
