"""Reading pages as a person does: by what is written on them."""

import re
from html import unescape

_ROW = re.compile(r"<tr[^>]*>(.*?)</tr>", re.DOTALL)
_CELL = re.compile(r"<t[dh][^>]*>(.*?)</t[dh]>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


def sign_in(client, person):
    client.force_login(person.account)
    return client


def rows_of(page) -> list[list[str]]:
    """Return the cells of all table rows below a header."""
    bodies = re.findall(r"<tbody[^>]*>(.*?)</tbody>", page.content.decode(), re.DOTALL)
    return [[_plain(cell) for cell in _CELL.findall(row)] for body in bodies for row in _ROW.findall(body)]


def words_of(page) -> str:
    return _plain(page.content.decode())


def _plain(markup: str) -> str:
    return " ".join(unescape(_TAG.sub(" ", markup)).split())


def undone(client, page):
    """Take back what the message on a page offers to be."""
    [token] = re.findall(r'name="undo" value="([^"]+)"', page.content.decode())
    return client.post("/undo/", {"undo": token}, follow=True)
