from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from folkmoot.kernel.errors import Refused

UNPROCESSABLE = 422


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    return render(request, "ui/refused.html", {"refusal": refusal}, status=UNPROCESSABLE)
