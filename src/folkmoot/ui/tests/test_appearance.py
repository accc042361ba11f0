import pytest
from django.test import Client
from django.urls import reverse

from folkmoot.ui import navigation

# What answers a request makes sure of its connection, whether or not it asks anything.
pytestmark = pytest.mark.both_databases


def _choose(theme, back="/decisions/"):
    return Client().post(reverse("ui:appearance"), {"theme": theme, "next": back})


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_chosen_appearance_is_kept_in_a_cookie(theme):
    response = _choose(theme)
    assert (response.status_code, response.url, response.cookies["theme"].value) == (
        302,
        "/decisions/",
        theme,
    )


@pytest.mark.parametrize("theme", ["", "purple"])
def test_any_other_appearance_is_that_of_the_device(theme):
    assert _choose(theme).cookies["theme"]["max-age"] == 0


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "javascript:go()", ""])
def test_the_way_back_never_leads_elsewhere(elsewhere):
    assert _choose("dark", elsewhere).url == "/"


def test_the_appearance_is_not_changed_by_following_a_link():
    assert Client().get(reverse("ui:appearance"), {"theme": "dark"}).status_code == 405


def test_the_manifest_names_the_organisation(monkeypatch):
    monkeypatch.setitem(navigation._namings, "organisation", lambda _request: "Union")
    response = Client().get(reverse("ui:manifest"))
    assert (response.headers["content-type"], response.json()["name"]) == (
        "application/manifest+json",
        "Union",
    )
