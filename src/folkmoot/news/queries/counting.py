"""How much news there is for many people at once: for a line in digests that are sent anyway."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from folkmoot.decisions.queries.audiences import audiences_above, people_among
from folkmoot.news.models import Item


def count_items(since: Mapping[UUID, datetime], until: datetime) -> dict[UUID, int]:
    """Return how many news items stand for each person that were published after their own moment and by `until`.

    It is the same whether or not they were read, as nothing says that. Two questions where there are none.
    """
    first = min(since.values(), default=until)
    late = Item.objects.current(until).filter(
        published_at__gt=first, audience__in=audiences_above(list(since), until)
    )
    moments = {
        audience: at for audience, at in late.values_list("audience", "published_at") if audience and at
    }
    if not moments:
        return {}
    among = people_among(moments, list(since), at=until)
    return Counter(
        person for audience, people in among.items() for person in people if moments[audience] > since[person]
    )
