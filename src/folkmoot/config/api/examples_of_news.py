"""One example of each act of news, letters and the public edition."""

from collections.abc import Mapping

from folkmoot.config.api.example import Example

_TEXTS = [{"language": "en", "title": "The hall is painted", "body": "Come and see it on Sunday.\n"}]

NEWS: Mapping[str, Example] = {
    "news.draft_item": Example("max", {"unit_id": "@union", "texts": _TEXTS}, on="union"),
    "news.revise_item": Example(
        "max", {"item_id": "@news.draft_item", "revision": 1, "texts": _TEXTS}, on="union"
    ),
    "news.discard_item": Example("max", {"item_id": "@news.draft_item"}, on="union"),
    "news.publish_item": Example(
        "max",
        {
            "item_id": "@news.draft_item",
            "revision": 1,
            "unit_id": "@union",
            "until": "@today",
            "is_pinned": True,
        },
        on="union",
    ),
    "news.correct_item": Example(
        "max",
        {
            "item_id": "@news.publish_item",
            "version": 1,
            "texts": [
                {"language": "en", "title": "The hall is painted", "body": "Come and see it on Monday.\n"}
            ],
        },
        on="union",
    ),
    "news.withdraw_item": Example("max", {"item_id": "@news.publish_item"}, on="union"),
    "news.open_public_edition": Example("max", {}, on="union"),
    "news.close_public_edition": Example("max", {}, on="union", before=("news.open_public_edition",)),
    "news.publish_openly": Example(
        "max",
        {"decision_id": "@decisions.convey_decision"},
        on="union",
        before=("news.open_public_edition",),
    ),
    "news.send_letter": Example(
        "cy",
        {
            "letter_id": "5f0c1b9e-3a77-4c08-9d15-8a2e64f7b310",
            "text": "The hall could have been green.",
            "is_named": True,
            "unit_id": "@union",
        },
    ),
    "news.withdraw_letter": Example("cy", {"letter_id": "@news.send_letter"}),
    "news.shorten_letter": Example(
        "max", {"letter_id": "@news.send_letter", "offered": "Why not green?"}, on="union"
    ),
    "news.agree_to_shorten": Example("cy", {"letter_id": "@news.shorten_letter"}),
    "news.publish_letter": Example("max", {"letter_id": "@news.send_letter"}, on="union"),
    "news.answer_letter": Example(
        "max", {"letter_id": "@news.send_letter", "answer": "Green paint was dearer."}, on="union"
    ),
    "news.decline_letter": Example(
        "max", {"letter_id": "@news.send_letter", "reason": "We had three like it."}, on="union"
    ),
    "news.take_back_paper": Example("max", {"paper_id": "@news.publish_openly"}, on="union"),
}
