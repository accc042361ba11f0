import pytest

from folkmoot.documents.languages import language_called


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
