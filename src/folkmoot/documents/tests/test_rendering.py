from html.parser import HTMLParser
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.documents.rules.addresses import linked
from folkmoot.documents.rules.points import Point, points_as_written, points_of
from folkmoot.documents.rules.rendering import html_of, point_html, rendered_points, told_html_of

TAGS = {
    "a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "s", "section", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "title", "rel"},
    "ol": {"start"},
    "li": {"value"},
}
SCHEMES = ("http:", "https:", "mailto:", "tel:")
ATTACKS = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></ScRiPt>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<object data='data:text/html,<script>alert(1)</script>'></object>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=x onclick=alert(1)>x</a>",
    "<form action=//evil.example><button>Sign in</button></form>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<base href='//evil.example/'>",
    "<style>@import '//evil.example/x.css';</style>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<p style='position:fixed;inset:0'>x</p>",
    "<div id=main class=button>x</div>",
    "<!-- <script> --><script>alert(1)</script>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\nscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](data:image/png;base64,AAAA)",
    "[x](file:///etc/passwd)",
    '[x](http://a "onmouseover=alert(1) x=")',
    "[x](http://a'onmouseover='alert(1))",
    "[x]: javascript:alert(1)\n\n[x]",
    "<javascript:alert(1)>",
    "<data:text/html,x>",
    "![x](javascript:alert(1))",
    "![x](https://evil.example/pixel.png)",
    "![x](data:image/svg+xml;base64,AAAA)",
    '![a"onerror="alert(1)](x)',
    "![[x](javascript:alert(1))](y)",
    "[![x](y)](javascript:alert(1))",
    "```<script>\nalert(1)\n```",
    '```"onmouseover="alert(1)\nx\n```',
    "`<script>alert(1)</script>`",
    "# <script>alert(1)</script>",
    '## 1. <img src=x onerror=alert(1)> {#x"onclick="alert(1)}',
    '## 1. Name {#"><script>alert(1)</script>}',
    "1. <script>alert(1)</script>",
    "a) <svg/onload=alert(1)>",
    "| <script>alert(1)</script> |\n|---|\n| <img src=x onerror=alert(1)> |",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\\<script>alert(1)\\</script>",
    "<scr\0ipt>alert(1)</scr\0ipt>",
    "<<script>alert(1);//<</script>",
    "<a href='http://x' target=_top>",
]  # fmt: skip


class Elements(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.words = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data):
        self.words += data

    def handle_comment(self, data):  # noqa: ARG002  -- the parser calls it so
        self.found.append(("!--", {}))


def dangers(html: str) -> list[tuple[str, dict[str, str]]]:
    return [(tag, attributes) for tag, attributes in Elements(html).found if not is_harmless(tag, attributes)]


def is_harmless(tag: str, attributes: dict[str, str]) -> bool:
    if tag == "section" or attributes.get("class") == "point-number":
        return set(attributes) <= {"id", "class", "href"} and attributes.get("id", "point-").startswith(
            "point-"
        )
    address = attributes.get("href", "")
    has_scheme = ":" in address.partition("/")[0].partition("?")[0].partition("#")[0]
    is_known = not has_scheme or address.lower().startswith(SCHEMES)
    is_marked = tag != "a" or attributes.get("rel") == "noopener nofollow"
    return tag in TAGS and set(attributes) <= ATTRIBUTES.get(tag, set()) and is_known and is_marked


def whole(markdown: str) -> str:
    """Return all points of a text as a page shows them: each with its number before it."""
    points = rendered_points(points_as_written(markdown))
    return "\n".join(f"<p>{point.number} </p>\n{point.html}" for point in points)


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_that_runs_or_loads_survives(attack: str) -> None:
    for markdown in (attack, f"Text.\n\n{attack}\n", f"1. {attack}", f"> {attack}", f"**{attack}**"):
        assert dangers(html_of(markdown)) == []
        assert dangers(whole(markdown)) == []


def test_the_check_itself_sees_dangers() -> None:
    dangerous = "<script></script><p onclick=x>x</p><a href='javascript:x'>x</a><img src=x><!-- x --><section id=main></section>"
    assert [tag for tag, _attributes in dangers(dangerous)] == ["script", "p", "a", "img", "!--", "section"]


@given(
    st.lists(
        st.sampled_from(
            [
                *ATTACKS,
                "\n\n",
                "\n",
                "[",
                "](",
                ")",
                "![",
                "<",
                ">",
                '"',
                "'",
                "`",
                "*",
                "{#",
                "}",
                "    ",
                "1. ",
                "# ",
            ]
        )
        | st.text(max_size=8),
        max_size=12,
    ).map("".join)
)
def test_no_mixture_of_attacks_survives(markdown: str) -> None:
    assert dangers(html_of(markdown)) == []
    assert dangers(whole(markdown)) == []


def test_html_is_shown_as_it_was_typed() -> None:
    assert html_of("<b>x</b> & <script>") == "<p>&lt;b&gt;x&lt;/b&gt; &amp; &lt;script&gt;</p>\n"


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("*a* **b** `c` ~~d~~", "<p><em>a</em> <strong>b</strong> <code>c</code> <s>d</s></p>\n"),
        ("a\\\nb", "<p>a<br>\nb</p>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>\n"),
        ("***", "<hr>\n"),
        ("```py\na < b\n```", "<pre><code>a &lt; b\n</code></pre>\n"),
        (
            "[a](https://b.example/c?d=e&f=g)",
            '<p><a href="https://b.example/c?d=e&amp;f=g" rel="noopener nofollow">a</a></p>\n',
        ),
        ("<mailto:a@b.example>", '<p><a href="mailto:a@b.example" rel="noopener nofollow">mailto:a@b.example</a></p>\n'),
        ("[a](tel:+331234)", '<p><a href="tel:+331234" rel="noopener nofollow">a</a></p>\n'),
        ("[a](#point-4.1)", '<p><a href="#point-4.1" rel="noopener nofollow">a</a></p>\n'),
        ("[a](javascript:x)", "<p>[a](javascript:x)</p>\n"),
        ("[a](ftp://x)", '<p><a rel="noopener nofollow">a</a></p>\n'),
        ("![A *map*](https://x.example/y.png) here", "<p>A map here</p>\n"),
        (
            "| a |\n|--:|\n| b |",
            "<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>b</td>\n</tr>\n</tbody>\n</table>\n",
        ),
    ],
)  # fmt: skip
def test_plain_markdown_becomes_plain_html(markdown: str, html: str) -> None:
    assert html_of(markdown) == html


def test_items_show_the_numbers_their_author_gave_them() -> None:
    assert html_of("2. a\n4. b") == '<ol start="2">\n<li value="2">a</li>\n<li value="4">b</li>\n</ol>\n'
    assert html_of("1. a\n1. b") == '<ol>\n<li value="1">a</li>\n<li value="2">b</li>\n</ol>\n'


@pytest.mark.parametrize(("shift", "levels"), [(1, "h2 h3 h6"), (2, "h3 h4 h6"), (5, "h6 h6 h6")])
def test_headings_leave_the_pages_own_level_free(shift: int, levels: str) -> None:
    found = Elements(html_of("# a\n\n## b\n\n###### c\n", heading_shift=shift)).found
    assert " ".join(tag for tag, _attributes in found) == levels


def test_each_point_is_rendered_by_itself_without_its_number() -> None:
    points = points_of("# T\n\nPre.\n\n## 4. *Devs* & co\n\nMay:\n\n1. do\n   it\n\n   1. well\n2. stop\n")
    assert [(point.number, point.depth, point.html) for point in rendered_points(points, title="T")] == [
        ("", 0, "<p>Pre.</p>\n"),
        ("4", 1, "<h2>Devs &amp; co</h2>\n<p>May:</p>\n"),
        ("4.1", 2, "<p>do\nit</p>\n"),
        ("4.1.1", 3, "<p>well</p>\n"),
        ("4.2", 2, "<p>stop</p>\n"),
    ]


def test_a_points_heading_is_lowered_with_its_depth_but_never_below_six() -> None:
    deep = Point("1.1.1.1.1.1", 6, "Deep", "###### 1.1.1.1.1.1. Deep\n")
    assert point_html(deep) == "<h6>Deep</h6>\n"
    assert point_html(Point("1", 1, "High", "# 1. High\n"), heading_shift=2) == "<h3>High</h3>\n"


WORDS = st.text(st.characters(categories=["L", "N"], max_codepoint=0x24F), min_size=1, max_size=8)


@given(st.lists(WORDS, min_size=1, max_size=6))
def test_every_word_of_a_document_is_on_its_page(words: list[str]) -> None:
    body = "\n".join(f"{number}. {word}" for number, word in enumerate(words, start=1))
    shown = Elements(whole(f"## 9. Words\n\n{body}\n")).words.split()
    expected = [part for number, word in enumerate(words, start=1) for part in (f"9.{number}", word)]
    assert shown == ["9", "Words", *expected]


def test_web_addresses_are_links_in_what_is_told_and_stay_as_they_stand_in_what_binds() -> None:
    words = "See https://example.org/a?b=1 (and http://example.com:8000/x_(y)), `http://example.net` too, not javascript:a(1)."
    assert html_of(words).count("<a ") == 0
    assert told_html_of(words) == (
        '<p>See <a href="https://example.org/a?b=1" rel="noopener nofollow">https://example.org/a?b=1</a> (and '
        '<a href="http://example.com:8000/x_(y)" rel="noopener nofollow">http://example.com:8000/x_(y)</a>), '
        "<code>http://example.net</code> too, not javascript:a(1).</p>\n"
    )


@pytest.mark.parametrize(
    "words",
    [
        "bo@example.org",
        "//example.org",
        "www.example.org",
        "example.org",
        "ftp://example.org",
        "mailto:bo@example.org",
        "xhttp://example.org",
        "http://localhost/x",
        "http://192.168.0.1/",
        "https://bank.example@evil.example/x",
        "http://user:word@example.org",
        "http://a\u202egro.knab",
        "https://bank.org\u200b.evil.org",
        "https://example.org/" + "x" * 2000,
    ],
)
def test_what_does_not_say_by_itself_where_it_leads_is_no_link(words: str) -> None:
    assert (told_html_of(words), linked(words)) == (f"<p>{words}</p>\n", words)


def test_in_plain_words_the_same_addresses_are_links() -> None:
    words = "http://a.example.org/?x=1&y=2. See (https://b.example.org), <b>"
    start = '<a href="http://a.example.org/?x=1&amp;y=2" rel="noopener nofollow">http://a.example.org/?x=1&amp;y=2</a>. See ('
    end = '<a href="https://b.example.org" rel="noopener nofollow">https://b.example.org</a>), &lt;b&gt;'
    assert linked(words) == start + end
    assert linked("http://x.com " * 600).count("<a ") == 500


@pytest.mark.parametrize("host", ["xn--pple-43d.com", "xn--80ak6aa92e.com/%D0%B0"])
def test_addresses_are_shown_as_they_were_written(host: str) -> None:
    link = f'<p><a href="http://{host}" rel="noopener nofollow">http://{host}</a></p>\n'
    assert (told_html_of(f"http://{host}"), told_html_of(f"<http://{host}>")) == (link, link)
    assert html_of(f"<http://{host}>") == link


def test_of_many_addresses_only_the_first_are_links() -> None:
    page = told_html_of("\n\n".join(["http://x.com " * 300] * 3))
    assert (page.count("<a "), page.count("http://x.com</a>")) == (500, 500)
    assert page.count("http://x.com") == 500 + 900


@pytest.mark.parametrize(
    "words",
    [
        "x.com ",
        "a.",
        "@",
        "http://",
        "http://x.com ",
        "www.",
        "http://a.bc/((",
        "http://a.bc/'",
        "//a",
        "mailto:",
    ],
)
def test_a_text_full_of_addresses_takes_hardly_longer_to_be_told(words: str) -> None:
    body = "\n\n".join([words * (9_900 // len(words))] * 20)
    before = process_time()
    html_of(body)
    between = process_time()
    told_html_of(body)
    assert process_time() - between < 10 * (between - before) + 0.5
