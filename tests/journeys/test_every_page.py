"""Every page there is, as everybody who has a first screen."""

import pytest

from tests.journeys.crawling import crawl, kind_of

ROLES = ("member", "secretary", "district", "office", "registrar")


@pytest.fixture(params=ROLES)
def role(request):
    return request.param


def test_every_link_leads_somewhere(open_page, served, role):
    page = open_page(served.path_of(role))
    broken = {}
    for path, answer in crawl(page.request, "/"):
        if answer.status != 200:
            broken[path] = answer.status
    assert broken == {}
