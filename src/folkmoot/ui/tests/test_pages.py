import re
from collections import Counter

import pytest
from django.contrib.messages.storage.base import Message
from django.http import Http404
from django.template.loader import get_template, render_to_string
from django.utils import translation

from folkmoot.kernel.errors import Refused
from folkmoot.ui import navigation
from folkmoot.ui.forms import show_refusal
from folkmoot.ui.links import Link
from folkmoot.ui.pseudo import speak
from folkmoot.ui.refusals import refused
from folkmoot.ui.specimen import SpecimenForm, specimen
from folkmoot.ui.tests.rendering import Page
from folkmoot.ui.views import style_page

ERROR_PAGES = ("404.html", "403.html", "403_csrf.html", "500.html")
LANGUAGES = pytest.mark.parametrize(("language", "direction"), [("en-xa", "ltr"), ("ar-xb", "rtl")])
# Names and marks that belong to the example organisation or to nobody's language.
NAMES = {"folkmoot", "ui", "CSV", "Union", "North", "South", "East", "West", "Islands", "Harbour", "Hill"}
NAMES |= {"Mill", "Lane", "Old", "Town", "May", "English", "Folkmoot"}


@pytest.fixture(autouse=True)
def _somebody_is_signed_in(monkeypatch):
    monkeypatch.setattr(
        navigation, "_main", [lambda _request: [Link("Union", "/"), Link("North", "/north/")]]
    )
    monkeypatch.setattr(navigation, "_account", [lambda _request: [Link("Hill", "/hill/")]])
    monkeypatch.setattr(navigation, "_namings", {"person": lambda _request: "Bo"})
    with translation.override(translation.get_language()):
        yield


@pytest.fixture
def request_(rf):
    request = rf.get("/ui/")
    request.person = None
    return request


def _style_page(request):
    return render_to_string("ui/style_page.html", specimen(request), request)


def test_the_style_page_is_well_formed(request_):
    page = Page(_style_page(request_))
    assert page.misplaced == []
    assert [name for name, count in Counter(page.ids).items() if count > 1] == []


@LANGUAGES
def test_every_word_of_the_style_page_can_be_translated(request_, language, direction):
    speak(language)
    html = _style_page(request_)
    quoted = Page("".join(point.html for point in specimen(request_)["points"])).bare_words
    assert Page(html).bare_words - NAMES - quoted == set()
    assert html.count(f'<html lang="{language}" dir="{direction}"') == 1


@pytest.mark.parametrize("name", ERROR_PAGES)
def test_a_page_for_trouble_needs_nothing_and_can_be_translated(name):
    speak("en-xa")
    page = Page(get_template(name).render())
    assert (page.misplaced, page.bare_words - {"Folkmoot"}) == ([], set())


def test_a_refusal_is_a_page_with_its_sentence(request_):
    response = refused(request_, Refused("The unit is closed. Choose another."))
    html = response.content.decode()
    assert (response.status_code, Page(html).misplaced) == (422, [])
    assert html.count("<span>The unit is closed. Choose another.</span>") == 1


def test_a_page_that_asks_first_sends_the_act_it_asks_about(request_):
    asks = {"question": "Withdraw it?", "action_url": "/withdrawal/", "yes": "Withdraw it", "back_url": "/"}
    html = render_to_string("ui/confirm.html", asks | {"kind": "danger"}, request_)
    assert Page(html).misplaced == []
    assert [html.count(part) for part in ('action="/withdrawal/"', 'name="act_id"', "button-danger")] == [
        1,
        1,
        1,
    ]


@pytest.mark.parametrize(
    ("debug", "demo", "is_shown"), [(False, False, False), (True, False, True), (False, True, True)]
)
def test_the_style_page_is_for_builders_only(request_, settings, debug, demo, is_shown):
    settings.DEBUG, settings.DEMO = debug, demo
    if is_shown:
        assert style_page(request_).status_code == 200
    else:
        with pytest.raises(Http404):
            style_page(request_)


def test_what_changes_something_is_pressed_in_the_account_menu_and_not_followed(request_, monkeypatch):
    ways = [Link("Sessions", "/sessions/"), Link("Sign out", "/out/", is_pressed=True)]
    monkeypatch.setattr(navigation, "_account", [lambda _request: ways])
    html = render_to_string("ui/base.html", {}, request_)
    assert (
        html.count('<li><form method="post" action="/out/"><input type="hidden" name="csrfmiddlewaretoken"')
        == 1
    )
    assert [html.count(f'<a href="{link.url}"') for link in ways] == [1, 0]


def test_a_message_is_read_out_where_messages_stand(request_):
    html = render_to_string("ui/base.html", {"messages": [Message(25, "Done.")]}, request_)
    assert html.count('<p class="notice notice-success" tabindex="-1" data-focus>') == 1


def test_a_wrong_form_sums_up_its_errors_and_ties_them_to_their_fields():
    html = SpecimenForm({"is_urgent": "on"}).render()
    assert [html.count(part) for part in ('href="#id_title"', 'id="id_title_error"', 'id="id_title"')] == [
        1,
        1,
        1,
    ]
    assert html.count('aria-describedby="id_title_helptext id_title_error"') == 1
    assert Page(html).misplaced == []


def test_each_link_of_the_summary_leads_somewhere():
    page = Page(html := SpecimenForm({}).render())
    targets = [part.split('"')[0] for part in html.split('href="#')[1:]]
    assert targets == ["id_title", "id_in_force_from", "id_kind", "id_readers"]
    assert [target for target in targets if target not in page.ids] == []


@pytest.mark.parametrize(("field", "place"), [("title", "title"), ("", "__all__"), ("audience", "__all__")])
def test_a_refusal_stands_beside_the_field_it_names(field, place):
    form = SpecimenForm({"title": "x", "in_force_from": "2026-06-01", "kind": "rule", "readers": "all"})
    assert form.is_valid()
    show_refusal(form, Refused("That number is taken. Choose the next.", field=field))
    assert form.errors == {place: ["That number is taken. Choose the next."]}


LANDMARKS = re.compile(r"<(header|nav|main|aside|footer)\b.*?</\1>", re.DOTALL)
SKIP = re.compile(r'<a class="skip"[^>]*>[^<]*</a>')


@pytest.mark.parametrize("name", [*ERROR_PAGES, "503.html", "429.html", "public/base.html", "ui/base.html"])
def test_all_that_a_page_says_stands_in_a_landmark(request_, name):
    html = render_to_string(name, {"refusal": "", "sentence": "No room."}, request_)
    body = html.partition("<body")[2].partition(">")[2].partition("</body>")[0]
    assert "<main" in body
    outside = LANDMARKS.sub("", SKIP.sub("", body))
    assert re.sub(r"<[^>]*>", "", outside).strip() == ""
