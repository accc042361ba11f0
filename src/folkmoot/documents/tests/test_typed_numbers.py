import pytest

from folkmoot.documents.rules.points import points_as_written
from folkmoot.documents.rules.typed_numbers import numbers_lost


@pytest.mark.parametrize(
    ("markdown", "lost"),
    [
        ("1. One\n2. Two\n", []),
        ("1. One\n   1. Inner\n   2. Inner\n2. Two\n", []),
        ("1. One\n2. Two\n2.1. Under two\n3. Three\n", ["2.1"]),
        ("1. One\n2. Two\n2.1 Under two\n2.2 Again\n", ["2.1", "2.2"]),
        ("In 2026 we met.\n\n2026 was a good year.\n", []),
        ("Nothing is numbered here.\n", []),
        ("## 4. Heading\n\n4.1. First\n\n4.2. Second\n", []),
    ],
)
def test_numbers_that_became_no_point_are_named(markdown: str, lost: list[str]) -> None:
    assert numbers_lost(markdown, points_as_written(markdown)) == lost
