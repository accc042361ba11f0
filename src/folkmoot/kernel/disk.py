"""Whether an error means that there is no room left on the disk, whoever says it."""

import errno

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}
# SQLite's words for SQLITE_FULL, and PostgreSQL's for error 53100.
_WORDS = ("database or disk is full", "No space left on device")


def is_full(error: BaseException) -> bool:
    """Tell whether a disk was full: by its number from the system, by its words from a database."""
    has_number = isinstance(error, OSError) and error.errno in _NO_ROOM
    return has_number or any(words in str(error) for words in _WORDS)
