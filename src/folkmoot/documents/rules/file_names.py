"""What an attached file is called: as people named it, without what would deceive a reader or a disk."""

import unicodedata
from collections.abc import Sequence

from django.utils.translation import gettext as _

from folkmoot.kernel.errors import Refused

NAME_LONGEST = 120
# What scripts need to join their letters; all other signs without a shape may turn a name around.
_JOINERS = "\u200c\u200d"
# No disk of a member takes these in a name.
_UNUSABLE = '<>:"|?*'


def file_name(given: str, endings: Sequence[str]) -> str:
    """Return the name of a file as it is kept, with the first of `endings` unless it ends with one of them.

    Folders, signs that turn the direction of reading, and what disks do not take are left out.

    :raises Refused: if it is too long.
    """
    name = given.replace("\\", "/").rpartition("/")[2]
    shown = "".join(_shown(letter) for letter in unicodedata.normalize("NFC", name))
    name = " ".join(shown.split()).strip(". ") or _("File")
    if not name.lower().endswith(tuple(endings)):
        name += endings[0]
    if len(name) > NAME_LONGEST:
        raise Refused(
            _("The name of the file has %(length)d characters. Rename it, with at most %(most)d.")
            % {"length": len(name), "most": NAME_LONGEST},
            field="file",
        )
    return name


def _shown(letter: str) -> str:
    if letter in _JOINERS:
        return letter
    if letter in _UNUSABLE:
        return "-"
    if letter.isspace():
        return " "
    # Controls, signs of direction, halves of characters, and what stands for nothing.
    return "" if unicodedata.category(letter).startswith("C") else letter
