"""The sender's own connection does not wait for the disk after each message, nor keep others waiting for it."""

from django.db import connection


def spare_the_disk() -> None:
    """Let what this thread commits survive the end of the process at once, and a power cut a moment later.

    A power cut may so repeat the last messages, under the ids they had; nobody was promised that they were noted.
    """
    question = "set synchronous_commit = off"
    if connection.vendor == "sqlite":
        question = "pragma synchronous = normal"
    with connection.cursor() as cursor:
        cursor.execute(question)
