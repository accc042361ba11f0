from dataclasses import dataclass

import pytest

from folkmoot.documents.rules.hanging import MOST_FILES, brought_together, must_hang_beside
from folkmoot.kernel.errors import Refused

MB = 1 << 20


@dataclass(frozen=True)
class File:
    name: str
    sha256: str
    size: int = 1


def files(*names: str, size: int = 1) -> dict[str, File]:
    return {f"digest of {name}": File(name, f"digest of {name}", size) for name in names}


def numbered(first: int, count: int) -> dict[str, File]:
    return files(*(f"{number}.txt" for number in range(first, first + count)))


def test_files_hang_beside_others_as_long_as_they_are_few_and_small() -> None:
    must_hang_beside([*numbered(0, MOST_FILES - 1).values()], File("a", "a"), most_mb=1)
    must_hang_beside([File("a", "a", MB - 1)], File("b", "b", 1), most_mb=1)
    with pytest.raises(Refused, match=r"^20 files hang here, and no more can\. Remove one first\.$"):
        must_hang_beside([*numbered(0, MOST_FILES).values()], File("a", "a"), most_mb=1)
    with pytest.raises(Refused, match=r"^With this one, the files would be larger than 1 MB together\."):
        must_hang_beside([File("a", "a", MB)], File("b", "b", 1), most_mb=1)


def test_what_others_hung_and_took_off_is_done_to_ones_own() -> None:
    before = files("stays", "i took it off", "they took it off")
    own, after = files("stays", "they took it off", "mine"), files("stays", "i took it off", "theirs")
    together = brought_together(own, before, after, most_mb=1)
    assert [each.name for each in together] == ["stays", "mine", "theirs"]


def test_of_two_that_have_one_name_the_own_stays() -> None:
    own, theirs = {"a": File("one", "a")}, {"b": File("one", "b")}
    assert brought_together(own, {}, theirs, most_mb=1) == [File("one", "a")]


def test_what_others_hung_counts_towards_what_a_draft_can_hold() -> None:
    assert len(brought_together(numbered(0, 10), {}, numbered(10, 10), most_mb=1)) == MOST_FILES
    with pytest.raises(
        Refused, match=r"others attached meanwhile, 21 files would hang here, and no more than 20"
    ):
        brought_together(numbered(0, 10), {}, numbered(10, 11), most_mb=1)


def test_what_others_hung_counts_towards_how_large_all_may_be() -> None:
    half = MB // 2
    assert len(brought_together(files("a", size=half), {}, files("b", size=half), most_mb=1)) == 2
    with pytest.raises(
        Refused, match=r"others attached meanwhile, the files would be larger than 1 MB together"
    ):
        brought_together(files("a", size=half), {}, files("b", size=half + 1), most_mb=1)
