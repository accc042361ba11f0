"""`bench search`: the library among 100,000 decisions, against an ordinary page and against the bare index."""

from collections.abc import Callable, Sequence
from typing import Any

from bench.measuring import Result, interleaved, median, percentile
from bench.places import in_own_process

SIZE = 1_000
TIMES = 5
# The page of one decision is an ordinary one; this shows ten, with their points.
AS_FAST = 2.0
# A page of words, points and buttons against one question to the index.
OVER_BARE = 40.0
# Ranks of words: used everywhere, often, now and then, hardly ever.
RANKS = (0, 1, 5, 20, 100, 500, 2_000, 8_000, 19_000)


def bench(_sizes: Sequence[int]) -> list[Result]:
    """Search as a plain member and as the secretary of the top, who may read everything."""
    measured = in_own_process(SIZE, "bench.search", purpose="library")
    return [result for who, figures in measured.items() for result in _results(who, figures)]


def run_here() -> dict[str, Any]:
    """Fill the library and time searches, an ordinary page and the bare index, turn by turn."""
    from bench import organisations  # noqa: PLC0415  -- needs Django
    from bench.shelves import fill_library  # noqa: PLC0415  -- needs Django

    fill_library()
    return {"member": _measured(_member()), "secretary of the top": _measured(organisations.secretary())}


def _results(who: str, figures: dict[str, Any]) -> list[Result]:
    pages: dict[str, object] = {
        f"{name} {part} ms": round(figures[name][part] * 1000, 2)
        for name in ("search", "page", "bare")
        for part in ("median", "p95")
    }
    p95 = figures["search"]["p95"] / figures["page"]["p95"]
    bare = figures["search"]["median"] / figures["bare"]["median"]
    return [
        Result(f"search of a {who}, p95", p95, AS_FAST, p95 <= AS_FAST, "the page of one decision", pages),
        Result(
            f"search of a {who}, median", bare, OVER_BARE, bare <= OVER_BARE, "the same words asked of the bare index",
            {"slowest words": figures["slowest"]},
        ),
    ]  # fmt: skip


def _measured(person: Any) -> dict[str, Any]:  # noqa: ANN401  -- a model, which needs Django
    from bench.screens import signed_in  # noqa: PLC0415  -- needs Django
    from folkmoot.decisions.models import Decision  # noqa: PLC0415  -- needs Django
    from folkmoot.kernel.clock import now  # noqa: PLC0415  -- needs Django

    client = signed_in(person)
    ordinary = f"/decisions/{Decision.objects.addressed_to(person, now()).newest_first()[0].pk}/"
    times: dict[str, list[float]] = {"search": [], "page": [], "bare": []}
    slowest: dict[str, float] = {}
    for words in _searches():
        asked = [_get(client, "/library/", q=words), _get(client, ordinary), _bare(words)]
        for name, taken in zip(times, interleaved(asked, times=TIMES), strict=True):
            times[name] += taken
            if name == "search":
                slowest[words] = round(median(taken) * 1000, 1)
    figures: dict[str, Any] = {
        name: {"median": median(taken), "p95": percentile(taken, 0.95)} for name, taken in times.items()
    }
    worst = sorted(slowest, key=lambda words: -slowest[words])[:3]
    return {**figures, "slowest": {words: slowest[words] for words in worst}}


def _searches() -> list[str]:
    from bench.shelves import word  # noqa: PLC0415  -- needs Django

    alone = [word(rank) for rank in RANKS]
    together = [f"{word(rank)} {word(rank + 3)}" for rank in RANKS]
    return [*alone, *together, word(50)[:3], "absent", f"{word(0)} absent"]


def _get(client: Any, address: str, **given: str) -> Callable[[], object]:  # noqa: ANN401  -- needs Django
    def ask() -> None:
        answer = client.get(address, given)
        if answer.status_code != 200:  # noqa: PLR2004  -- HTTP
            raise RuntimeError(f"{address} answered {answer.status_code}")

    return ask


def _bare(words: str) -> Callable[[], object]:
    """Return the same question to the index alone: the latest ten documents that have the words."""
    from folkmoot.documents.fulltext import Match  # noqa: PLC0415  -- needs Django
    from folkmoot.documents.models import WordIndex  # noqa: PLC0415  -- needs Django
    from folkmoot.documents.rules.words import words_wanted  # noqa: PLC0415  -- needs Django

    rows = WordIndex.objects.filter(words__matching=Match(words_wanted(words)))
    return lambda: list(rows.order_by("-pk").values_list("pk", flat=True)[:10])


def _member() -> Any:  # noqa: ANN401  -- a model, which needs Django
    from folkmoot.people.models import Membership  # noqa: PLC0415  -- needs Django

    return Membership.objects.filter(ended_at=None).order_by("-pk").select_related("person")[0].person
