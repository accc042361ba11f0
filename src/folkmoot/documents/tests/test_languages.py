import pytest

from folkmoot.documents.actions.drafting import DraftText, check_texts
from folkmoot.documents.languages import language_called
from folkmoot.kernel.errors import Refused


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("fr", "Français"),
        ("es-ar", "Español de Argentina"),
        ("en-gb", "British English"),
        ("ka", "ქართული"),
        ("xx", "xx"),
    ],
)
def test_a_language_is_called_as_its_speakers_write_it(code: str, name: str) -> None:
    assert language_called(code).name == name


def texts(*codes: str) -> list[DraftText]:
    return [DraftText(language=code, title="Rules") for code in codes]


def test_a_document_has_at_most_forty_languages() -> None:
    codes = [f"aa-{number:03d}" for number in range(41)]
    check_texts(texts(*codes[:40]))
    with pytest.raises(Refused, match=r"These are texts in 41 languages\. A document has at most 40"):
        check_texts(texts(*codes))


@pytest.mark.parametrize(
    "code", ["en", "pt-BR", "zh-Hant-TW", "de-CH-1996", "sl-rozaj-biske-1994", "aa-" + "b" * 8 + "-c" * 12]
)
def test_the_code_of_a_language_is_taken(code: str) -> None:
    check_texts(texts(code))


@pytest.mark.parametrize(
    "code",
    [
        "",
        "e",
        "EN",
        "english",
        "en-",
        "en--us",
        "en-ninechars",
        "en_US",
        "aa-" + "b" * 8 + "-c" * 13,
        "aa" + "-aaaaaaaa" * 100_000,
    ],
)
def test_what_is_no_code_of_a_language_is_refused_in_few_words(code: str) -> None:
    with pytest.raises(Refused, match="is not the code of a language") as refusal:
        check_texts(texts(code))
    assert len(str(refusal.value)) < 120
