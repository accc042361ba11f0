from django.http import HttpResponse
from django.shortcuts import render

from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.accounts.queries.factors import factors_of, rest_of


@signed_in
def second_factor(request: SignedInRequest) -> HttpResponse:
    page = {
        "factors": factors_of(request.person),
        "rest": rest_of(request.person, at=request.at),
    }
    return render(request, "accounts/second_factor.html", page)
