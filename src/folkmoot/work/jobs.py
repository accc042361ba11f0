"""What the worker does for work."""

from datetime import datetime

from folkmoot.work.actions.reckoning import forget_unused_pieces


def forget_unused_pieces_job(at: datetime) -> bool:
    """Take away some of what was worked out for share-outs that never were; return whether there may be more."""
    return forget_unused_pieces(at)
