"""What was deleted leaves the disk too: SQLite keeps old pages in its write-ahead log until that is emptied."""

from datetime import datetime

from django.db import connection

# Readers are waited for so long; if they take longer, the next round empties the log.
PATIENCE_MS = 500


def empty_log(at: datetime) -> bool:  # noqa: ARG001  -- the shape of a job
    """Write SQLite's write-ahead log back into the database and cut it to nothing; there is never more to do at once.

    With `secure_delete` on, what was deleted is overwritten in the database, so that no file holds it after this.
    PostgreSQL looks after its own files.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            (patience,) = cursor.execute("pragma busy_timeout").fetchone()
            cursor.execute(f"pragma busy_timeout = {PATIENCE_MS}")
            cursor.execute("pragma wal_checkpoint(truncate)").fetchall()
            cursor.execute(f"pragma busy_timeout = {patience}")
    return False
