"""Telephones of people, and what was sent to them."""

from pathlib import Path

from conftest import START
from folkmoot.people.models import ChannelKind, ContactChannel, Person

NUMBER = "+49 30 1234"


def give_telephone(person: Person, number: str = NUMBER) -> str:
    """Write down a telephone of `person`, and return its number."""
    ContactChannel.objects.create(
        person=person,
        kind=ChannelKind.PHONE,
        value=number,
        entered_at=START,
        entered_by_other=True,
        usable_at=START,
    )
    return number


def sent(folder: Path) -> list[str]:
    """Return the short messages in `folder`, the oldest first."""
    return [file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.sms"))]
