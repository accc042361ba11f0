import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.documents.rules.file_names import NAME_LONGEST, file_name
from folkmoot.kernel.errors import Refused


@pytest.mark.parametrize(
    ("brought", "kept"),
    [
        ("Statutes.pdf", "Statutes.pdf"),
        ("Statutes.PDF", "Statutes.PDF"),
        ("Statutes", "Statutes.pdf"),
        ("statutes.exe", "statutes.exe.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\max\\x.pdf", "x.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("..", "File.pdf"),
        ("", "File.pdf"),
        ('a"b\r\nSet-Cookie: x.pdf', "a-b Set-Cookie- x.pdf"),
        ("لائحة العمل.pdf", "لائحة العمل.pdf"),
        ("می‌خواهم.pdf", "می‌خواهم.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe.pdf"),
        ("\u2067x\u2069\u200f.pdf", "x.pdf"),
        ("Cafe\u0301.pdf", "Café.pdf"),
        ("half\ud800.pdf", "half.pdf"),
        ("a\0b.pdf", "ab.pdf"),
    ],
)
def test_a_file_is_called_as_people_named_it_without_what_deceives(brought: str, kept: str) -> None:
    assert file_name(brought, [".pdf"]) == kept


def test_a_name_that_is_too_long_is_refused_with_its_length() -> None:
    assert len(file_name("x" * (NAME_LONGEST - 4), [".pdf"])) == NAME_LONGEST
    with pytest.raises(
        Refused, match=r"^The name of the file has 121 characters\. Rename it, with at most 120\.$"
    ):
        file_name("x" * (NAME_LONGEST - 3), [".pdf"])


@given(st.text(max_size=60))
def test_no_name_leads_elsewhere_breaks_a_line_or_changes_when_it_is_kept_again(brought: str) -> None:
    name = file_name(brought, [".txt", ".md"])
    assert name.isprintable() or "\u200c" in name or "\u200d" in name
    assert not set(name) & set('/\\"<>:|?*\r\n\0')
    assert not name.startswith(".")
    assert name.lower().endswith((".txt", ".md"))
    assert file_name(name, [".txt", ".md"]) == name
