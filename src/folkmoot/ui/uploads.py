"""What is kept of a file that a browser sends."""

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler

# More than the largest file that a form of ours takes, so that what is cut off is seen to be too large, and refused. An
# attached file may be as large as the operator says.
MOST_BYTES = 66 << 20


class NoMoreThanIsTaken(FileUploadHandler):
    """Comes first, and lets what follows keep the beginning of a file that no form would take."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Pass the chunk on, unless enough has come already; the rest is read and thrown away."""
        return raw_data if start < max(MOST_BYTES, (settings.FILE_MB + 1) << 20) else None

    def file_complete(self, _file_size: int) -> None:
        """Leave the file to the next handler."""
