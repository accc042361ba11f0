"""How these tests read pages: as a person does, by what is written and where it leads."""

from html.parser import HTMLParser

from django.db import connection
from django.test.utils import CaptureQueriesContext

from folkmoot.people.models import Person


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.links: dict[str, str] = {}
        self.errors: list[str] = []
        self._inside: list[str] = []
        self._href = ""

    def handle_starttag(self, tag, attrs) -> None:
        said = dict(attrs)
        if tag == "tr" and "tbody" in self._inside:
            self.rows.append([])
        if tag in {"td", "th"} and "tbody" in self._inside:
            self.rows[-1].append("")
        if tag == "a":
            self._href = said.get("href", "")
        is_refusal = "refusal" in (said.get("class") or "").split()
        if tag not in {"meta", "link", "input", "br", "img"}:
            self._inside.append("refusal" if is_refusal else tag)
        if tag in {"li", "p"} and "refusal" in self._inside:
            self.errors.append("")

    def handle_endtag(self, tag) -> None:
        if tag not in {"meta", "link", "input", "br", "img"}:
            self._inside.pop()

    def handle_data(self, data) -> None:
        if "tbody" in self._inside and {"td", "th"} & set(self._inside):
            self.rows[-1][-1] += data
        if "a" in self._inside and data.strip():
            self.links[data.strip()] = self._href
        if "refusal" in self._inside and {"li", "p"} & set(self._inside):
            self.errors[-1] += data


def as_(client, person: Person):
    client.force_login(person.account)
    return client


def cost(client, url: str) -> int:
    """How many queries a page asks; the first page of a session, which also notes the session, is not counted."""
    client.get("/me/")
    with CaptureQueriesContext(connection) as asked:
        client.get(url)
    return len(asked)


def table_rows(page) -> list[list[str]]:
    return [[cell.strip() for cell in row] for row in _read(page).rows]


def links(page) -> dict[str, str]:
    return _read(page).links


def refusals(page) -> list[str]:
    return [said.strip() for said in _read(page).errors]


def _read(page) -> _Reader:
    reader = _Reader()
    reader.feed(page.content.decode())
    return reader
