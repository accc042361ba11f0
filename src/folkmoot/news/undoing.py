"""How publishing to everybody, and taking it back, are taken back."""

from typing import Any
from uuid import UUID

from folkmoot.access.undoing import ANSWER, Input, WayBack
from folkmoot.news.models import PublicPaper


def _state(paper_id: UUID) -> object:
    paper = PublicPaper.objects.get(pk=paper_id)
    return [str(paper.published_at), str(paper.taken_back_at)]


def _take_back(_given: Input) -> tuple[str, dict[str, Any]] | None:
    return "news.take_back_paper", {"paper_id": ANSWER}


def _publish_again(given: Input) -> tuple[str, dict[str, Any]] | None:
    paper = PublicPaper.objects.filter(pk=given["paper_id"]).first()
    if paper is None:
        return None
    which = ("decision_id", paper.decision_id) if paper.decision_id else ("item_id", paper.item_id)
    return "news.publish_openly", {which[0]: str(which[1])}


WAYS_BACK = {
    "news.publish_openly": WayBack(_take_back, _state),
    "news.take_back_paper": WayBack(_publish_again, _state),
}
