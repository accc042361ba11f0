"""What is held about a person as one who is told of news, and for how long."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from folkmoot.access.holdings import Field, Holding, reading
from folkmoot.kernel.keeping import Keeping
from folkmoot.notices.actions.forgetting import forget_recipient
from folkmoot.notices.models import CalendarAddress, Recipient, Subscription

_UNREACHABLE = ("notices.see_unreachable",)
_CHOOSING = ("notices.choose_frequency",)

HOLDINGS = (
    Holding(
        "notices_recipient",
        _("How I am told of news"),
        _("to write to me as often as I want, and no longer where nothing arrives"),
        (
            Field("person_id", _("Who is told"), shown="person__name"),
            Field("frequency", _("How often; empty if I never chose")),
            Field("wants_meetings", _("Whether mail brings the days of meetings")),
            Field("next_at", _("Next time that Folkmoot looks for news for me")),
            Field("refused_at", _("Mail to my address came back"), _UNREACHABLE),
        ),
        reading(lambda person: Recipient.objects.filter(person=person)),
        {
            "since": _("up to when news were looked at for me: the same whether there were any or not"),
            "refused_digest": _("a keyed hash of my own address"),
            "proven_at": _("a moment before which reports of returned mail do not count"),
        },
        seen_as=_("that mail does not reach me, so that they ask for a new address"),
    ),
    Holding(
        "notices_calendaraddress",
        _("The address of my calendar"),
        _("to let my calendar find deadlines"),
        (
            Field("person_id", _("Whose calendar"), shown="person__name"),
            Field("made_at", _("Made")),
        ),
        reading(lambda person: CalendarAddress.objects.filter(person=person)),
        {
            "secret_hash": _(
                "a secret, of which only a hash is kept: whoever had it could try to guess the secret"
            )
        },
    ),
    Holding(
        "notices_subscription",
        _("Devices on which I am notified"),
        _("to show me there that something is new"),
        (
            Field("session_id", _("Kind of device"), shown="session__user_agent"),
            Field("endpoint", _("Its address at a push service")),
            Field("frequency", _("How often")),
            Field("made_on", _("Since")),
            Field("next_at", _("Next time that Folkmoot looks for news for me")),
        ),
        reading(lambda person: Subscription.objects.of(person).order_by("pk")),
        {
            "public_key": _("a key that the browser made, by which we write to it alone"),
            "secret": _("a secret of that browser: whoever had it could write to it as we do"),
            "since": _("up to when news were looked at for me: the same whether there were any or not"),
        },
    ),
)
KEEPINGS = (
    Keeping(
        _("until the person is erased"), frozenset({"notices_recipient"}), ended_by=("rights.erase_person",)
    ),
    Keeping(
        _("until chosen anew"),
        frozenset({"notices_recipient"}),
        ended_by=_CHOOSING,
        part=_("how often"),
    ),
    Keeping(
        _("a week at the most, then overwritten; while it is off, until chosen anew"),
        frozenset({"notices_recipient"}),
        ended_by=_CHOOSING,
        part=_("up to when news were looked at, and when next"),
    ),
    Keeping(
        _("until there is another address, the member says that it works, or half a year"),
        frozenset({"notices_recipient"}),
        ended_by=("notices.trust_address",),
        part=_("that mail came back"),
    ),
    Keeping(
        _("until ended, or the person is erased"),
        frozenset({"notices_calendaraddress"}),
        ended_by=("notices.end_calendar_address", "rights.erase_person"),
    ),
    Keeping(
        _("until turned off, or the session ends"),
        frozenset({"notices_subscription"}),
        ended_by=(
            "notices.unsubscribe_device",
            "accounts.end_session",
            "accounts.end_other_sessions",
            "rights.leave_organisation",
            "rights.erase_person",
        ),
    ),
    Keeping(
        _("a week at the most, then overwritten; or until the session ends"),
        frozenset({"notices_subscription"}),
        ended_by=("notices.subscribe_device", "notices.unsubscribe_device"),
        part=_("up to when news were looked at, and when next"),
    ),
)


def erase(person_id: UUID, limit: int) -> int:  # noqa: ARG001  -- there are two rows at the most
    """Forget how somebody who was erased was told of news, and return how many rows that were."""
    return forget_recipient(person_id)
