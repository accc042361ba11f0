"""Markdown as HTML that can do no harm, whoever wrote it."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from folkmoot.documents.rules.markdown import PARSER, TELLING, item_numbers, tidied
from folkmoot.documents.rules.points import Point, body_of, without_title

_TAGS = {
    "a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "s", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}, "li": {"value"}}
_SCHEMES = {"http", "https", "mailto", "tel"}
_DEEPEST_HEADING = 6


@dataclass(frozen=True)
class RenderedPoint:
    """A point ready for a page: `number` is its label, `html` its heading and words without the number."""

    number: str
    depth: int
    heading: str
    html: SafeString


def told_html_of(markdown: str) -> SafeString:
    """Return a text that binds nobody, such as news, as `html_of` does; the web addresses in it are links.

    :raises Refused: if a paragraph is too long to be shown.
    """
    return _html_of(markdown, TELLING, heading_shift=1)


def html_of(markdown: str, *, heading_shift: int = 1) -> SafeString:
    """Return a text as HTML, its headings lowered by `heading_shift`, from 1 up, so that the page keeps its own h1.

    Nothing in it can run, load anything or imitate the page: HTML is shown as typed, pictures leave
    their description, and links open only http, https, mail and telephone addresses.

    :raises Refused: if a paragraph is too long to be shown.
    """
    return _html_of(markdown, PARSER, heading_shift=heading_shift)


def _html_of(markdown: str, parser: MarkdownIt, *, heading_shift: int) -> SafeString:
    tokens = parser.parse(tidied(markdown))
    _lower_headings(tokens, heading_shift)
    _keep_numbers(tokens)
    _leave_descriptions(tokens)
    return _cleaned(parser.renderer.render(tokens, parser.options, {}))


def rendered_points(
    points: Sequence[Point], *, title: str = "", heading_shift: int = 1
) -> list[RenderedPoint]:
    """Return points as HTML, each by itself; a heading's level is the point's depth, lowered by `heading_shift`.

    A first heading that only repeats the `title`, which the page shows above them, is left out.
    """
    return [
        RenderedPoint(point.label, point.depth, point.heading, point_html(point, heading_shift=heading_shift))
        for point in (without_title(points, title) if title else points)
    ]


def point_html(point: Point, *, heading_shift: int = 1) -> SafeString:
    """Return one point as HTML without its number, which the page shows beside it."""
    level = min(_DEEPEST_HEADING, max(point.depth, 1) + heading_shift)
    heading = f"<h{level}>{escape(point.heading)}</h{level}>\n" if point.heading else ""
    words = html_of(body_of(point.markdown, label=point.label), heading_shift=heading_shift)
    return mark_safe(heading + words)  # noqa: S308  -- the heading is escaped, the words are cleaned


def _lower_headings(tokens: Sequence[Token], shift: int) -> None:
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(_DEEPEST_HEADING, int(token.tag[1]) + shift)}"


def _keep_numbers(tokens: Sequence[Token]) -> None:
    """Show the items' own numbers: HTML would count on from the first, whatever the author wrote."""
    for at, number in item_numbers(tokens).items():
        tokens[at].attrSet("value", str(number))


def _leave_descriptions(tokens: Sequence[Token]) -> None:
    """Put a picture's description in its place: to load it would tell another server who reads."""
    for token in tokens:
        for child in token.children or ():
            if child.type == "image":
                child.content = "".join(part.content for part in child.children or ())
                child.type, child.tag, child.attrs, child.children = "text", "", {}, None


def _cleaned(html: str) -> SafeString:
    cleaned = nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel="noopener nofollow",
        strip_comments=True,
    )
    return mark_safe(cleaned)  # noqa: S308  -- this is where it becomes safe
