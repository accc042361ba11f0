"""Web addresses that stand in a text become links: only what says by itself where it leads."""

import re
import unicodedata
from html import escape
from itertools import islice

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.common.normalize_url import normalizeLink
from markdown_it.rules_inline import StateInline

# Nobody follows more; each link is ten times as long on the page as its address in the text.
MOST_ADDRESSES = 500
_LONGEST = 2_000
_SCHEME = re.compile(r"(?:^|[^\w.+-])(https?)$", re.IGNORECASE | re.ASCII)
_SCHEME_BEFORE = re.compile(r"(?<![\w.+-])https?(?=://)", re.IGNORECASE | re.ASCII)
_LONGEST_SCHEME = len("https") + 1
_REST = re.compile(r"://([^\s/?#<>\"'()`*|\\]+)([^\s<>\"`*|\\]*)")
_LABEL = re.compile(r"[^\W_](?:[^\W_]|-)*", re.ASCII)
_PORT = re.compile(r":\d{1,5}$", re.ASCII)
_CLOSING = ".,:;!?'_~“”„’»…]}"
_FOUND = "addresses"


class AsWritten(MarkdownIt):
    """A parser that shows addresses as they were written.

    Decoded, a host such as xn--pple-43d.com would look like another.
    """

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802  -- the parser's name for it
        """Return the words of a link unchanged."""
        return link


def with_addresses(parser: MarkdownIt) -> MarkdownIt:
    """Have `parser` make links of the first addresses that begin with http:// or https:// and name a whole host.

    Nothing else becomes one: neither www.example.org nor example.org, //example.org or bo@example.org. The rule takes time in
    proportion to the text.
    """
    parser.inline.ruler.at("linkify", _address)
    parser.enable("linkify")
    return parser


def linked(words: str) -> SafeString:
    """Return plain words as HTML, in which the same addresses are links."""
    parts, last = [], 0
    for scheme in islice(_SCHEME_BEFORE.finditer(words), MOST_ADDRESSES):
        if scheme.start() >= last and (rest := _rest_of(words, scheme.end(), len(words))):
            address = scheme[0] + rest
            parts += [escape(words[last : scheme.start()]), _link(address)]
            last = scheme.start() + len(address)
    return mark_safe("".join([*parts, escape(words[last:])]))  # noqa: S308  -- each part is escaped


def _link(address: str) -> str:
    return f'<a href="{escape(normalizeLink(address))}" rel="noopener nofollow">{escape(address)}</a>'


def _address(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  -- the parser's signature
    if state.linkLevel > 0 or not state.src.startswith("://", state.pos):
        return False
    found = state.env.setdefault(_FOUND, [0])
    scheme = _SCHEME.search(state.pending[-_LONGEST_SCHEME:])
    if scheme is None or found[0] >= MOST_ADDRESSES:
        return False
    rest = _rest_of(state.src, state.pos, state.posMax)
    if not rest:
        return False
    if not silent:
        found[0] += 1
        _push(state, scheme[1] + rest, len(scheme[1]))
    state.pos += len(rest)
    return True


def _rest_of(text: str, start: int, end: int) -> str:
    """Return what follows a scheme at `start`, from "://" to the end of an address; "" if it names no whole host."""
    found = _REST.match(text, start, min(end, start + _LONGEST + 1))
    if found is None or found.end() - start > _LONGEST or not _is_whole(_PORT.sub("", _closed(found[1]))):
        return ""
    address = _closed(found[0])
    # What cannot be seen could make one address look like another.
    hides = any(unicodedata.category(each) in {"Cc", "Cf", "Co", "Cs", "Cn"} for each in address)
    return "" if hides else address


def _push(state: StateInline, address: str, begun: int) -> None:
    state.pending = state.pending[:-begun]
    state.push("link_open", "a", 1).attrs = {"href": state.md.normalizeLink(address)}
    state.push("text", "", 0).content = address
    state.push("link_close", "a", -1)


def _is_whole(host: str) -> bool:
    """Return whether a host has a domain that is no number; hosts with a name and "@" before them have none."""
    labels = host.split(".")
    return len(labels) > 1 and all(map(_LABEL.fullmatch, labels)) and not labels[-1].isdigit()


def _closed(address: str) -> str:
    """Leave the marks that end the sentence out of an address, and a bracket that was opened before it."""
    unopened = address.count(")") - address.count("(")
    end = len(address)
    while end and (address[end - 1] in _CLOSING or (unopened > 0 and address[end - 1] == ")")):
        unopened -= address[end - 1] == ")"
        end -= 1
    return address[:end]
