"""Removing the files that hang nowhere."""

from datetime import datetime, timedelta

from folkmoot.documents.hanging import hanging_among
from folkmoot.kernel.filestore import left_behind, remove_if_older, stored_folders

# An act that names a file is over long before; and what was taken off by mistake can be brought back by whoever has it.
PATIENCE = timedelta(days=1)


def remove_orphans(at: datetime) -> bool:
    """Remove every file that hangs nowhere and did not arrive within a day, and return False: nothing waits.

    Older ones alone are asked for, and no act may name one without its counting as arrived again, so none is removed that
    a row is just being written for.
    """
    before = at - PATIENCE
    for folder in stored_folders():
        named = [path.name for path in folder]
        hanging = hanging_among(named)
        for path in folder:
            if path.name not in hanging:
                remove_if_older(path, before)
    for path in left_behind():
        remove_if_older(path, before)
    return False
