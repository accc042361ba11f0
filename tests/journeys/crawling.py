"""Follows every link of a site as one person, a few pages of each kind, and keeps what each answers."""

import re
from collections import defaultdict, deque
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

# So many pages of one kind are as good as all: the first of a list, one in between and the rest of a handful.
ALIKE = 4
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
VALUES = re.compile(r"=[^&]*")


class Links(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        if tag == "a" and dict(attributes).get("href"):
            self.found.append(dict(attributes)["href"])


def kind_of(address):
    """Return what an address has in common with others of its kind."""
    return VALUES.sub("", UUID.sub("…", address))


def crawl(request, start, *, alike=ALIKE):
    """Yield (path, answer) for all that can be reached from `start` by links, `alike` pages of each kind."""
    waiting, seen, counted = deque([start]), {start}, defaultdict(int)
    while waiting:
        path = waiting.popleft()
        counted[kind_of(path)] += 1
        if counted[kind_of(path)] > alike:
            continue
        answer = request.get(path)
        yield path, answer
        if "text/html" in answer.headers["content-type"]:
            for link in links_on(answer):
                if link not in seen:
                    seen.add(link)
                    waiting.append(link)


def links_on(answer):
    """Return the addresses on this site that a page links to, without fragments."""
    here = urlsplit(answer.url)
    for link in Links(answer.text()).found:
        there = urlsplit(urljoin(answer.url, link))
        if there.netloc == here.netloc and not there.path.startswith("/static/"):
            yield there.path + (f"?{there.query}" if there.query else "")
