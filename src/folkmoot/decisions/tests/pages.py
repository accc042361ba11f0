"""How these tests read pages: what an element says, and what a form would send."""

from html.parser import HTMLParser

MARKDOWN_ATTACK = [
    "1. <script>alert(1)</script>",
    "1. <img src=x onerror=alert(1)>",
    "1. [here](javascript:alert(1))",
    "1. ![x](https://elsewhere.example/track.png)",
    "<iframe src='https://elsewhere.example'></iframe>",
    "1. <svg onload=alert(1)>",
]
_VOID = {"meta", "link", "input", "br", "img", "hr", "use"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[list[str], list[str]]] = []
        self.fields: dict[str, str] = {}
        self._open: list[tuple[str, list[str]]] = []
        self._select = ""

    def handle_starttag(self, tag, attrs) -> None:
        said = dict(attrs)
        name = f"{tag}.{(said.get('class') or '').split(' ')[0]}" if said.get("class") else tag
        words: list[str] = []
        self.elements.append(([*(each for each, _words in self._open), name], words))
        if tag not in _VOID:
            self._open.append((name, words))
        self._note_field(tag, said)

    def _note_field(self, tag, said) -> None:
        name = said.get("name") or ""
        if tag == "input" and name and said.get("type") not in {"checkbox", "radio", "file", "search"}:
            self.fields[name] = said.get("value") or ""
        elif tag == "input" and name and "checked" in said:
            self.fields[name] = said.get("value") or "on"
        elif tag == "select":
            self._select = name
        elif tag == "option" and ("selected" in said or self._select not in self.fields):
            self.fields[self._select] = said.get("value") or ""

    def handle_endtag(self, tag) -> None:
        if tag not in _VOID:
            self._open.pop()

    def handle_data(self, data) -> None:
        for _name, words in self._open:
            words.append(data)
        if self._open and self._open[-1][0].startswith("textarea"):
            self.fields.setdefault(self._named_textarea(), data)

    def _named_textarea(self) -> str:
        return f"textarea {len(self.fields)}"


def texts_of(page, selector: str) -> list[str]:
    """The words of each element called so, or standing in one: "h2", "article p", "a.point-number"."""
    above, _space, own = selector.rpartition(" ")
    found = []
    for line, words in _read(page).elements:
        is_inside = not above or any(_is(name, above) for name in line[:-1])
        if is_inside and _is(line[-1], own):
            found.append(" ".join("".join(words).split()) if own != "textarea" else "".join(words).strip())
    return found


def fields(page) -> dict[str, str]:
    """What the page's forms would send as they stand, but for the texts of their areas."""
    found = _read(page).fields
    return {name: value for name, value in found.items() if not name.startswith("textarea ")}


def first(page, name: str) -> str:
    return fields(page)[name]


def _is(name: str, wanted: str) -> bool:
    return name == wanted or name.partition(".")[0] == wanted


def _read(page) -> _Reader:
    reader = _Reader()
    reader.feed(page.content.decode())
    return reader
