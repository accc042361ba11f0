"""A batch as one file: a ZIP that is written as it is sent, so that no more than a piece of it is ever held."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

_PIECE = 256 * 1024


class _Sent(io.RawIOBase):
    """Takes what is written to it, until somebody takes it away."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: object) -> int:
        written = bytes(piece)  # type: ignore[call-overload]  # any buffer, which `bytes` takes
        self._pieces.append(written)
        return len(written)

    def taken(self) -> bytes:
        taken, self._pieces = b"".join(self._pieces), []
        return taken


def zip_of(files: Iterable[tuple[str, Path]], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """Yield the bytes of a ZIP with these files under these names, and with the rows as `cells.csv`.

    A file that is gone is left out: its batch was discarded meanwhile.
    """
    sent = _Sent()
    # PDFs are compressed already.
    with zipfile.ZipFile(sent, "w", zipfile.ZIP_STORED) as archive:
        for name, path in files:
            if path.exists():
                yield from _file(archive, sent, name, path)
        with archive.open("cells.csv", "w") as entry:
            for row in rows:
                entry.write(_line(row))
                yield sent.taken()
    yield sent.taken()


def _file(archive: zipfile.ZipFile, sent: _Sent, name: str, path: Path) -> Iterator[bytes]:
    with path.open("rb") as file, archive.open(name, "w") as entry:
        while piece := file.read(_PIECE):
            entry.write(piece)
            yield sent.taken()


def _line(row: Sequence[object]) -> bytes:
    line = io.StringIO()
    csv.writer(line).writerow(row)
    return line.getvalue().encode()
