"""Publishing news, correcting it openly, and withdrawing it. Nothing is written for those who read it."""

from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from folkmoot.access.policy import require
from folkmoot.decisions.actions.addressing import write_audience
from folkmoot.decisions.queries.addressees import Addressees, find_addressees
from folkmoot.decisions.rules.deadlines import start_of_day
from folkmoot.documents.actions.drafting import DraftText
from folkmoot.documents.actions.sealing import correct_document, seal_document
from folkmoot.kernel.acts import act
from folkmoot.kernel.ledger import record
from folkmoot.news.actions.claiming import claim_item, must_be_unpublished, must_stand
from folkmoot.news.events import NewsCorrected, NewsPublished, NewsWithdrawn
from folkmoot.news.models import Item, PublicPaper
from folkmoot.news.rules.lasting import must_last
from folkmoot.people.models import Person


@act("news.publish_item")
def publish_item(
    *,
    item_id: UUID,
    revision: int,
    unit_id: UUID,
    kinds: list[str] | None = None,
    sectors: list[str] | None = None,
    offices: list[str] | None = None,
    until: date | None = None,
    is_pinned: bool = False,
    by: Person | None,
    at: datetime,
) -> UUID:
    """Publish news as saved in `revision` to the unit `unit_id` and all below it, narrowed as `convey_decision` does.

    It stands first while it `is_pinned`, and is news until the end of the day `until`, for two weeks if there is none.

    :raises Refused: if `by` may not publish for the body, it was published, somebody saved it since, a text is empty, the
        unit is not at or below the body, a code is unknown, nobody would be addressed, the day is past or more
        than a year away, or it is pinned without a day.
    """
    item = claim_item(item_id)
    require(by, "news.publish_item", on=item.body, at=at)
    must_be_unpublished(item)
    must_last(until, is_pinned=is_pinned, today=item.body.local(at).date())
    chosen = find_addressees(
        item.body, unit_id, kinds=kinds or [], sectors=sectors or [], offices=offices or [], at=at
    )
    digest = seal_document(item.document_id, revision=revision, at=at)
    item.published_at, item.is_pinned = at, is_pinned
    item.ends_at = start_of_day(until + timedelta(days=1), ZoneInfo(item.body.time_zone)) if until else None
    item.audience_id = write_audience(chosen, decision=None)
    item.save(update_fields=["published_at", "is_pinned", "ends_at", "audience"])
    record(_published(item, chosen, until, digest), by=by, at=at)
    return item.pk


@act("news.correct_item")
def correct_item(
    *, item_id: UUID, version: int, texts: list[DraftText], by: Person | None, at: datetime
) -> UUID:
    """Give published news other words, in place of those of `version`, which everybody who reads it can still see.

    :raises Refused: if `by` may not publish for the body, it stands no longer, somebody corrected it since `version`, or
        nothing in `texts` is changed, a language is missing or a text is not in order.
    """
    item = claim_item(item_id)
    require(by, "news.publish_item", on=item.body, at=at)
    must_stand(item)
    corrected = correct_document(item.document_id, texts, number=version, at=at)
    item.corrected_at = at
    item.save(update_fields=["corrected_at"])
    record(NewsCorrected(item.pk, corrected.number, corrected.digest), by=by, at=at)
    return item.pk


@act("news.withdraw_item")
def withdraw_item(*, item_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Withdraw published news: it leaves every list and the public edition, and its page says so in place of its words.

    :raises Refused: if `by` may not publish for the body, or it stands no longer.
    """
    item = claim_item(item_id)
    require(by, "news.publish_item", on=item.body, at=at)
    must_stand(item)
    item.withdrawn_at = at
    item.save(update_fields=["withdrawn_at"])
    PublicPaper.objects.out().filter(item=item).update(taken_back_at=at)
    record(NewsWithdrawn(item.pk), by=by, at=at)
    return item.pk


def _published(item: Item, chosen: Addressees, until: date | None, digest: str) -> NewsPublished:
    return NewsPublished(
        item.pk,
        chosen.unit.pk,
        kinds=tuple(kind.code for kind in chosen.kinds),
        sectors=tuple(sector.code for sector in chosen.sectors),
        offices=tuple(office.code for office in chosen.offices),
        until=until,
        is_pinned=item.is_pinned,
        text_digest=digest,
    )
