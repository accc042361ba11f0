from itertools import islice

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.decisions.listing import decision_rows
from folkmoot.decisions.queries.searching import Bodies, all_found, bodies_for, search_page
from folkmoot.decisions.views.listing import list_links
from folkmoot.library.forms import SearchForm, after_key
from folkmoot.library.queries.reading_list import MOST_PRINTED, collection, listed_among
from folkmoot.library.screens import shown_results
from folkmoot.ui.exports import as_file


@signed_in
def library(request: SignedInRequest) -> HttpResponse:
    bodies, form = _asked(request)
    search, after = form.search, after_key(request.GET)
    results = search_page(request.person, search, bodies=bodies, after=after, at=request.at)
    listed = listed_among(request.person, [each.document_id for each in results.decisions])
    shown = {"form": form, "words": search.words, "is_first": after is None, "is_searched": bool(request.GET)}
    shown["results"] = list(shown_results(results, results.begins or search.words, listed))
    shown["begins"] = results.begins
    shown |= list_links(request, "library:library_file", str(results.following or ""))
    return render(request, "library/library.html", shown)


@signed_in
def library_file(request: SignedInRequest, form: str) -> HttpResponseBase:
    bodies, asked = _asked(request)
    found = all_found(request.person, asked.search, bodies=bodies, at=request.at)
    return as_file(request, decision_rows(found), name="library", form=form)


@signed_in
def printed(request: SignedInRequest) -> HttpResponse:
    bodies, form = _asked(request)
    found = list(
        islice(all_found(request.person, form.search, bodies=bodies, at=request.at), MOST_PRINTED + 1)
    )
    shown = {
        "parts": collection(found[:MOST_PRINTED], request.person, at=request.at),
        "has_more": len(found) > MOST_PRINTED,
        "back_url": f"{reverse('library:library')}?{request.GET.urlencode()}",
    }
    return render(request, "library/collection.html", shown)


def _asked(request: SignedInRequest) -> tuple[Bodies, SearchForm]:
    bodies = bodies_for(request.person, at=request.at)
    return bodies, SearchForm(request.GET, bodies=bodies.units, languages=request.person.languages)
