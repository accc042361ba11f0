import pytest
from django.test import RequestFactory

from folkmoot.ui import navigation
from folkmoot.ui.links import Link, with_current

LINKS = [Link("Today", "/"), Link("Decisions", "/decisions/"), Link("Drafts", "/decisions/drafts/")]


@pytest.fixture
def _nobody_contributes(monkeypatch):
    monkeypatch.setattr(navigation, "_main", [])
    monkeypatch.setattr(navigation, "_account", [])
    monkeypatch.setattr(navigation, "_namings", {})


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/", ["Today"]),
        ("/decisions/", ["Decisions"]),
        ("/decisions/7/", ["Decisions"]),
        ("/decisions/drafts/7/", ["Drafts"]),
        ("/decisionsmaking/", []),
        ("/units/", []),
    ],
)
def test_the_longest_address_that_leads_here_is_the_current_one(path, current):
    assert [link.label for link in with_current(LINKS, path=path) if link.is_current] == current


@pytest.mark.usefixtures("_nobody_contributes")
def test_contributions_stand_in_their_order_however_often_they_are_registered():
    def later(_request):
        return [Link("Reach", "/reach/", order=70)]

    def sooner(_request):
        return [Link("Today", "/today/", order=10)]

    for contributor in (later, sooner, later):
        navigation.contribute_main(contributor)
    request = RequestFactory().get("/reach/")
    assert navigation.main_links(request) == [
        Link("Today", "/today/", order=10),
        Link("Reach", "/reach/", is_current=True, order=70),
    ]


@pytest.mark.usefixtures("_nobody_contributes")
def test_the_header_says_what_it_was_told_and_folkmoot_otherwise():
    request = RequestFactory().get("/")
    before = navigation.organisation_name(request), navigation.person_name(request)
    navigation.name_organisation(lambda _request: "Union")
    navigation.name_person(lambda _request: "Bo")
    after = navigation.organisation_name(request), navigation.person_name(request)
    assert (before, after) == (("Folkmoot", ""), ("Union", "Bo"))
