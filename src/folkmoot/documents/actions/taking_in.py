"""Taking in a file: found out by its content, cleared of a camera's notes, and kept once. It hangs nowhere yet.

Whoever brought it is given a token, which is what the act that attaches it is told: so nobody can attach what they only
know the digest of, and would thereby be shown it.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from mmap import ACCESS_READ, mmap
from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext as _

from folkmoot.documents.rules.file_names import file_name
from folkmoot.documents.rules.file_types import is_ambiguous, type_of
from folkmoot.documents.rules.pictures import is_picture, without_notes
from folkmoot.kernel.disk import is_full
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.filestore import arriving, keep_on, store

_SALT = "folkmoot.documents.taken_in"


@dataclass(frozen=True)
class TakenIn:
    """A file that is kept and hangs nowhere yet."""

    name: str
    media_type: str
    size: int
    sha256: str
    is_shown: bool


def take_in(blocks: Iterable[bytes], name: str) -> TakenIn:
    """Keep a file that comes a block at a time, and return what it is.

    :raises Refused: if it is empty, too large, of no type that is taken or damaged, its name is too long, or the disk full.
    """
    try:
        with arriving() as file:
            _write(file, blocks)
            return _kept(file, name)
    except OSError as error:
        if not is_full(error):
            raise
        raise Refused(
            _(
                "There is no room left on the server, so the file was not kept. Tell whoever runs it; nothing else is lost."
            ),
            field="file",
        ) from error


def token_for(taken: TakenIn, person_id: UUID) -> str:
    """Return what shows that this person brought this file; for the same file the same."""
    return Signer(salt=_SALT).sign_object([str(person_id), asdict(taken)])


def taken_by(token: str, person_id: UUID | None) -> TakenIn:
    """Return the file for which this person was given `token`, and see to it that it is kept for another day.

    :raises Refused: if there is none.
    """
    try:
        owner, found = Signer(salt=_SALT).unsign_object(token)
        taken = TakenIn(**found)
    except (BadSignature, TypeError, ValueError):
        owner, taken = "", None
    if taken is None or owner != str(person_id) or not keep_on(taken.sha256):
        raise Refused(_("This file is not here any more. Choose it again."), field="upload")
    return taken


def _write(file: BinaryIO, blocks: Iterable[bytes]) -> None:
    most = settings.FILE_MB << 20
    for block in blocks:
        file.write(block)
        if file.tell() > most:
            raise Refused(
                _("This file is larger than %(most)d MB. Make it smaller, or divide it.")
                % {"most": settings.FILE_MB},
                field="file",
            )
    if not file.tell():
        raise Refused(_("This file is empty. Choose another."), field="file")
    file.flush()


def _kept(file: BinaryIO, name: str) -> TakenIn:
    found = type_of(file, name)
    named = file_name(name, found.endings)
    is_shown = found.is_shown and not is_ambiguous(file)
    if not is_picture(found.media_type):
        size = file.seek(0, 2)
        return TakenIn(named, found.media_type, size, store(file), is_shown)
    with arriving() as picture, mmap(file.fileno(), 0, access=ACCESS_READ) as content:
        for piece in without_notes(found.media_type, content):
            picture.write(piece)
        size = picture.tell()
        return TakenIn(named, found.media_type, size, store(picture), is_shown)
