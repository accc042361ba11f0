"""What the demo organisation tells beside its decisions: news, a letter that was answered, and a public edition."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from folkmoot.demo.organisation import Organisation
from folkmoot.kernel.ids import private_id
from folkmoot.news.actions.drafting import draft_item
from folkmoot.news.actions.letters import answer_letter, publish_letter, send_letter
from folkmoot.news.actions.openly import open_public_edition, publish_openly
from folkmoot.news.actions.publishing import publish_item
from folkmoot.news.rules.letters import monday_of
from folkmoot.people.models import Membership

# Days ago, title and words; the oldest comes first.
NEWS = (
    (
        40,
        "The archive has moved",
        "The papers of the first fifty years are now in the **old dairy**. Whoever wants to look at them writes to the office.\n",
    ),
    (
        16,
        "A guide to buying together",
        (
            "Twelve co-operatives bought their electricity together last year. How they went about it:\n\n"
            "- they agreed on what they need,\n- asked four suppliers,\n- and signed for two years.\n"
        ),
    ),
    (
        2,
        "The office is closed on Monday",
        "We paint the stairs. On Tuesday from 8 o’clock somebody is there again.\n",
    ),
)
LETTER = "Buying together saved us a tenth. Could the federation do the same for insurance?"
ANSWER = "We have asked three insurers, and will tell you in spring what they offer."
PUBLIC = 2


def tell(organisation: Organisation, decisions: Mapping[str, UUID], *, now: datetime) -> None:
    """Publish news of the federation, let a member write a letter, and show two decisions and some news to everybody."""
    by = organisation.officers["secretary federation"]
    opened = now - timedelta(days=30)
    organisation.do(open_public_edition, by=by, at=opened)
    for decision_id in list(decisions.values())[:PUBLIC]:
        organisation.do(publish_openly, by=by, at=opened, decision_id=decision_id)
    items = [_news(organisation, *each, now=now) for each in NEWS]
    organisation.do(publish_openly, by=by, at=now - timedelta(days=8), item_id=items[1])
    _letter(organisation, items[1], published_at=now - timedelta(days=NEWS[1][0]))


def _news(organisation: Organisation, days_ago: int, title: str, body: str, *, now: datetime) -> UUID:
    by, at, top = (
        organisation.officers["secretary federation"],
        now - timedelta(days=days_ago),
        organisation.top.pk,
    )
    texts = [{"language": "en", "title": title, "body": body}]
    pk = organisation.do(draft_item, by=by, at=at - timedelta(hours=1), unit_id=top, texts=texts)
    return organisation.do(publish_item, by=by, at=at, item_id=pk, revision=1, unit_id=top)


def _letter(organisation: Organisation, item_id: UUID, *, published_at: datetime) -> None:
    at = published_at + timedelta(hours=1)
    writer = Membership.objects.current(at).select_related("person").order_by("started_at", "pk")[0].person
    by, letter = organisation.officers["secretary federation"], private_id()
    organisation.do(
        send_letter, by=writer, at=at, letter_id=letter, text=LETTER, is_named=False, item_id=item_id
    )
    # Without a name it comes to its editors on a Monday, two weeks after the news at the latest.
    comes = monday_of(at, since=published_at) + timedelta(hours=9)
    organisation.do(publish_letter, by=by, at=comes, letter_id=letter)
    organisation.do(answer_letter, by=by, at=comes, letter_id=letter, answer=ANSWER)
