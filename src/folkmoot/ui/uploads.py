"""What is kept of a file that a browser sends."""

from django.core.files.uploadhandler import FileUploadHandler

# More than the largest file that any form takes, so that what is cut off is seen to be too large, and refused.
MOST_BYTES = 66 << 20


class NoMoreThanIsTaken(FileUploadHandler):
    """Comes first, and lets what follows keep the beginning of a file that no form would take."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Pass the chunk on, unless enough has come already; the rest is read and thrown away."""
        return raw_data if start < MOST_BYTES else None

    def file_complete(self, _file_size: int) -> None:
        """Leave the file to the next handler."""
