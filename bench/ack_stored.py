"""How many receipts there are after `bench ack`: what was answered must be stored."""

from folkmoot.decisions.models import Receipt


def run_here() -> dict[str, int]:
    """Return the number of receipts."""
    return {"receipts": Receipt.objects.count()}
