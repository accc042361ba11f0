import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import translation
from django.utils.translation import gettext, ngettext, pgettext

from folkmoot.ui.pseudo import PSEUDO_LANGUAGES, accented, pseudo_locale, speak


@pytest.fixture(autouse=True)
def _quiet_again():
    with translation.override(translation.get_language()):
        yield


@pytest.mark.parametrize(
    ("message", "spoken"),
    [
        ("Open", "⟦Öpéñ⟧"),
        ("%(count)s members of %(unit)s", "⟦%(count)s mémbérs öf %(unit)s⟧"),
        ("{count} of {}", "⟦{count} öf {}⟧"),
        ('See <a href="/no/">this</a>&nbsp;one', '⟦Séé <a href="/no/">thîs</a>&nbsp;öñé⟧'),
        ("99 %% sure", "⟦99 %% sûré⟧"),
        ("", "⟦⟧"),
    ],
)
def test_letters_are_accented_and_placeholders_kept(message, spoken):
    assert accented(message) == spoken


@pytest.mark.parametrize(("language", "is_from_the_right"), [("en-xa", False), ("ar-xb", True)])
def test_a_pseudo_language_speaks_in_its_direction(language, is_from_the_right):
    speak(language)
    assert (translation.get_language(), translation.get_language_bidi()) == (language, is_from_the_right)
    assert gettext("Open") == "⟦Öpéñ⟧"
    assert pgettext("a door", "Open") == "⟦Öpéñ⟧"
    assert [ngettext("%d cell", "%d cells", count) for count in (1, 2)] == ["⟦%d çéll⟧", "⟦%d çélls⟧"]


@pytest.mark.parametrize("asked", [*PSEUDO_LANGUAGES, "fr", ""])
def test_only_a_pseudo_language_is_taken_from_the_cookie(asked):
    request = RequestFactory().get("/")
    request.COOKIES["django_language"] = asked
    with translation.override("en"):
        spoken = pseudo_locale(lambda _request: HttpResponse(translation.get_language()))(request)
    assert spoken.content.decode() == (asked if asked in PSEUDO_LANGUAGES else "en")
