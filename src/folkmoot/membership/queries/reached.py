"""By which addresses people are known."""

from folkmoot.people.models import Account, ChannelKind, ContactChannel, Person


def person_with_email(email: str) -> Person | None:
    """Return the person who is reached or signs in by this address, written in small letters."""
    account = Account.objects.select_related("person").filter(email=email).first()
    if account is not None:
        holder: Person = account.person
        return holder
    channels = ContactChannel.objects.filter(kind=ChannelKind.EMAIL, value=email, ended_at=None)
    channel = channels.select_related("person").order_by("entered_at", "pk").first()
    return None if channel is None else channel.person
